import { Rule } from '../rule';

export const ambientAndSidecar: Rule = {
  id: 'namespace/ambient-and-sidecar',
  severity: 'warning',
  summary: 'a namespace asks for sidecars and for ambient mode',
  why: 'pods of such a namespace get a sidecar, and those with a sidecar are left out of ambient mode: waypoints and what belongs to them have no effect on them',
  sameAs: ['IST0123', 'KIA1316'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled, istio.io/dataplane-mode: ambient } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: disabled, istio.io/dataplane-mode: ambient } }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('', 'Namespace')) {
      const { 'istio-injection': injection, 'istio.io/dataplane-mode': mode } = object.labels;
      if (injection !== 'enabled' || mode !== 'ambient') continue;
      yield {
        at: object,
        field: 'metadata.labels',
        problem: `namespace ${object.name} has istio-injection: enabled and istio.io/dataplane-mode: ambient`,
        fix: 'keep one of them',
      };
    }
  },
};
