import { homeOf } from '../../model/hosts';
import { objectText } from '../../model/object';
import { selectorOf } from '../../model/policies';
import { accessPolicies, AccessRule, Attribute } from '../authorization';
import { listed } from '../parts';
import { Rule } from '../rule';
import { besides } from '../token-policies';

export const tokenWithoutRequestAuthentication: Rule = {
  id: 'authz/token-without-request-authentication',
  severity: 'warning',
  summary: 'a rule asks for a token, and no RequestAuthentication reads one for its workload',
  why: 'only a RequestAuthentication for the same workload makes the proxy read tokens; without one there is no request principal and no claim: conditions on them never match, and "not" ones always do',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }
---
kind: RequestAuthentication
metadata: { name: ratings }
spec: { selector: { matchLabels: { app: ratings } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
---
kind: AuthorizationPolicy
metadata: { name: ratings }
spec: { selector: { matchLabels: { app: ratings } }, rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }
---
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
`,
  * check(mesh) {
    const all = mesh.ofKind('security.istio.io', 'RequestAuthentication');
    for (const { object, rules } of accessPolicies(mesh)) {
      const token = tokenIn(rules);
      // Somebody who writes none at all leaves them to another repository.
      if (!token || (all.length === 0 && !mesh.namespaces.isWhole(homeOf(object))) || besides(mesh, object, 'RequestAuthentication').length > 0) continue;
      const near = all.filter(each => homeOf(each) === homeOf(object)).slice(0, 3);
      yield {
        at: object,
        field: token.field,
        and: near.map(each => ({ object: each, field: 'spec.selector' })),
        problem: `${token.name} is asked for, but no RequestAuthentication is for ${scopeText(selectorOf(object))}; there are: ${listed(all.slice(0, 5).map(objectText))}`,
        fix: 'add a RequestAuthentication with the same selector (JwtProtection writes both), or select the same pods in both',
      };
    }
  },
};

function tokenIn(rules: AccessRule[]): Attribute | undefined {
  for (const { attributes } of rules) for (const attribute of attributes) if (attribute.kind === 'token') return attribute;
  return undefined;
}

function scopeText(labels: { readonly [key: string]: string }): string {
  return Object.entries(labels).map(([key, value]) => `${key}: ${value}`).join(', ') || 'its namespace';
}
