import { itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { Labels } from '../model/label-index';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { labelsOf, mapOf } from '../model/read';

/** EnvoyFilters of a mesh. */
export const envoyFilters = perMesh((mesh: Mesh): Part[] => specsOf(mesh, 'networking.istio.io', 'EnvoyFilter'));

/** Labels of the pods that one is for; none where it is for all. */
export function patchedLabels({ spec }: MeshObject): Labels {
  return labelsOf(mapOf(spec.workloadSelector).labels);
}

/** Their patches that Istio looks at before it takes them; those for waypoints it leaves to the proxy. */
export const envoyPatches = perMesh((mesh: Mesh): Part[] => envoyFilters(mesh).flatMap(spec => itemsOf(spec, 'configPatches')).filter(({ value }) => value.match?.context !== 'WAYPOINT'));

/** Those of them that are whole: with applyTo, an operation, and a value where one is needed. */
export const wholePatches = perMesh((mesh: Mesh): Part[] => envoyPatches(mesh).filter(({ value }) => missingIn(value) === undefined));

/** What a patch lacks. */
export function missingIn({ applyTo, patch }: any): string | undefined {
  if (!applyTo || applyTo === 'INVALID') return 'applyTo';
  if (!patch) return 'patch';
  if (!patch.operation || patch.operation === 'INVALID') return 'patch.operation';
  return patch.operation !== 'REMOVE' && patch.value == null ? 'patch.value' : undefined;
}
