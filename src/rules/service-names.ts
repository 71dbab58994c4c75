import { perMesh } from './per-mesh';
import { groupBy } from '../model/group-by';
import { Mesh } from '../model/mesh';

/** Services of Kubernetes by their short name, over all namespaces. */
export const servicesByName = perMesh((mesh: Mesh) => groupBy(mesh.services.all.filter(({ kubernetes }) => kubernetes), ({ object }) => object.name));
