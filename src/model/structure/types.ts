import { CheckNode } from './check-node';

export function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells whether a value has the type of a node that is neither an object nor a list. */
export function isScalar({ type }: CheckNode, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'int-or-string') return typeof value === 'string' || Number.isInteger(value);
  return typeof value === type;
}

/** Whether a field is there: null is no value. */
export function isPresent(value: { [key: string]: unknown }, name: string): boolean {
  return value[name] !== undefined && value[name] !== null;
}
