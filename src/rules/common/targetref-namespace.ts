import { Rule } from '../rule';
import { structural } from '../structural';

export const targetrefNamespace: Rule = {
  id: 'common/targetref-namespace',
  severity: 'error',
  summary: 'a target in another namespace',
  why: 'a policy holds for targets in its own namespace only, and the API server refuses a namespace in the reference',
  sameAs: ['IST0106'],
  bad: `
kind: Telemetry
spec: { targetRefs: [{ kind: Service, name: reviews, namespace: shop }], accessLogging: [{ disabled: true }] }
`,
  good: `
kind: Telemetry
spec: { targetRefs: [{ kind: Service, name: reviews }], accessLogging: [{ disabled: true }] }
`,
  check: structural('common/targetref-kind'),
};
