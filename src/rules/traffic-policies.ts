import { childOf, itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';

/** A traffic policy of a DestinationRule. */
export interface PolicyPart extends Part {
  readonly level: 'rule' | 'subset' | 'port';
  /** What would hold without it: for a subset the policy of the whole rule, for a port the policy it is in as well. */
  readonly above?: any;
}

/** DestinationRules of a mesh. */
export const destinationRules = perMesh((mesh: Mesh): Part[] => specsOf(mesh, 'networking.istio.io', 'DestinationRule'));

/** Their subsets. */
export const subsets = perMesh((mesh: Mesh): Part[] => destinationRules(mesh).flatMap(spec => itemsOf(spec, 'subsets')));

/** Their traffic policies, of subsets and ports too. */
export const trafficPolicies = perMesh((mesh: Mesh): PolicyPart[] => {
  const found: PolicyPart[] = [];
  for (const spec of destinationRules(mesh)) if (spec.value.trafficPolicy) addPolicy(found, spec, 'rule');
  for (const subset of subsets(mesh)) if (subset.value.trafficPolicy) addPolicy(found, subset, 'subset', subset.object.spec.trafficPolicy);
  return found;
});

/** Whether some DestinationRule has a traffic policy. */
export function hasTrafficPolicies(mesh: Mesh): boolean {
  return trafficPolicies(mesh).length > 0;
}

function addPolicy(found: PolicyPart[], part: Part, level: 'rule' | 'subset', above?: any): void {
  for (const policy of childOf(part, 'trafficPolicy')) {
    found.push({ ...policy, level, above });
    for (const entry of itemsOf(policy, 'portLevelSettings')) found.push({ ...entry, level: 'port', above: { ...above, ...policy.value } });
  }
}

const blocks = perMesh((): Map<string, Part[]> => new Map());

/** Blocks of one name in all policies: `tls`, `loadBalancer`. */
export function blocksOf(mesh: Mesh, name: string): Part[] {
  const known = blocks(mesh);
  let found = known.get(name);
  if (!found) known.set(name, found = trafficPolicies(mesh).flatMap(policy => childOf(policy, name)));
  return found;
}
