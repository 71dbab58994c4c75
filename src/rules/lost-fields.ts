import { MeshObject } from '../model/object';

const LOST = new Set(['unknown-field', 'wrong-type']);

/** Whether the schema took something away right below a field. What is missing there was written, and is told of as what it is: `form` for `from`. */
export function hasLost({ structure }: MeshObject, field: string): boolean {
  return structure.violations.some(each => LOST.has(each.kind) && each.field.startsWith(field) && /^(\.[^.[ ]+|\["[^"]*"\])( is .*)?$/.test(each.field.slice(field.length)));
}
