import { SchemaNode, schemaOf } from '../../imports/schema';
import { Random } from '../../test/random';

/** Values of every type, at the borders of what schemas and the webhook allow. */
const VALUES: unknown[] = [
  null, true, false, 0, 1, -1, 1.5, 80, 100, 101, 599, 600, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 5e9,
  '', 'a', 'A', '*', '.', '~', '%', '0', '80', '0s', '1ms', '0.5ms', '10s', '-1s', '1d', '1h30m', 'true', 'null', 'a_b', 'a.b', '*.a.b', 'a..b', '.a', 'a/b', '*/a', './a',
  '10.0.0.1', '10.0.0.0/8', '10.0.0.0/33', '::1', '[::1]', 'http://x', 'https://a/b', 'unix:///a', 'unix://a', 'HTTP', 'http', 'TLS', 'MUTUAL', 'NONE', 'DNS', 'ROUND_ROBIN',
  '%REQ(a)%', '(', '[a-', 'a+', '{a}', '{**}', 'spiffe://a/ns/b/sa/c', 'é'.repeat(64), 'a'.repeat(64), 'a'.repeat(254), 'x'.repeat(1025),
  [], [null], [{}], [''], ['a'], ['a', 'a'], ['*', 'a'], [1], {}, { a: 'b' }, { a: null }, { '*': 'x' }, { '': 'x' }, { 80: {} }, { 99999: 1 }, { exact: 'a' }, { regex: '(' }, { exact: 'a', prefix: 'b' },
];

const METADATA: SchemaNode = {
  properties: { name: { type: 'string' }, namespace: { type: 'string' }, labels: { additionalProperties: { type: 'string' } }, annotations: { additionalProperties: { type: 'string' } } },
};

/** A mapping or list in an object, with its way from the top. */
interface Spot {
  readonly node: any;
  readonly path: string[];
}

type Change = (spot: Spot, random: Random, object: any) => void;

const CHANGES: Change[] = [setAny, setAny, setAny, nudge, nudge, setField, setField, setField, stray, drop, drop, double, misspell, transplant];

/** Changes one thing in an object, as people and programs get it wrong. */
export function mutate(object: any, random: Random): void {
  // Most of the schema is in the spec.
  const isInside = typeof object.spec === 'object' && object.spec !== null && random.chance(0.93);
  const spot = random.pick(isInside ? spotsIn(object.spec, ['spec']) : [{ node: object, path: [] }, ...spotsIn(object.metadata, ['metadata'])]);
  random.pick(CHANGES)(spot, random, object);
}

function setAny({ node, path }: Spot, random: Random, { kind }: any): void {
  put(node, random.pick([...Object.keys(node), ...fieldsAt(kind, path)]), random.pick(VALUES));
}

function setField({ node, path }: Spot, random: Random, { kind }: any): void {
  const schema = schemaAt(kind, path);
  const field = random.pick([...Object.keys(schema?.properties ?? {}), ...Object.keys(node)]);
  put(node, field, sample(child(schema, field) ?? {}, random, 0));
}

/** A field of another place. */
function stray({ node }: Spot, random: Random, { kind }: any): void {
  put(node, random.pick(fieldsOf(schemaOf(kind)?.schema)), random.pick(VALUES));
}

function drop({ node }: Spot, random: Random): void {
  const key = random.pick(Object.keys(node));
  if (Array.isArray(node)) node.splice(Number(key), 1);
  else delete node[key];
}

function double({ node }: Spot, random: Random): void {
  if (Array.isArray(node)) node.push(copy(random.pick(node)));
  else put(node, `${random.pick(Object.keys(node))}2`, random.pick(Object.values(node)));
}

function misspell({ node }: Spot, random: Random): void {
  const key = random.pick(Object.keys(node));
  if (key === undefined || Array.isArray(node)) return;
  put(node, random.pick([key.slice(0, -1), `${key}s`, key.toLowerCase(), key.toUpperCase(), key.replace(/[A-Z]/, letter => `_${letter.toLowerCase()}`)]), node[key]);
  delete node[key];
}

/** What stands in another place of the object. */
function transplant({ node, path }: Spot, random: Random, { kind, spec }: any): void {
  const others = spotsIn(spec, []);
  if (others.length > 0) put(node, random.pick([...Object.keys(node), ...fieldsAt(kind, path)]), random.pick(others).node);
}

/** A little more or less of what is there. */
function nudge({ node }: Spot, random: Random): void {
  const key = random.pick(Object.keys(node).filter(each => typeof node[each] !== 'object'));
  const value = node[key];
  if (typeof value === 'number') put(node, key, random.pick([value + 1, value - 1, -value, value * 1000, value + 0.5, String(value)]));
  if (typeof value === 'boolean') put(node, key, random.pick<unknown>([!value, String(value)]));
  if (typeof value !== 'string') return;
  const at = Math.floor(random.next() * (value.length + 1));
  const piece = random.pick(['', '*', '.', '/', ' ', '-', '_', ':', '0', 'A', '{', '%', '(', ',', 'é']);
  put(node, key, value.slice(0, at) + piece + value.slice(at + (random.chance(0.5) ? 1 : 0)));
}

function put(node: any, key: string | undefined, value: unknown): void {
  if (key !== undefined && key !== '__proto__') node[key] = copy(value);
}

/** Some value that mostly suits a schema. */
function sample(schema: any, random: Random, depth: number): unknown {
  if (random.chance(0.05)) return random.pick(VALUES);
  if (schema.enum) return random.pick(schema.enum);
  if (schema.type === 'array') return [0, 1].slice(0, Math.floor(random.next() * 3)).map(() => sample(schema.items, random, depth + 1));
  if (schema.type === 'object' || schema.properties) return sampleObject(schema, random, depth);
  const type = schema.type === 'integer' ? 'number' : schema.type;
  return random.pick(VALUES.filter(value => typeof value === (type ?? 'string')));
}

function sampleObject({ properties = {}, required = [], additionalProperties }: any, random: Random, depth: number): object {
  const fields = Object.keys(properties).filter(field => required.includes(field) ? random.chance(0.9) : random.chance(depth > 2 ? 0.1 : 0.3));
  const others = additionalProperties ? [random.pick(['a', '80', 'b-c', '*', ''])] : [];
  return Object.fromEntries([...fields, ...others].map(field => [field, sample(properties[field] ?? additionalProperties, random, depth + 1)]));
}

function spotsIn(node: any, path: string[]): Spot[] {
  if (typeof node !== 'object' || node === null) return [];
  return [{ node, path }, ...Object.keys(node).flatMap(key => spotsIn(node[key], [...path, key]))];
}

function fieldsAt(kind: string, path: string[]): string[] {
  return Object.keys(schemaAt(kind, path)?.properties ?? {});
}

function schemaAt(kind: string, path: string[]): SchemaNode | undefined {
  const top: SchemaNode = { properties: { metadata: METADATA, ...schemaOf(kind)?.schema.properties } };
  return path.reduce<SchemaNode | undefined>(child, top);
}

function child(schema: SchemaNode | undefined, key: string): SchemaNode | undefined {
  return schema?.properties?.[key] ?? schema?.items ?? schema?.additionalProperties as SchemaNode | undefined;
}

/** The names of all fields, wherever they stand. */
function fieldsOf(schema: any): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inside = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return [...new Set([...Object.keys(schema.properties ?? {}), ...inside.flatMap(fieldsOf)])];
}

function copy(value: any): any {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
