import { labelsOf, mapOf } from '../../model/read';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const selectorInRootNamespace: Rule = {
  id: 'sidecar/selector-in-root-namespace',
  severity: 'warning',
  summary: 'a Sidecar in the root namespace has a workloadSelector',
  why: 'only a Sidecar without workloadSelector in the root namespace is the default of the mesh; one with it is for workloads of that namespace alone',
  sameAs: ['KIA1006'],
  bad: `
kind: Sidecar
metadata: { namespace: istio-system }
spec: { workloadSelector: { labels: { app: web } }, egress: [{ hosts: [./*] }] }
`,
  good: `
kind: Sidecar
metadata: { namespace: istio-system }
spec: { egress: [{ hosts: [./*] }] }
`,
  * check(mesh) {
    for (const { object, value } of sidecars(mesh)) {
      if (object.namespace !== mesh.settings.rootNamespace || !value.workloadSelector) continue;
      // It is meant for them.
      if (mesh.workloads.selectedBy(object.namespace, labelsOf(value.workloadSelector.labels)).length > 0) continue;
      const labels = Object.entries(mapOf(value.workloadSelector.labels)).map(([key, label]) => `${key}=${label}`).join(', ');
      yield {
        at: object,
        field: 'spec.workloadSelector',
        problem: `the Sidecar is for workloads of ${object.namespace} with ${labels || 'any labels'} only`,
        fix: 'leave out workloadSelector for a default of the whole mesh, or move it to the namespace of the workloads',
      };
    }
  },
};
