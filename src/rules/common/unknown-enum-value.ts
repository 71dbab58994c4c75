import { Rule } from '../rule';
import { structural } from '../structural';

export const unknownEnumValue: Rule = {
  id: 'common/unknown-enum-value',
  severity: 'error',
  summary: 'a value that its field does not have',
  why: 'the API server takes only the values that the schema lists, written exactly as there',
  sameAs: [],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: round_robin } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } } }
`,
  check: structural('enum'),
};
