import { jwtRules } from '../jwt-parts';
import { hasLost } from '../lost-fields';
import { findingsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';

export const noIssuer: Rule = {
  id: 'request-auth/no-issuer',
  severity: 'error',
  summary: 'a JWT rule says neither who issues tokens nor where the keys are',
  why: 'Istio refuses a RequestAuthentication with a JWT rule that has neither issuer nor jwksUri',
  sameAs: ['IST0106'],
  bad: `
kind: RequestAuthentication
spec: { jwtRules: [{ audiences: [shop] }] }
`,
  good: `
kind: RequestAuthentication
spec: { jwtRules: [{ issuer: https://id.example.com, audiences: [shop] }] }
`,
  check: mesh => findingsOf(jwtRules(mesh), wrongs),
};

function * wrongs({ issuer, jwksUri, jwks_uri: oldSpelling }: any, { object, field }: Part): Iterable<Wrong> {
  // Of an empty text the schema says so.
  if ([issuer, jwksUri, oldSpelling].every(each => each === undefined) && !hasLost(object, field)) yield { field: '', problem: 'the JWT rule has neither issuer nor jwksUri', fix: 'name the issuer as tokens have it in their claim iss' };
}
