import { broughtBy } from './managers';
import { groupBy } from '../model/group-by';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { joined } from '../model/structure/words';

/** A written object, and the one that exists in its place. */
export interface Pair {
  readonly written: MeshObject;
  readonly existing: MeshObject;
}

/** Whatever is written in the place of something that exists. */
export function pairsOf(mesh: Mesh): Pair[] {
  return mesh.inventory.flatMap(existing => mesh.find(existing).slice(-1).map(written => ({ written, existing })));
}

/** How an app got into a cluster: what nearly all of its objects there say. Nothing where they are few, or do not agree. */
export function usualWay(pairs: Pair[]): string | undefined {
  const [most] = [...groupBy(pairs, ({ existing, written }) => broughtBy(existing, written))].sort(([, a], [, b]) => b.length - a.length);
  return most && most[1].length >= 3 && most[1].length >= pairs.length * 0.75 ? most[0] : undefined;
}

/** How many of the objects of an app exist. Those of kinds and in namespaces that the inventory does not have do not count. */
export function presence(mesh: Mesh, pairs: Pair[]): { readonly found: number; readonly of: number } {
  const kinds = new Set(mesh.inventory.map(kindText));
  const namespaces = new Set(mesh.inventory.map(({ namespace }) => namespace));
  // With a list of namespaces it is of the whole cluster.
  const isCovered = (object: MeshObject) => object.namespace !== '' && kinds.has(kindText(object)) && (kinds.has('/Namespace') || namespaces.has(object.namespace));
  return { found: pairs.filter(({ written }) => written.namespace !== '').length, of: mesh.objects.filter(isCovered).length };
}

/** A field that would change. Nothing where the object exists just as it is written, whatever a cluster has added. */
export function changedField({ written, existing }: Pair): string | undefined {
  // Labels and annotations are merged, a status is not applied, and `stringData` is stored as `data`.
  const { apiVersion, kind, metadata, status, stringData, ...fields } = written.json;
  return difference(fields, existing.json, '');
}

function difference(written: any, existing: any, path: string): string | undefined {
  if (written === null || written === undefined) return undefined;
  if (typeof written !== 'object') return String(written) === String(existing) ? undefined : path;
  if (typeof existing !== 'object' || existing === null || Array.isArray(written) !== Array.isArray(existing)) return isEmpty(written) ? undefined : path;
  if (Array.isArray(written) && written.length !== existing.length) return path;
  for (const key of Object.keys(written)) {
    const found = difference(written[key], existing[key], joined(path, Array.isArray(written) ? Number(key) : key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function kindText({ group, kind }: MeshObject): string {
  return `${group}/${kind}`;
}
