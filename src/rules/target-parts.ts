import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { TargetRef, targetRefs } from '../model/policies';

const KINDS = [
  ['security.istio.io', 'AuthorizationPolicy'], ['security.istio.io', 'RequestAuthentication'], ['telemetry.istio.io', 'Telemetry'],
  ['extensions.istio.io', 'WasmPlugin'], ['extensions.istio.io', 'TrafficExtension'], ['networking.istio.io', 'EnvoyFilter'],
];

/** A policy, and something that it names as its target. */
export interface Targeted {
  readonly object: MeshObject;
  readonly ref: TargetRef;
}

/** All policies that name what they are for. */
export const targeted = perMesh((mesh: Mesh): Targeted[] => {
  const objects = KINDS.flatMap(([group, kind]) => mesh.ofKind(group, kind));
  return objects.flatMap(object => targetRefs(object).map(ref => ({ object, ref })));
});
