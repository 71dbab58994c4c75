import { valuesOf } from '../authz-parts';
import { isAddressOrBlock } from '../names';
import { Rule } from '../rule';

const ADDRESSES = ['ipBlocks', 'remoteIpBlocks', 'source.ip', 'remote.ip', 'destination.ip'];

export const badIpBlock: Rule = {
  id: 'authz/bad-ip-block',
  severity: 'error',
  summary: 'an address of a rule is none',
  why: 'Istio refuses an AuthorizationPolicy with addresses that are neither an IP address nor a block such as 10.0.0.0/8',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { ipBlocks: [10.0.0.*] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { ipBlocks: [10.0.0.0/24, 10.0.1.7] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of valuesOf(mesh, ...ADDRESSES)) {
      for (const [i, block] of value.entries()) {
        if (block === '' || isAddressOrBlock(block)) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `"${block}" is neither an IP address nor a block`, fix: 'write an address, such as 10.0.1.7, or a block, such as 10.0.0.0/24 or 2001:db8::/32' };
      }
    }
  },
};
