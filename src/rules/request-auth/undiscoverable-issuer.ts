import { jwtRules } from '../jwt-parts';
import { hasLost } from '../lost-fields';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

/** `PATCH_ME`, say: a base whose overlays put the issuer in. */
const TO_REPLACE = /^[A-Z0-9]+(_[A-Z0-9]+)+$/;

export const undiscoverableIssuer: Rule = {
  id: 'request-auth/undiscoverable-issuer',
  severity: 'error',
  summary: 'a JWT rule has no keys, and its issuer is no URL to ask for them',
  why: 'without jwks and jwksUri istiod asks ISSUER/.well-known/openid-configuration for the keys; where that is no URL it finds none, and every token of the issuer is refused with HTTP 401',
  sameAs: [],
  bad: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: robot@example.com }] }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }
`,
  good: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: robot@example.com, jwksUri: https://example.com/keys }] }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }
`,
  check: mesh => findingsOf(jwtRules(mesh), function * ({ issuer, jwksUri, jwks }, { object, field }) {
    if (!issuer || jwksUri || jwks || /^https?:\/\//i.test(issuer) || TO_REPLACE.test(issuer) || hasLost(object, field)) return;
    yield { field: '.issuer', problem: `the issuer is "${issuer}", which is no URL, and there is no jwksUri`, fix: 'add jwksUri with the address of the keys, or jwks with the keys themselves' };
  }),
};
