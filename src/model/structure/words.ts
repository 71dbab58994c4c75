/** Values, types and lists as messages have them. */

const SHOWN = 80;

/** A value, short: of what is nested only the kind, since anybody's YAML may be of any size and depth. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** `5, a number`; of lists and objects there is only the type to say. */
export function typed(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return shown(value);
  return `${shown(value)}, ${TYPES[typeof value] ?? 'no value'}`;
}

const TYPES: { readonly [type: string]: string } = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
};

/** `a, b and c`. */
export function listed(names: readonly string[], last = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names[names.length - 1]}`;
}

/** `1 entry`, `2 entries`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** A key or an index added to a path. Keys that could be read as a part of the path are in quotes. */
export function joined(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${shown(key)}]`;
  return path ? `${path}.${key}` : key;
}
