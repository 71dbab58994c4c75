import { MeshObject } from '../model/object';

const LOST = new Set(['unknown-field', 'wrong-type']);

const places = new WeakMap<MeshObject, Set<string | undefined>>();

/** Whether the schema took something away right below a field. What is missing there was written, and is told of as what it is: `form` for `from`. */
export function hasLost(object: MeshObject, field: string): boolean {
  let known = places.get(object);
  if (!known) places.set(object, known = placesOf(object));
  return known.has(field);
}

function placesOf({ structure }: MeshObject): Set<string | undefined> {
  return new Set(structure.violations.filter(({ kind }) => LOST.has(kind)).map(({ field }) => holderOf(field)));
}

/** What a place is a field of. Nothing where it is an item of a list. A key in quotes may have dots: `spec["a.b"]` is right below `spec`. */
export function holderOf(field: string): string | undefined {
  const key = /(?:\.[^.[]+|\["(?:[^"\\]|\\.)*"\])$/.exec(field);
  return key ? field.slice(0, key.index) : undefined;
}
