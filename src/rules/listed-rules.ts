import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';

/** Whether what exists besides lists DestinationRules: then those that are not in it do not exist. */
export const listsRules = perMesh((mesh: Mesh) => mesh.inventory.some(({ group, kind }) => group === 'networking.istio.io' && kind === 'DestinationRule'));
