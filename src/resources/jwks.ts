import { quoted, UsageError } from '../core/errors';

interface Key {
  readonly [field: string]: unknown;
}

/** What a public key of each type consists of. */
const PUBLIC: { [type: string]: string[] } = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] };
/** Fields that only a private or shared key has. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** A JSON Web Key Set with public keys, and nothing else: it ends up readable in a cluster. No message shows a key. */
export function requirePublicJwks(where: string, jwks: string): void {
  const keys = keysOf(where, jwks);
  keys.forEach((key, i) => requirePublicKey(where, key, `key ${i + 1}${typeof key.kid === 'string' ? ` (${quoted(key.kid)})` : ''}`));
}

function keysOf(where: string, jwks: string): Key[] {
  let parsed: any;
  try {
    parsed = JSON.parse(jwks);
  } catch (error) {
    throw new UsageError(where, `jwks is not JSON: ${(error as SyntaxError).name} in ${jwks.length} characters`, 'use the text that the issuer serves, {"keys": [ … ]}');
  }
  const keys = parsed?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.some(key => key === null || typeof key !== 'object')) {
    throw new UsageError(where, 'jwks has no list of keys', 'use the text that the issuer serves, {"keys": [ … ]}');
  }
  return keys;
}

function requirePublicKey(where: string, key: Key, name: string): void {
  const secret = PRIVATE.find(field => field in key);
  if (secret !== undefined || key.kty === 'oct') {
    throw new UsageError(where, `${name} of jwks is ${key.kty === 'oct' ? 'a shared secret' : `private: it has ${quoted(secret)}`}`, 'leave the private part out, replace the key, since it was written down, and give public keys only');
  }
  const fields = typeof key.kty === 'string' && Object.hasOwn(PUBLIC, key.kty) ? PUBLIC[key.kty] : undefined;
  if (!fields) throw new UsageError(where, `${name} of jwks has the type ${quoted(key.kty)}`, 'use a key of type "RSA", "EC" or "OKP"');
  const missing = fields.find(field => typeof key[field] !== 'string');
  if (missing) throw new UsageError(where, `${name} of jwks has no ${quoted(missing)}`, `give ${fields.map(quoted).join(', ')}`);
}
