import { perMesh } from './per-mesh';
import { groupBy } from '../model/group-by';
import { homeOf } from '../model/hosts';
import { Labels } from '../model/label-index';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { selectorOf, targetRefs } from '../model/policies';

/** Policies of a kind by their namespace, as it is written. */
const byNamespace = perMesh((mesh: Mesh) => new Map(['AuthorizationPolicy', 'RequestAuthentication'].map(kind => {
  return [kind, groupBy(mesh.ofKind('security.istio.io', kind), ({ namespace }) => namespace)] as const;
})));

/**
 * The policies of a kind that may be for a workload that another policy is for. Where selectors contradict each other they are not: one
 * and the same label cannot have two values.
 */
export function besides(mesh: Mesh, policy: MeshObject, kind: 'AuthorizationPolicy' | 'RequestAuthentication'): MeshObject[] {
  const all = byNamespace(mesh).get(kind)!;
  const { rootNamespace } = mesh.settings;
  // Where no namespace is written, whoever applies it chooses one, and it may be any.
  if (homeOf(policy) === rootNamespace || policy.namespace === '') return mesh.ofKind('security.istio.io', kind).filter(other => mayShare(policy, other));
  const near = [...new Set([homeOf(policy), rootNamespace, ''])].flatMap(each => all.get(each) ?? []);
  return near.filter(other => mayShare(policy, other));
}

/** A waypoint or gateway is a target by name, by class, by a service behind it, or by the labels of its pods. */
function mayShare(one: MeshObject, other: MeshObject): boolean {
  return targetRefs(one).length > 0 || targetRefs(other).length > 0 || agree(selectorOf(one), selectorOf(other));
}

function agree(one: Labels, other: Labels): boolean {
  return Object.entries(one).every(([key, value]) => other[key] === undefined || other[key] === value);
}
