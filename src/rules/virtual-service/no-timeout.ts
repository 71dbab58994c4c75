import { isInherited } from '../inherited-settings';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const noTimeout: Rule = {
  id: 'virtual-service/no-timeout',
  severity: 'advice',
  summary: 'a route has no timeout',
  why: 'Istio has no timeout for HTTP requests unless a route says one: a request may wait for ever',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ timeout: 5s, route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).http, function * ({ route, timeout }, { object }) {
    if (route && !timeout && !isInherited(mesh, object, 'timeout')) yield { field: '', problem: 'the route has no timeout', fix: 'write a timeout that fits the slowest answer that is still of use' };
  }),
};
