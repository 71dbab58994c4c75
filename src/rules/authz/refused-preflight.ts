import { corsRoutes, policiesAt, refusedPreflight as refusal } from '../preflight';
import { Rule } from '../rule';

export const refusedPreflight: Rule = {
  id: 'authz/refused-preflight',
  severity: 'error',
  summary: 'policies at a gateway refuse the preflight requests of a route with CORS',
  why: 'a browser sends the OPTIONS request of CORS without a token, and the proxy authorizes it before its CORS filter can answer: the browser then sends no request at all',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec:
  hosts: [shop.example.com]
  gateways: [edge]
  http: [{ corsPolicy: { allowOrigins: [{ exact: https://www.example.com }] }, route: [{ destination: { host: shop.default.svc.cluster.local, port: { number: 80 } } }] }]
---
kind: RequestAuthentication
metadata: { namespace: istio-system }
spec: { selector: { matchLabels: { istio: ingressgateway } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
---
kind: AuthorizationPolicy
metadata: { namespace: istio-system }
spec: { selector: { matchLabels: { istio: ingressgateway } }, rules: [{ from: [{ source: { requestPrincipals: ["https://idp.example/*"] } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec:
  hosts: [shop.example.com]
  gateways: [edge]
  http: [{ corsPolicy: { allowOrigins: [{ exact: https://www.example.com }] }, route: [{ destination: { host: shop.default.svc.cluster.local, port: { number: 80 } } }] }]
---
kind: RequestAuthentication
metadata: { namespace: istio-system }
spec: { selector: { matchLabels: { istio: ingressgateway } }, jwtRules: [{ issuer: https://idp.example, jwksUri: https://idp.example/jwks }] }
---
kind: AuthorizationPolicy
metadata: { namespace: istio-system }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  rules: [{ from: [{ source: { requestPrincipals: ["https://idp.example/*"] } }] }, { to: [{ operation: { methods: [OPTIONS] } }] }]
`,
  * check(mesh) {
    for (const { gateway, place } of corsRoutes(mesh)) {
      const refused = refusal(policiesAt(mesh, gateway));
      if (!refused) continue;
      const { policy: { object, action }, attribute } = refused;
      yield {
        at: object,
        field: attribute.field,
        and: [place, { object: gateway.object }],
        problem: `${action} by ${attribute.name} refuses the OPTIONS requests that browsers send for the routes with CORS behind Gateway ${gateway.key}`,
        fix: action === 'DENY' ? 'leave them out: to: [{ operation: { notMethods: [OPTIONS] } }]' : 'allow them: add a rule with to: [{ operation: { methods: [OPTIONS] } }]',
      };
    }
  },
};
