import { listOf, mapOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed } from '../parts';
import { Rule } from '../rule';

const CLAIM = /^@request\.auth\.claims(\..+|\[.+\])$/i;

export const jwtClaimOnMesh: Rule = {
  id: 'virtual-service/jwt-claim-on-mesh',
  severity: 'error',
  summary: 'a VirtualService for the mesh matches claims of tokens',
  why: 'only gateways route by claims of a token, and istiod refuses such a match where gateways is left out or names mesh',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: beta } } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ headers: { group: { exact: beta } } }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * (match, { object }) {
    const gateways = textsOf(object.spec.gateways);
    if (listOf(object.spec.gateways).length > 0 && !gateways.includes('mesh')) return;
    for (const list of ['headers', 'withoutHeaders']) {
      for (const name of Object.keys(mapOf(match[list]))) {
        if (CLAIM.test(name)) {
          yield {
            field: `.${list}[${name}]`,
            problem: `"${name}" is matched, and gateways ${gateways.length ? `are ${listed(gateways)}` : 'is left out, which is the mesh'}`,
            fix: 'write the rule into a VirtualService that is bound to gateways only',
          };
        }
      }
    }
  }),
};
