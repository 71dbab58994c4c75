import { itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';

/** Telemetry objects of a mesh. */
export const telemetries = perMesh((mesh: Mesh): Part[] => specsOf(mesh, 'telemetry.istio.io', 'Telemetry'));

/** What they say of metrics, tracing and access logs, in any order of these. */
export const telemetryParts = perMesh((mesh: Mesh): Part[] => telemetries(mesh).flatMap(spec => ['metrics', 'tracing', 'accessLogging'].flatMap(list => itemsOf(spec, list))));

/** The entries of one of them: `tracing`. */
export function entriesOf(mesh: Mesh, list: string): Part[] {
  return telemetries(mesh).flatMap(spec => itemsOf(spec, list));
}
