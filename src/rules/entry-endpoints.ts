import { networkingParts } from './networking-parts';
import { itemsOf, Part } from './parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';

/** An endpoint of a ServiceEntry that has endpoints for its resolution, and the entry. */
export interface EndpointPart extends Part {
  readonly entry: Part;
  readonly resolution: string;
}

/** Endpoints of ServiceEntries. Where the resolution allows none, it is that which is wrong. */
export const entryEndpoints = perMesh((mesh: Mesh): EndpointPart[] => networkingParts(mesh).serviceEntries
  .filter(({ value }) => ['STATIC', 'DNS', 'DNS_ROUND_ROBIN'].includes(value.resolution))
  .flatMap(entry => itemsOf(entry, 'endpoints').map(endpoint => ({ ...endpoint, entry, resolution: entry.value.resolution }))));

/** Names of the ports of an entry. */
export function portNames(entry: Part): string[] {
  return itemsOf(entry, 'ports').map(({ value }) => value.name);
}
