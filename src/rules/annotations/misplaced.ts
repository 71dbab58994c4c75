import { annotated, kindsOf } from '../annotated';
import { Rule } from '../rule';

export const misplaced: Rule = {
  id: 'annotations/misplaced',
  severity: 'warning',
  summary: 'an annotation of Istio stands on an object where nothing reads it',
  why: 'Istio reads each annotation on certain kinds only; those for a proxy are read on the pod, that is in the template of a workload and not on the workload',
  sameAs: ['IST0107'],
  bad: `
kind: Deployment
metadata: { name: reviews, annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: "3306" } }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
`,
  good: `
kind: Deployment
metadata: { name: reviews }
spec:
  template:
    metadata: { labels: { app: reviews, version: v1 }, annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: "3306" } }
    spec: { containers: [{ name: app }] }
`,
  * check(mesh) {
    for (const { object, name, field, on } of annotated(mesh)) {
      const kinds = kindsOf(name);
      if (!kinds || kinds.includes('Any') || kinds.includes(on)) continue;
      const isTemplate = kinds.includes('Pod') && !['Service', 'Namespace', 'ServiceEntry', 'AuthorizationPolicy'].includes(on);
      yield {
        at: object,
        field,
        problem: `${name} is read on ${kinds.join(', ')}, not on ${on}`,
        fix: isTemplate ? 'move it to spec.template.metadata.annotations' : `move it to the ${kinds.join(' or ')}`,
      };
    }
  },
};
