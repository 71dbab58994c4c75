import { subsetsOf } from '../model/destination-rule-merge';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';

/** Whether some DestinationRule for a host, wherever it is, defines a subset. */
export function hasSubset(mesh: Mesh, host: string, subset: string): boolean {
  for (const { object } of mesh.destinationRules.covering(host)) for (const { name } of subsetsOf(object)) if (name === subset) return true;
  return false;
}

/** DestinationRules for a host, wherever they are, that define a subset. */
export function rulesWithSubset(mesh: Mesh, host: string, subset: string): MeshObject[] {
  const found: MeshObject[] = [];
  for (const { object } of mesh.destinationRules.covering(host)) if (subsetsOf(object).some(({ name }) => name === subset)) found.push(object);
  return found;
}
