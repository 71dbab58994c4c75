import { textOf } from '../../model/read';
import { keysOf } from '../json-web-keys';
import { jwtRules } from '../jwt-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const badJwks: Rule = {
  id: 'request-auth/bad-jwks',
  severity: 'error',
  summary: 'the keys of a JWT rule cannot be read',
  why: 'Istio refuses a RequestAuthentication whose jwks is not a JSON Web Key Set',
  sameAs: ['IST0106'],
  bad: `
kind: RequestAuthentication
spec: { jwtRules: [{ issuer: https://id.example.com, jwks: https://id.example.com/keys }] }
`,
  good: `
kind: RequestAuthentication
spec: { jwtRules: [{ issuer: https://id.example.com, jwks: '{"keys":[{"kty":"RSA","kid":"a","e":"AQAB","n":"0vx7"}]}' }] }
`,
  check: mesh => findingsOf(jwtRules(mesh), wrongs),
};

function * wrongs(rule: any): Iterable<Wrong> {
  const jwks = textOf(rule.jwks);
  const keys = jwks === '' ? [] : keysOf(jwks);
  if (typeof keys !== 'string') return;
  yield { field: '.jwks', problem: `the jwks cannot be read: ${keys}`, fix: /^https?:/.test(jwks) ? `write jwksUri: ${jwks}` : 'write what the issuer has at its JWKS URI, as one text: {"keys": [...]}' };
}
