import { Rule } from '../rule';
import { structural } from '../structural';

export const waypointMismatch: Rule = {
  id: 'envoy-filter/waypoint-mismatch',
  severity: 'error',
  summary: 'a waypoint match and a context that do not belong together',
  why: 'the API server takes a waypoint match with context WAYPOINT only, and that context with no other match',
  sameAs: [],
  bad: `
kind: EnvoyFilter
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches: [{ applyTo: HTTP_ROUTE, match: { context: WAYPOINT }, patch: { operation: MERGE, value: { name: reviews } } }]
`,
  good: `
kind: EnvoyFilter
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches: [{ applyTo: HTTP_ROUTE, match: { context: SIDECAR_INBOUND }, patch: { operation: MERGE, value: { name: reviews } } }]
`,
  check: structural('envoy-filter/shape'),
};
