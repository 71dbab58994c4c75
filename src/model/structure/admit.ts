import { CheckNode } from './check-node';
import { isObject, isScalar } from './types';

/** What the API server keeps of a value, and of that only what has the type of the schema. */
export function admitted(node: CheckNode, value: unknown): unknown {
  if (node.type === 'object') return node.fields || node.others ? fields(node, value as { [key: string]: unknown }) : value;
  if (node.type !== 'array' || !node.items) return value;
  const { items } = node;
  return (value as unknown[]).filter(item => hasType(items, item)).map(item => admitted(items, item));
}

/** A value without the fields that are null and must not be. */
export function withoutNulls(node: CheckNode, value: unknown): unknown {
  if (node.type === 'array' && node.items && Array.isArray(value)) return value.map(item => withoutNulls(node.items!, item));
  if (node.type !== 'object' || !isObject(value)) return value;
  const kept: { [key: string]: unknown } = {};
  for (const key of Object.keys(value)) {
    const child = node.fields?.get(key) ?? node.others;
    if (child && value[key] === null && !child.nullable) continue;
    set(kept, key, child ? withoutNulls(child, value[key]) : value[key]);
  }
  return kept;
}

function fields(node: CheckNode, value: { [key: string]: unknown }): object {
  const kept: { [key: string]: unknown } = {};
  for (const key of Object.keys(value)) {
    const child = node.fields?.get(key) ?? node.others;
    if (child ? !hasType(child, value[key]) : !node.open) continue;
    set(kept, key, child ? admitted(child, value[key]) : value[key]);
  }
  return kept;
}

/** A key of somebody's YAML may be `__proto__`, which is then a key like any other. */
function set(object: { [key: string]: unknown }, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** Null is no value, also where a schema lets it pass. */
function hasType(node: CheckNode, value: unknown): boolean {
  if (node.type === 'any') return true;
  if (node.type === 'object') return isObject(value);
  return node.type === 'array' ? Array.isArray(value) : isScalar(node, value);
}
