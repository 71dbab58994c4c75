import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { labelsOf } from '../../model/read';
import { Rule } from '../rule';
import { telemetries } from '../telemetry-parts';

export const overlappingSelectors: Rule = {
  id: 'telemetry/overlapping-selectors',
  severity: 'warning',
  summary: 'two Telemetry objects select one workload and speak of the same',
  why: 'Istio applies both, the oldest first, so that what the two say differently depends on when each was applied',
  sameAs: ['IST0159', 'KIA0003'],
  bad: `
kind: Telemetry
metadata: { name: all-traces }
spec: { selector: { matchLabels: { app: web } }, tracing: [{ randomSamplingPercentage: 100 }] }
---
kind: Telemetry
metadata: { name: some-traces }
spec: { selector: { matchLabels: { app: web } }, tracing: [{ randomSamplingPercentage: 1 }] }
`,
  good: `
kind: Telemetry
metadata: { name: all-traces }
spec: { selector: { matchLabels: { app: web } }, tracing: [{ randomSamplingPercentage: 100 }] }
---
kind: Telemetry
metadata: { name: some-traces }
spec: { selector: { matchLabels: { app: batch } }, tracing: [{ randomSamplingPercentage: 1 }] }
`,
  * check(mesh) {
    const told = new Set<MeshObject>();
    for (const [what, selecting] of selections(mesh)) {
      const [first, ...others] = [...new Map(selecting.map(object => [object.name, object])).values()];
      for (const other of others) {
        const shared = ['metrics', 'tracing', 'accessLogging'].filter(part => first.spec[part] && other.spec[part] && JSON.stringify(first.spec[part]) !== JSON.stringify(other.spec[part]));
        if (shared.length === 0 || told.has(other)) continue;
        told.add(other);
        yield {
          at: other,
          field: `spec.${shared[0]}`,
          and: [{ object: first, field: `spec.${shared[0]}` }],
          problem: `${other.name} and ${first.name} both say something of ${shared.join(', ')} for ${what}`,
          fix: 'make one Telemetry of them, or give them selectors that share no workload',
        };
      }
    }
  },
};

/** Objects that select the same: by their very selector, and by a workload that is known. */
function selections(mesh: Mesh): Array<[string, MeshObject[]]> {
  const selective = telemetries(mesh).map(({ object }) => object).filter(object => Object.keys(selectorOf(object)).length > 0);
  const bySelector = groupBy(selective, object => `the pods with ${Object.entries(selectorOf(object)).map(([key, value]) => `${key}=${value}`).sort().join(', ')} in ${homeOf(object)}`);
  const byWorkload = new Map<string, MeshObject[]>();
  for (const object of selective) {
    for (const workload of mesh.workloads.selectedBy(homeOf(object), selectorOf(object))) {
      const what = objectText(workload.object);
      byWorkload.set(what, [...byWorkload.get(what) ?? [], object]);
    }
  }
  return [...bySelector, ...byWorkload].filter(([, objects]) => objects.length > 1);
}

function selectorOf({ spec }: MeshObject): { readonly [key: string]: string } {
  return labelsOf(spec.selector?.matchLabels);
}
