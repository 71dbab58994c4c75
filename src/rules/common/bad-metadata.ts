import { Rule } from '../rule';
import { structural } from '../structural';

export const badMetadata: Rule = {
  id: 'common/bad-metadata',
  severity: 'error',
  summary: 'a name, label or annotation that Kubernetes does not take',
  why: 'the API server refuses objects without a name, and names and labels of another form',
  sameAs: [],
  bad: `
kind: DestinationRule
metadata: { labels: { team: "shop & cart" } }
spec: { host: reviews, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`,
  good: `
kind: DestinationRule
metadata: { labels: { team: shop-cart } }
spec: { host: reviews, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
`,
  check: structural('metadata#name-missing', 'metadata#name', 'metadata#namespace', 'metadata#label-key', 'metadata#label-value', 'metadata#annotation-key'),
};
