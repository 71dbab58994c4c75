import { isInherited } from '../inherited-settings';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const defaultRetries: Rule = {
  id: 'virtual-service/default-retries',
  severity: 'advice',
  summary: 'a route says nothing of retries, so requests are retried twice',
  why: 'without retries Istio retries twice on connect-failure, refused-stream, unavailable and cancelled, but not on an HTTP 503; attempts: 0 turns it off',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ retries: { attempts: 0 }, route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).http, function * ({ route, retries }, { object }) {
    if (route && !retries && !isInherited(mesh, object, 'retries')) yield { field: '', problem: 'the route has no retries of its own', fix: 'write retries, with attempts: 0 for none' };
  }),
};
