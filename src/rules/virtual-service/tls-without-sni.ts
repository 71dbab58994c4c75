import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const tlsWithoutSni: Rule = {
  id: 'virtual-service/tls-without-sni',
  severity: 'error',
  summary: 'a TLS rule matches no server name',
  why: 'TLS rules choose by the server name that the client asks for: istiod refuses one without a match, and a match without sniHosts',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [public], tls: [{ match: [{ port: 443, sniHosts: [] }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [public], tls: [{ match: [{ port: 443, sniHosts: [shop.example.com] }], route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    const { tls, tlsMatches } = networkingParts(mesh);
    const fix = 'add sniHosts with the names that clients ask for; for any of the hosts repeat them';
    // Where the field is left out altogether the schema is broken.
    yield* findingsOf(tls, function * ({ match }) {
      if (match !== undefined && listOf(match).length === 0) yield { field: '.match', problem: 'the list of matches is empty', fix };
    });
    yield* findingsOf(tlsMatches, function * ({ sniHosts }) {
      if (sniHosts !== undefined && listOf(sniHosts).length === 0) yield { field: '.sniHosts', problem: 'the list of server names is empty', fix };
    });
  },
};
