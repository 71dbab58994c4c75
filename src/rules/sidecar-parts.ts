import { itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';

/** Sidecars of a mesh. */
export const sidecars = perMesh((mesh: Mesh): Part[] => specsOf(mesh, 'networking.istio.io', 'Sidecar'));

/** Their listeners for requests that come in. */
export const ingressListeners = perMesh((mesh: Mesh): Part[] => sidecars(mesh).flatMap(spec => itemsOf(spec, 'ingress')));

/** Their listeners for requests that go out. */
export const egressListeners = perMesh((mesh: Mesh): Part[] => sidecars(mesh).flatMap(spec => itemsOf(spec, 'egress')));
