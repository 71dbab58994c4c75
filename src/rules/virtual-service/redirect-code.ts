import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

const KNOWN = [301, 302, 303, 307, 308];

export const redirectCode: Rule = {
  id: 'virtual-service/redirect-code',
  severity: 'error',
  summary: 'a redirect has a code that no gateway or sidecar can send',
  why: 'Envoy knows five codes for redirects; with any other 3xx Istio sends it a route without an action, and it refuses the routes of all hosts on that port',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { exact: /old } }], redirect: { uri: /new, redirectCode: 305 } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { exact: /old } }], redirect: { uri: /new, redirectCode: 307 } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('redirect'), function * ({ redirect }) {
    const { redirectCode: code } = mapOf(redirect);
    // Istio refuses what is not 3xx; that is told elsewhere.
    if (code < 300 || code > 399 || code === undefined || KNOWN.includes(code)) return;
    yield { field: '.redirect.redirectCode', problem: `the code is ${code}`, fix: `use one of ${KNOWN.join(', ')}` };
  }),
};
