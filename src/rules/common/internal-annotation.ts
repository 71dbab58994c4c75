import { Rule } from '../rule';
import { structural } from '../structural';

export const internalAnnotation: Rule = {
  id: 'common/internal-annotation',
  severity: 'error',
  summary: 'an annotation that only istiod may set',
  why: 'istiod gives rights to objects that it makes by these annotations, and refuses them on others',
  sameAs: ['IST0106'],
  bad: `
kind: WorkloadEntry
metadata: { annotations: { internal.istio.io/parents: Gateway/edge.shop } }
spec: { address: 10.0.0.1 }
`,
  good: `
kind: WorkloadEntry
spec: { address: 10.0.0.1 }
`,
  check: structural('annotations#internal'),
};
