import { textsOf } from '../../model/read';
import { isAddress } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const ipSniHost: Rule = {
  id: 'virtual-service/ip-sni-host',
  severity: 'warning',
  summary: 'a TLS match waits for an IP address as server name',
  why: 'clients name hosts in TLS, not addresses: what is asked for by address comes without a server name and does not match',
  sameAs: ['IST0133'],
  bad: `
kind: VirtualService
spec: { hosts: [192.0.2.10], tls: [{ match: [{ port: 443, sniHosts: [192.0.2.10] }], route: [{ destination: { host: db.example.com } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [db.example.com], tls: [{ match: [{ port: 443, sniHosts: [db.example.com] }], route: [{ destination: { host: db.example.com } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).tlsMatches, function * ({ sniHosts }) {
    for (const [i, host] of textsOf(sniHosts).entries()) {
      if (isAddress(host)) yield { field: `.sniHosts[${i}]`, problem: `the server name is the address ${host}`, fix: 'name a host; for an address write a tcp rule, and give the port of the service the protocol TCP' };
    }
  }),
};
