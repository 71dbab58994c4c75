import { Rule } from '../rule';
import { structural } from '../structural';

export const badTagOverride: Rule = {
  id: 'telemetry/bad-tag-override',
  severity: 'error',
  summary: 'a tag that is set to nothing, or removed with a value',
  why: 'the API server refuses UPSERT without a value, and REMOVE with one',
  sameAs: ['IST0106'],
  bad: `
kind: Telemetry
spec: { metrics: [{ providers: [{ name: prometheus }], overrides: [{ tagOverrides: { team: { operation: UPSERT } } }] }] }
`,
  good: `
kind: Telemetry
spec: { metrics: [{ providers: [{ name: prometheus }], overrides: [{ tagOverrides: { team: { operation: UPSERT, value: node.id } } }] }] }
`,
  check: structural('telemetry/sampling#upsert-with-value', 'telemetry/sampling#remove-without-value'),
};
