import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const delegateBeyondHttp: Rule = {
  id: 'virtual-service/delegate-beyond-http',
  severity: 'error',
  summary: 'a VirtualService without hosts has gateways or TLS or TCP rules',
  why: 'without hosts it is a delegate, which takes hosts and gateways from the one that delegates to it and has HTTP rules only; istiod refuses anything else',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { gateways: [public], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [public], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).virtualServices, function * (spec) {
    if (listOf(spec.hosts).length > 0) return;
    const beyond = ['gateways', 'tls', 'tcp'].filter(list => listOf(spec[list]).length > 0);
    if (beyond.length) yield { field: `.${beyond[0]}`, problem: `there are no hosts, and there is ${beyond.join(' and ')}`, fix: `add hosts, or take ${beyond.join(' and ')} out to have a delegate` };
  }),
};
