import { Rule } from '../rule';
import { structural } from '../structural';

export const unservedVersion: Rule = {
  id: 'common/unserved-version',
  severity: 'error',
  summary: 'an API version in which Istio does not serve the kind',
  why: 'the API server refuses an object of a version that the CRD does not serve',
  sameAs: [],
  bad: `
apiVersion: networking.istio.io/v2
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`,
  check: structural('version'),
};
