import { Rule } from '../rule';

export const twoInjectionLabels: Rule = {
  id: 'namespace/two-injection-labels',
  severity: 'warning',
  summary: 'a namespace has both labels that ask for sidecars',
  why: 'the label istio-injection goes before istio.io/rev: the revision that is named does not inject here, and where no default revision is installed, nobody does',
  sameAs: ['IST0123'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled, istio.io/rev: canary } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/rev: canary } }
`,
  * check(mesh) {
    for (const object of mesh.ofKind('', 'Namespace')) {
      const { 'istio-injection': injection, 'istio.io/rev': revision, 'istio.io/dataplane-mode': mode } = object.labels;
      if (injection === undefined || revision === undefined) continue;
      // There the revision is that of waypoints, and sidecars are kept out on purpose.
      if (mode === 'ambient' && injection === 'disabled') continue;
      yield {
        at: object,
        field: 'metadata.labels',
        problem: `namespace ${object.name} has istio-injection: ${injection} and istio.io/rev: ${revision}, and the first one counts`,
        fix: 'keep one of them: istio.io/rev for a certain revision, istio-injection for the default one',
      };
    }
  },
};
