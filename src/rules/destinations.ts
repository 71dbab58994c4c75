import { expandHost, homeOf } from '../model/hosts';
import { MeshObject } from '../model/object';
import { mapOf, textOf } from '../model/read';

/** The same text for what is the same destination, however its host is written. */
export function destinationKey(object: MeshObject, destination: any): string {
  const { host, subset, port } = mapOf(destination);
  return `${expandHost(textOf(host), homeOf(object))}\n${subset || ''}\n${mapOf(port).number || 0}`;
}

/** A destination as messages name it. */
export function destinationText(destination: any): string {
  const { host, subset, port } = mapOf(destination);
  return textOf(host) + (subset ? ` subset ${subset}` : '') + (mapOf(port).number ? ` port ${port.number}` : '');
}
