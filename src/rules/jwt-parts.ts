import { itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';

/** Rules of all RequestAuthentications: an issuer and its keys each. */
export const jwtRules = perMesh((mesh: Mesh): Part[] => specsOf(mesh, 'security.istio.io', 'RequestAuthentication').flatMap(spec => itemsOf(spec, 'jwtRules')));
