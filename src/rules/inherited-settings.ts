import { homeOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { listOf } from '../model/read';

/** Whether the rules of a VirtualService get a setting from every rule that delegates to it (L6). */
export function isInherited(mesh: Mesh, object: MeshObject, setting: string): boolean {
  if (listOf(object.spec.hosts).length > 0) return false;
  const delegations = mesh.virtualServices.find(`${homeOf(object)}/${object.name}`).flatMap(view => mesh.virtualServices.delegationsTo(view));
  return delegations.length > 0 && delegations.every(({ rule }) => rule[setting]);
}
