import { Rule } from '../rule';

export const ambientAndSidecar: Rule = {
  id: 'namespace/ambient-and-sidecar',
  severity: 'warning',
  summary: 'a namespace asks for sidecars and for ambient mode',
  why: 'pods of such a namespace get a sidecar, for istio.io/rev as for istio-injection, and those with a sidecar are left out of ambient mode, so that the label for it does nothing',
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
      const { 'istio-injection': injection, 'istio.io/rev': revision, 'istio.io/dataplane-mode': mode } = object.labels;
      const said = injection === undefined && revision !== undefined ? `istio.io/rev: ${revision}` : injection === 'enabled' && 'istio-injection: enabled';
      if (!said || mode !== 'ambient') continue;
      yield {
        at: object,
        field: 'metadata.labels',
        problem: `namespace ${object.name} has ${said} and istio.io/dataplane-mode: ambient`,
        fix: injection ? 'keep one of them' : 'keep one of them, or add istio-injection: disabled; the revision of a waypoint is said at its Gateway',
      };
    }
  },
};
