import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { selectorOf, targetRefs } from '../../model/policies';
import { listOf, mapOf } from '../../model/read';
import { accessPolicyOf } from '../authorization';
import { perMesh } from '../per-mesh';
import { gatewaysWith, reachOf } from '../policy-reach';
import { Rule } from '../rule';
import { besides } from '../token-policies';
import { withoutHttp } from '../without-http';

export const optionalToken: Rule = {
  id: 'request-auth/optional-token',
  severity: 'warning',
  summary: 'tokens are checked, but no policy asks for one',
  why: 'a RequestAuthentication refuses bad tokens only: a request without any token passes, unless an AuthorizationPolicy asks for a request principal or a claim',
  sameAs: [],
  bad: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
`,
  good: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
---
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
`,
  * check(mesh) {
    const policies = accessPolicyOf(mesh);
    for (const object of mesh.ofKind('security.istio.io', 'RequestAuthentication')) {
      if (listOf(object.spec.jwtRules).length === 0 || !isForOurs(mesh, object)) continue;
      const near = besides(mesh, object, 'AuthorizationPolicy').map(each => policies.get(each)!);
      // Whatever restricts access at all was thought about: CUSTOM and ALLOW decide who gets in without a token.
      if (near.some(({ action, rules }) => action === 'CUSTOM' || action === 'ALLOW' || rules.some(rule => rule.attributes.some(({ kind }) => kind === 'token')))) continue;
      yield {
        at: object,
        field: 'spec.jwtRules',
        problem: `requests without a token pass: no AuthorizationPolicy for the same ${targetRefs(object).length > 0 ? 'target' : 'pods'} asks for a token`,
        fix: 'add an AuthorizationPolicy with action DENY and from: [{ source: { notRequestPrincipals: ["*"] } }], as JwtProtection writes it',
      };
    }
  },
};

/** Whoever writes tokens only, and not what they protect, leaves the policies to the same others. Where there are no requests, nobody can ask for a token. */
function isForOurs(mesh: Mesh, object: MeshObject): boolean {
  if (withoutHttp(mesh, object).length > 0) return false;
  return reachOf(mesh, object).length > 0 || hasTarget(mesh, object) || (gatewaysWith(mesh, selectorOf(object)).length > 0 && !routesByClaims(mesh));
}

/** A Service behind a waypoint, or a Gateway of the Gateway API, that is written here. */
function hasTarget(mesh: Mesh, object: MeshObject): boolean {
  const { namespace } = object;
  return targetRefs(object).some(({ group, kind, name }) => mesh.find({ group, kind, namespace, name }).length > 0);
}

/** A gateway may check tokens to route by what they claim, and let the others go elsewhere. */
const routesByClaims = perMesh((mesh: Mesh): boolean => mesh.virtualServices.all.some(({ http }) => http.some(({ blocks }) => blocks.some(({ match }) => {
  return Object.keys({ ...mapOf(match.headers), ...mapOf(match.withoutHeaders) }).some(name => name.startsWith('@request.auth.claims'));
}))));
