import { isTls, parseProtocol } from '../../model/protocol';
import { listOf, textOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf } from '../parts';
import { Rule } from '../rule';

export const hostsShareAddress: Rule = {
  id: 'service-entry/hosts-share-address',
  severity: 'advice',
  summary: 'several hosts that are looked up share addresses and a TLS port',
  why: 'at one address only the server name in TLS tells the hosts apart: a client that sends none reaches none of them, and Istio warns of it',
  sameAs: ['IST0133'],
  bad: `
kind: ServiceEntry
spec:
  hosts: [a.example.com, b.example.com]
  addresses: [192.0.2.10]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: DNS
  location: MESH_EXTERNAL
`,
  good: `
kind: ServiceEntry
spec: { hosts: [a.example.com, b.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ hosts, addresses, resolution }, entry) {
    if (!['DNS', 'DNS_ROUND_ROBIN'].includes(resolution) || listOf(addresses).length === 0 || textsOf(hosts).length < 2) return;
    if (!itemsOf(entry, 'ports').some(({ value }) => isTls(parseProtocol(textOf(value.protocol))))) return;
    yield { field: '.addresses', problem: `${textsOf(hosts).length} hosts have the addresses ${textsOf(addresses).join(', ')} in common`, fix: 'take addresses out, or write an entry for each host' };
  }),
};
