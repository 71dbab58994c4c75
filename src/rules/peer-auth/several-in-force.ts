import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { MeshObject, objectText } from '../../model/object';
import { selectorOf } from '../../model/policies';
import { mapOf } from '../../model/read';
import { Finding, Rule } from '../rule';

export const severalInForce: Rule = {
  id: 'peer-auth/several-in-force',
  severity: 'error',
  summary: 'several PeerAuthentications are for the same workloads, and say different things',
  why: 'Istio uses only the oldest of the policies of a namespace, and only the oldest of those that select a workload; which that is depends on when each was applied',
  sameAs: ['KIA0002', 'KIA0003'],
  bad: `
kind: PeerAuthentication
metadata: { name: default }
spec: { mtls: { mode: STRICT } }
---
kind: PeerAuthentication
metadata: { name: legacy }
spec: { mtls: { mode: PERMISSIVE } }
`,
  good: `
kind: PeerAuthentication
metadata: { name: default }
spec: { mtls: { mode: STRICT } }
---
kind: PeerAuthentication
metadata: { name: legacy }
spec: { selector: { matchLabels: { app: legacy } }, mtls: { mode: PERMISSIVE } }
`,
  * check(mesh) {
    // With a selector, those in the root namespace are for nobody, and told of as that.
    const inForce = mesh.ofKind('security.istio.io', 'PeerAuthentication').filter(each => homeOf(each) !== mesh.settings.rootNamespace || Object.keys(selectorOf(each)).length === 0);
    for (const same of groupBy(inForce, scopeText).values()) if (same.length > 1) yield* differing(same, selectorText(same[0]));
    const told = new Set<string>();
    for (const workload of mesh.workloads.all) {
      // Those with one and the same selector were found above.
      const found = mesh.policies.peer(workload).workload;
      const policies = found.length < 2 ? found : [...new Map(found.map(each => [scopeText(each), each])).values()];
      const key = policies.length < 2 ? '' : policies.map(scopeText).join();
      if (key === '' || told.has(key)) continue;
      told.add(key);
      yield* differing(policies, objectText(workload.object));
    }
  },
};

/** One policy for each name: the same object twice is another rule's. */
function * differing(same: MeshObject[], what: string): Iterable<Finding> {
  const policies = [...new Map(same.map(each => [each.name, each])).values()];
  if (policies.length < 2 || new Set(policies.map(modes)).size < 2) return;
  const [first, ...others] = policies;
  for (const other of others) {
    if (modes(other) === modes(first)) continue;
    yield {
      at: other,
      and: [{ object: first, field: 'spec' }],
      problem: `${other.name} and ${first.name} are both for ${what}, and say different things: ${modes(other)} and ${modes(first)}`,
      fix: 'make one policy of them, with portLevelMtls for ports that differ, or give them selectors that share no workload',
    };
  }
}

function scopeText(object: MeshObject): string {
  return `${homeOf(object)}\n${labelsText(object)}`;
}

function selectorText(object: MeshObject): string {
  const labels = labelsText(object);
  return labels ? `the pods with ${labels} in ${homeOf(object)}` : `all of namespace ${homeOf(object)}`;
}

function labelsText(object: MeshObject): string {
  const selector = selectorOf(object);
  return Object.keys(selector).sort().map(key => `${key}=${selector[key]}`).join(', ');
}

/** `STRICT, 8080 DISABLE`. */
function modes({ spec }: MeshObject): string {
  const ports = Object.entries(mapOf(spec.portLevelMtls)).map(([port, mtls]) => `${port} ${mapOf(mtls).mode ?? 'UNSET'}`).sort();
  return [mapOf(spec.mtls).mode ?? 'UNSET', ...ports].join(', ');
}
