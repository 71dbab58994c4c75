import { textsOf } from '../../model/read';
import { isAddressOrBlock } from '../names';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const badSubnet: Rule = {
  id: 'virtual-service/bad-subnet',
  severity: 'error',
  summary: 'a destination subnet is no address and no block of them',
  why: 'istiod refuses a destinationSubnets entry that is neither an IP address nor a block in CIDR form',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [db], tcp: [{ match: [{ destinationSubnets: [10.1.*] }], route: [{ destination: { host: db } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [db], tcp: [{ match: [{ destinationSubnets: [10.1.0.0/16] }], route: [{ destination: { host: db } }] }] }
`,
  check: mesh => {
    const { tlsMatches, tcpMatches } = networkingParts(mesh);
    return findingsOf([...tlsMatches, ...tcpMatches], function * ({ destinationSubnets }) {
      for (const [i, subnet] of textsOf(destinationSubnets).entries()) {
        if (!isAddressOrBlock(subnet)) yield { field: `.destinationSubnets[${i}]`, problem: `"${subnet}" is no IP address and no block of them`, fix: 'write an address, or a block such as 10.1.0.0/16' };
      }
    });
  },
};
