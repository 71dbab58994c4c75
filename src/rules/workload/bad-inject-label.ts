import { objectText } from '../../model/object';
import { podMetadata } from '../../model/workloads';
import { Rule } from '../rule';

const INJECT = 'sidecar.istio.io/inject';

export const badInjectLabel: Rule = {
  id: 'workload/bad-inject-label',
  severity: 'warning',
  summary: 'the label that asks for a sidecar, or none, has a value that Istio does not know',
  why: 'of sidecar.istio.io/inject only "true" and "false" are read; with any other value what the namespace says holds',
  sameAs: [],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: disabled } }
spec: { containers: [{ name: app }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "false" } }
spec: { containers: [{ name: app }] }
`,
  * check(mesh) {
    for (const workload of mesh.workloads.all) {
      const { object, labels } = workload;
      const value = labels[INJECT];
      if (!value || value === 'true' || value === 'false') continue;
      yield {
        at: object,
        field: `${podMetadata(workload)}.labels["${INJECT}"]`,
        problem: `${INJECT} of the pods of ${objectText(object)} is "${value}"`,
        fix: 'write "true" for a sidecar, or "false" for none, in quotes',
      };
    }
  },
};
