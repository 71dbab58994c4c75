import { mapOf, textOf } from '../model/read';

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const NEEDED: { [type: string]: string[] } = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'], oct: ['k'] };
const ENCODED = ['n', 'e', 'x', 'y', 'k', 'd'];

/** The keys of a JWKS, or why it cannot be read. One key without a set is one too. */
export function keysOf(jwks: string): any[] | string {
  let set: unknown;
  try {
    set = JSON.parse(jwks);
  } catch {
    return 'it is not JSON';
  }
  if (typeof set !== 'object' || set === null || Array.isArray(set)) return 'it is not a JSON object';
  const keys = 'keys' in set ? set.keys ?? [] : [set];
  if (!Array.isArray(keys)) return 'keys is not a list';
  return keys.map(wrongKey).find(Boolean) ?? keys;
}

/** Whether a key is more than the public half. */
export function isPrivate(key: any): boolean {
  return key.kty === 'oct' || key.d !== undefined;
}

function wrongKey(key: unknown, i: number): string | undefined {
  const fields = mapOf(key);
  const needed = NEEDED[textOf(fields.kty)];
  if (!needed) return fields.kty === undefined ? `key ${i} has no kty` : `key ${i} has the kty ${JSON.stringify(fields.kty)}`;
  const missing = needed.filter(field => !textOf(fields[field]));
  if (missing.length > 0) return `key ${i} has no ${missing.join(', ')}`;
  const garbled = ENCODED.find(field => fields[field] !== undefined && !BASE64.test(textOf(fields[field])));
  return garbled && `key ${i} has a ${garbled} that is not base64`;
}
