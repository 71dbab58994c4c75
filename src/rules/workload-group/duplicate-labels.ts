import { homeOf } from '../../model/hosts';
import { objectText } from '../../model/object';
import { labelsOf, mapOf } from '../../model/read';
import { Part, specsOf } from '../parts';
import { Rule } from '../rule';

export const duplicateLabels: Rule = {
  id: 'workload-group/duplicate-labels',
  severity: 'advice',
  summary: 'two WorkloadGroups of a namespace give their workloads the same labels',
  why: 'the labels of a group become those of every workload that joins it, so services and policies that select one group select the other too; for one service in two places that is right',
  sameAs: ['KIA1702'],
  bad: `
kind: WorkloadGroup
metadata: { name: vm-a }
spec: { metadata: { labels: { app: vm } }, template: { serviceAccount: vm-a } }
---
kind: WorkloadGroup
metadata: { name: vm-b }
spec: { metadata: { labels: { app: vm } }, template: { serviceAccount: vm-b } }
`,
  good: `
kind: WorkloadGroup
metadata: { name: vm-a }
spec: { metadata: { labels: { app: vm-a } }, template: { serviceAccount: vm-a } }
---
kind: WorkloadGroup
metadata: { name: vm-b }
spec: { metadata: { labels: { app: vm-b } }, template: { serviceAccount: vm-b } }
`,
  * check(mesh) {
    const first = new Map<string, Part>();
    for (const spec of specsOf(mesh, 'networking.istio.io', 'WorkloadGroup')) {
      const labels = Object.entries(labelsOf(mapOf(spec.value.metadata).labels)).map(([key, value]) => `${key}=${value}`).sort();
      if (labels.length === 0) continue;
      const key = [homeOf(spec.object), ...labels].join('\n');
      const other = first.get(key);
      if (!other) {
        first.set(key, spec);
        continue;
      }
      const field = 'spec.metadata.labels';
      const problem = `the labels ${labels.join(', ')} are also those of ${objectText(other.object)}`;
      yield { at: spec.object, field, and: [{ object: other.object, field }], problem, fix: 'give the workloads of each group a label of their own, unless they are one service' };
    }
  },
};
