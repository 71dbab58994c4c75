import { listOf, mapOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed } from '../parts';
import { isRoutingClaim } from '../routing-claims';
import { Rule } from '../rule';

export const jwtClaimOnMesh: Rule = {
  id: 'virtual-service/jwt-claim-on-mesh',
  severity: 'error',
  summary: 'a VirtualService for the mesh matches claims of tokens',
  why: 'only gateways route by claims of a token, and istiod refuses such a match where gateways is left out or names mesh, in delegates too',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [istio-ingress/public], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * (match, { object }) {
    const gateways = textsOf(object.spec.gateways);
    if (gateways.length > 0 && !gateways.includes('mesh')) return;
    for (const list of ['headers', 'withoutHeaders']) {
      for (const name of Object.keys(mapOf(match[list]))) {
        if (isRoutingClaim(name)) {
          yield {
            field: `.${list}[${JSON.stringify(name)}]`,
            problem: `"${name}" is matched, and ${boundTo(object.spec)}`,
            fix: 'write the rule into a VirtualService that is bound to gateways only',
          };
        }
      }
    }
  }),
};

function boundTo({ hosts, gateways }: any): string {
  if (listOf(hosts).length === 0) return 'a delegate, which has no hosts, names no gateways of its own';
  return listOf(gateways).length > 0 ? `gateways are ${listed(textsOf(gateways))}` : 'gateways is left out, which is the mesh';
}
