import { textOf } from '../../model/read';
import { isPrivate, keysOf } from '../json-web-keys';
import { jwtRules } from '../jwt-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const privateJwks: Rule = {
  id: 'request-auth/private-jwks',
  severity: 'warning',
  summary: 'the keys of a JWT rule can sign tokens, not only verify them',
  why: 'public keys are enough to verify tokens, and whoever may read the RequestAuthentication or the configuration of a proxy can sign tokens with a private or symmetric one',
  sameAs: ['IST0133'],
  bad: `
kind: RequestAuthentication
spec: { jwtRules: [{ issuer: https://id.example.com, jwks: '{"keys":[{"kty":"RSA","e":"AQAB","n":"0vx7","d":"X4cT"}]}' }] }
`,
  good: `
kind: RequestAuthentication
spec: { jwtRules: [{ issuer: https://id.example.com, jwks: '{"keys":[{"kty":"RSA","e":"AQAB","n":"0vx7"}]}' }] }
`,
  check: mesh => findingsOf(jwtRules(mesh), wrongs),
};

function * wrongs(rule: any): Iterable<Wrong> {
  const jwks = textOf(rule.jwks);
  const keys = jwks === '' ? [] : keysOf(jwks);
  if (typeof keys === 'string') return;
  for (const [i, key] of keys.entries()) {
    if (!isPrivate(key)) continue;
    const isSymmetric = key.kty === 'oct';
    yield {
      field: '.jwks',
      problem: `key ${i}${key.kid ? `, ${key.kid},` : ''} is ${isSymmetric ? 'symmetric' : 'private'}`,
      fix: isSymmetric ? 'let the issuer sign with a pair of keys, RS256 or ES256, and write the public one: this key is known now' : 'leave only the public part, for RSA kty, kid, alg, n and e, and make a new key: this one is known now',
    };
  }
}
