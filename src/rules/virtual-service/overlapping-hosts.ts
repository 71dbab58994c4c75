import { HostIndex } from '../../model/host-index';
import { listOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const overlappingHosts: Rule = {
  id: 'virtual-service/overlapping-hosts',
  severity: 'error',
  summary: 'two hosts of a VirtualService are the same, or one is under the other',
  why: 'istiod refuses a VirtualService with two hosts that some name matches both of',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: ["*.example.com", shop.example.com], gateways: [public], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: ["*.example.com", shop.example.org], gateways: [public], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).virtualServices, function * ({ hosts }) {
    if (listOf(hosts).length < 2) return;
    const earlier = new HostIndex<string>();
    for (const [i, host] of textsOf(hosts).entries()) {
      const [other] = earlier.overlapping(host);
      if (other !== undefined) yield { field: `.hosts[${i}]`, problem: other === host ? `the host "${host}" is listed twice` : `the host "${host}" overlaps "${other}"`, fix: 'keep one of them, or write a VirtualService for each' };
      earlier.add(host, host);
    }
  }),
};
