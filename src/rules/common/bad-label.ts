import { Rule } from '../rule';
import { structural } from '../structural';

export const badLabel: Rule = {
  id: 'common/bad-label',
  severity: 'error',
  summary: 'a label that no workload can have',
  why: 'Istio refuses labels whose names or values Kubernetes would not take either',
  sameAs: ['IST0106'],
  bad: `
kind: WorkloadEntry
spec: { address: 10.0.0.1, labels: { app: "shop cart" } }
`,
  good: `
kind: WorkloadEntry
spec: { address: 10.0.0.1, labels: { app: shop-cart } }
`,
  check: structural('labels'),
};
