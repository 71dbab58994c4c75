import { MeshObject } from '../model/object';

const LOST = new Set(['unknown-field', 'wrong-type']);

/** A place, and what is right below it. */
const BELOW = /^([^]*)(\.[^.[ ]+|\["[^"]*"\])( is .*)?$/;

const places = new WeakMap<MeshObject, Set<string | undefined>>();

/** Whether the schema took something away right below a field. What is missing there was written, and is told of as what it is: `form` for `from`. */
export function hasLost(object: MeshObject, field: string): boolean {
  let known = places.get(object);
  if (!known) places.set(object, known = placesOf(object));
  return known.has(field);
}

function placesOf({ structure }: MeshObject): Set<string | undefined> {
  return new Set(structure.violations.filter(({ kind }) => LOST.has(kind)).map(({ field }) => BELOW.exec(field)?.[1]));
}
