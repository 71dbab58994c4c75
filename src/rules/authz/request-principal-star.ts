import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

export const requestPrincipalStar: Rule = {
  id: 'authz/request-principal-star',
  severity: 'advice',
  summary: 'a rule asks for any request principal',
  why: 'requestPrincipals: ["*"] asks for a token with both issuer and subject, so that valid tokens without the claim sub do not match',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ when: [{ key: "request.auth.claims[iss]", values: ["https://id.example.com"] }] }] }
`,
  * check(mesh) {
    for (const { object, field, value, not } of valuesOf(mesh, 'requestPrincipals', 'request.auth.principal')) {
      if (!value.includes('*')) continue;
      yield {
        at: object,
        field,
        problem: `a valid token without sub ${not ? 'matches here, as if there were none' : 'does not match'}`,
        fix: 'where tokens may be without sub, ask for the issuer: when: [{ key: "request.auth.claims[iss]", values: [...] }]',
      };
    }
  },
};
