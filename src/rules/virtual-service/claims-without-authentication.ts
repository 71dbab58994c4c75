import { Mesh } from '../../model/mesh';
import { mapOf } from '../../model/read';
import { VirtualServiceView } from '../../model/virtual-services';
import { isRoutingClaim } from '../routing-claims';
import { Rule } from '../rule';

export const claimsWithoutAuthentication: Rule = {
  id: 'virtual-service/claims-without-authentication',
  severity: 'error',
  summary: 'a gateway routes by claims of a token that nothing checks there',
  why: 'claims come from a RequestAuthentication for the gateway\'s pods; without one there are none: a match of headers with a claim never holds, and one of withoutHeaders always does',
  sameAs: ['IST0149'],
  bad: `
kind: Pod
metadata: { name: gateway, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: admin } } }], route: [{ destination: { host: admin } }] }] }
`,
  good: `
kind: Pod
metadata: { name: gateway, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: RequestAuthentication
metadata: { name: ingress }
spec: { selector: { matchLabels: { istio: ingress } }, jwtRules: [{ issuer: "https://idp.example.com", jwksUri: "https://idp.example.com/keys" }] }
---
kind: AuthorizationPolicy
metadata: { name: ingress }
spec: { selector: { matchLabels: { istio: ingress } }, rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }
---
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: admin } } }], route: [{ destination: { host: admin } }] }] }
`,
  * check(mesh) {
    if (mesh.gateways.all.length === 0) return;
    for (const view of mesh.virtualServices.all) {
      const block = view.http.flatMap(({ blocks }) => blocks).find(({ match }) => claimIn(match) !== undefined);
      const unchecked = block && uncheckedGateway(mesh, view);
      if (!unchecked) continue;
      yield {
        at: block.from,
        field: block.field,
        and: mesh.gateways.find(unchecked).map(({ object }) => ({ object, field: 'spec.selector' })),
        problem: `"${claimIn(block.match)}" is matched, and no RequestAuthentication is for the pods of Gateway ${unchecked}`,
        fix: 'write a RequestAuthentication whose selector has the labels of the gateway\'s pods, in their namespace',
      };
    }
  },
};

function claimIn({ headers, withoutHeaders }: any): string | undefined {
  return [headers, withoutHeaders].flatMap(map => Object.keys(mapOf(map))).find(isRoutingClaim);
}

/** A Gateway whose pods are known, none of them with a RequestAuthentication. */
function uncheckedGateway(mesh: Mesh, { gateways }: VirtualServiceView): string | undefined {
  return gateways.map(({ key }) => key).find(key => {
    const pods = mesh.gateways.find(key).flatMap(gateway => mesh.gateways.workloadsOf(gateway));
    return pods.length > 0 && pods.every(pod => mesh.policies.requestAuthentication(pod).length === 0);
  });
}
