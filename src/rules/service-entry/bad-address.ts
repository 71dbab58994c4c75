import { textsOf } from '../../model/read';
import { isAddressOrBlock } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const badAddress: Rule = {
  id: 'service-entry/bad-address',
  severity: 'error',
  summary: 'an address of a ServiceEntry is none',
  why: 'addresses are what clients connect to: istiod refuses everything but IP addresses and blocks of them in CIDR form',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.example.com], addresses: [db.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.example.com], addresses: [192.0.2.10], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ addresses }) {
    for (const [i, address] of textsOf(addresses).entries()) {
      if (!isAddressOrBlock(address)) yield { field: `.addresses[${i}]`, problem: `"${address}" is no IP address and no block of them`, fix: 'write an address, or a block such as 10.1.0.0/16; names belong in hosts or endpoints' };
    }
  }),
};
