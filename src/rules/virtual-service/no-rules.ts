import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const noRules: Rule = {
  id: 'virtual-service/no-rules',
  severity: 'error',
  summary: 'a VirtualService has no rules',
  why: 'istiod refuses a VirtualService with none of http, tls and tcp',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).virtualServices, function * (spec) {
    if (['http', 'tls', 'tcp'].some(list => listOf(spec[list]).length > 0)) return;
    yield { field: '', problem: 'there is no rule in http, tls or tcp', fix: 'add http with a route, as HttpRoute.to() makes one' };
  }),
};
