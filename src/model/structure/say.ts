import { CheckNode, Limits, NodeType } from './check-node';
import { closest, isSameWord } from './similar';
import { isHost } from './suggestions';
import { Words } from './violation';
import { counted, listed, shown, typed } from './words';

/** What the violations of a schema say. A path is empty for the object as a whole. */

const TYPES: { readonly [type in NodeType]: string } = {
  'object': 'an object',
  'array': 'a list',
  'string': 'a string',
  'integer': 'a whole number',
  'number': 'a number',
  'boolean': 'true or false',
  'int-or-string': 'a whole number or a string',
  'any': 'anything',
};

export function wrongType(path: string, { type, items, checks }: CheckNode, value: unknown): Words {
  const isDuration = typeof value === 'number' && checks.some(({ id }) => id === 'common/duration-format');
  if (isDuration) return { problem: `${place(path)} is ${typed(value)}, but has to be a duration`, fix: `write it with its unit, as in ${value}s` };
  return { problem: `${place(path)} is ${typed(value)}, but has to be ${TYPES[type]}`, fix: typeFix(type, items, value) };
}

function typeFix(type: NodeType, items: CheckNode | undefined, value: unknown): string {
  const scalar = typeof value !== 'object';
  if (type === 'string' && scalar) return 'put the value in quotes';
  if (type === 'boolean' && /^(true|false)$/.test(String(value))) return `write ${value} without quotes`;
  if ((type === 'integer' || type === 'number') && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return `write ${value} without quotes`;
  if (type === 'array' && items && fitsType(items.type, value)) return `make it a list with one entry: ${scalar ? `[${shown(value)}]` : 'begin it with "- "'}`;
  if (type === 'object' && Array.isArray(value)) return 'leave out the "- " before its fields';
  return `make it ${TYPES[type]}, or take it out`;
}

function fitsType(type: NodeType, value: unknown): boolean {
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === (type === 'integer' ? 'number' : type);
}

export function unknown(path: string, name: string, fix: string): Words {
  return { problem: `${place(path)} has no field ${shown(name)}`, fix };
}

export function missing(path: string, name: string): Words {
  return { problem: `${place(path)} has no ${name}, and needs one`, fix: `add ${name}` };
}

/** Some field that the schema does not know is a slip of the pen for this one, or another word for it. */
export function isMeantBy(name: string, value: object, node: CheckNode): boolean {
  const fields = node.fields!;
  return Object.keys(value).some(key => !fields.has(key) && (closest(key, [...fields.keys()]) === name || (name === 'host' && isHost(key, value, node))));
}

export function several(path: string, names: string[]): Words {
  return { problem: `${place(path)} has ${listed(names)}, of which there may be one`, fix: `keep one of ${listed(names)}` };
}

export function strange(path: string, value: unknown, known: ReadonlySet<unknown>): Words {
  const names = [...known].map(String);
  const meant = names.find(name => isSameWord(name, String(value))) ?? closest(String(value), names);
  return { problem: `${place(path)} is ${shown(value)}, which is none of ${listed(names, 'or')}`, fix: `use ${meant ?? `one of ${listed(names, 'or')}`}` };
}

const UNITS: { readonly [type: string]: readonly [string, string] } = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  object: ['entry', 'entries'],
};

export function beyond(path: string, type: NodeType, value: unknown, size: number, { min, max }: Limits): Words {
  if (typeof value === 'number') return { problem: `${place(path)} is ${value}, but has to be ${range(min, max)}`, fix: `use a number that is ${range(min, max)}` };
  const [one, others] = UNITS[type];
  if (size === 0) return { problem: `${place(path)} is empty`, fix: type === 'string' ? 'give it a value' : 'add an entry, or take it out' };
  // Of long texts nobody counted more than was needed.
  const found = type === 'string' && size > max ? `more than ${counted(max, one, others)}` : counted(size, one, others);
  return { problem: `${place(path)} has ${found}, but has to have ${range(min, max)}`, fix: size < min ? 'add what is missing' : 'make it shorter' };
}

function range(min: number, max: number): string {
  if (max === Infinity) return `at least ${min}`;
  return min === -Infinity ? `at most ${max}` : `from ${min} to ${max}`;
}

export function unlike(path: string, value: unknown, pattern: RegExp): Words {
  return { problem: `${place(path)} is ${shown(value)}, which does not match ${pattern.source}`, fix: 'write a value that matches' };
}

export function notBase64(path: string, value: unknown): Words {
  return { problem: `${place(path)} is ${shown(value)}, which is not base64`, fix: 'encode the bytes in base64, or use the field for text beside it' };
}

export function repeated(path: string, index: number, first: number, keys: readonly string[], item: any): Words {
  const same = listed(keys.map(key => `${key} ${shown(item[key])}`));
  return { problem: `${path}[${index}] and ${path}[${first}] both have ${same}`, fix: `give each entry another ${listed(keys)}, or keep one of them` };
}

/** The object as a whole has no path. */
export function place(path: string): string {
  return path || 'the object';
}
