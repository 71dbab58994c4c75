import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { MeshObject, objectText } from '../../model/object';
import { labelsOf, mapOf } from '../../model/read';
import { Finding, Rule } from '../rule';

export const severalInForce: Rule = {
  id: 'sidecar/several-in-force',
  severity: 'error',
  summary: 'several Sidecars are for the same workloads',
  why: 'a proxy gets one Sidecar, the oldest that is for it, and the others are ignored; which that is depends on when each was applied',
  sameAs: ['IST0110', 'IST0111', 'KIA0002', 'KIA0003'],
  bad: `
kind: Sidecar
metadata: { name: default }
spec: { egress: [{ hosts: ["./*"] }] }
---
kind: Sidecar
metadata: { name: egress }
spec: { egress: [{ hosts: ["istio-system/*"] }] }
`,
  good: `
kind: Sidecar
metadata: { name: default }
spec: { egress: [{ hosts: ["./*", "istio-system/*"] }] }
---
kind: Sidecar
metadata: { name: reviews }
spec: { workloadSelector: { labels: { app: reviews } }, egress: [{ hosts: ["./ratings.default.svc.cluster.local"] }] }
`,
  * check(mesh) {
    for (const same of groupBy(mesh.sidecars.all, scopeText).values()) yield* overlapping(same, selectorText(same[0]));
    const told = new Set<string>();
    for (const workload of mesh.workloads.all) {
      // Those with one and the same selector were found above.
      const all = mesh.sidecars.inForce(workload.namespace, workload.labels);
      const sidecars = all.length < 2 ? all : [...new Map(all.map(each => [scopeText(each), each])).values()];
      const key = sidecars.length < 2 ? '' : sidecars.map(scopeText).join();
      if (key === '' || told.has(key)) continue;
      told.add(key);
      yield* overlapping(sidecars, objectText(workload.object));
    }
  },
};

/** One Sidecar for each name: the same object twice is another rule's. */
function * overlapping(same: MeshObject[], what: string): Iterable<Finding> {
  const [first, ...others] = [...new Map(same.map(each => [each.name, each])).values()];
  for (const other of others) {
    yield {
      at: other,
      and: [{ object: first }],
      problem: `${other.name} and ${first.name} are both for ${what}, and only the older one is used`,
      fix: 'make one Sidecar of them, or give them selectors that share no workload',
    };
  }
}

/** A selector without labels selects what none selects, and goes before it. */
function scopeText(object: MeshObject): string {
  return `${homeOf(object)}\n${object.spec.workloadSelector ? 'selects' : ''}\n${selectorText(object)}`;
}

function selectorText(object: MeshObject): string {
  const labels = Object.entries(labelsOf(mapOf(object.spec.workloadSelector).labels)).map(([key, value]) => `${key}=${value}`).sort();
  return labels.length > 0 ? `the pods with ${labels.join(', ')} in ${homeOf(object)}` : `all of namespace ${homeOf(object)}`;
}
