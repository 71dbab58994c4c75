import { isHttp, isTls, parseProtocol } from '../../model/protocol';
import { textOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf } from '../parts';
import { Rule } from '../rule';

export const severalHostsOnTcp: Rule = {
  id: 'service-entry/several-hosts-on-tcp',
  severity: 'error',
  summary: 'several hosts share a port whose protocol does not tell them apart',
  why: 'only HTTP and TLS carry the name of the host; for other protocols, unset ones included, istiod refuses more than one host unless resolution is NONE',
  sameAs: ['IST0106', 'IST0133'],
  bad: `
kind: ServiceEntry
spec:
  hosts: [db-1.example.com, db-2.example.com]
  addresses: [192.0.2.10]
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
  resolution: DNS
  location: MESH_EXTERNAL
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db-1.example.com], addresses: [192.0.2.10], ports: [{ number: 5432, name: tcp, protocol: TCP }], resolution: DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ hosts, resolution = 'NONE' }, entry) {
    if (resolution === 'NONE' || textsOf(hosts).length < 2) return;
    for (const [i, { value }] of itemsOf(entry, 'ports').entries()) {
      const protocol = parseProtocol(textOf(value.protocol));
      if (isHttp(protocol) || isTls(protocol)) continue;
      yield {
        field: `.ports[${i}].protocol`,
        problem: `there are ${textsOf(hosts).length} hosts, and the protocol of port ${value.number} is ${textOf(value.protocol) || 'left out'}`,
        fix: 'write an entry with an address of its own for each host, or the protocol HTTP or TLS where it is one',
      };
      return;
    }
  }),
};
