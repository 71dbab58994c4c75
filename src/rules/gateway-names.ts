import { networkingParts } from './networking-parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { listOf, mapOf, textsOf } from '../model/read';
import { gatewayKey } from '../model/virtual-services';

/** A list in which a VirtualService names gateways. */
export interface GatewayNames {
  readonly object: MeshObject;
  readonly field: string;
  readonly names: string[];
}

/** Every list in which VirtualServices name gateways: their own, and those of their matches. */
export const gatewayNames = perMesh((mesh: Mesh): GatewayNames[] => {
  const { virtualServices, httpMatches, tlsMatches, tcpMatches } = networkingParts(mesh);
  return [...virtualServices, ...httpMatches, ...tlsMatches, ...tcpMatches]
    .filter(({ value }) => listOf(value.gateways).length > 0)
    .map(({ object, field, value }) => ({ object, field: `${field}.gateways`, names: textsOf(value.gateways) }));
});

/** The gateways that a match names, in full. Where it names none it is for all that its VirtualService is bound to. */
export function gatewaysOfMatch(match: unknown, namespace: string): string[] {
  return textsOf(mapOf(match).gateways).map(name => gatewayKey(name, namespace));
}

/** Those of the gateways that its VirtualService is bound to, in full, which a match is for. */
export function gatewaysUsing(match: unknown, namespace: string, bound: string[]): string[] {
  const named = gatewaysOfMatch(match, namespace);
  return named.length > 0 ? bound.filter(key => named.includes(key)) : bound;
}
