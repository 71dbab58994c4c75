import { listOf, mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

/** Conditions that may hold after the server has begun its work. */
const AFTER_WORK = /^(5xx|gateway-error|reset|retriable-4xx|retriable-status-codes|retriable-headers|envoy-ratelimited|internal|deadline-exceeded|[45]\d\d)$/;
const WRITES = ['POST', 'PATCH'];

export const retryRepeatsWrites: Rule = {
  id: 'virtual-service/retry-repeats-writes',
  severity: 'advice',
  summary: 'requests that may write are retried after the server may have begun',
  why: 'Istio retries whatever the method is; after an answer with an error or a lost connection the first request may have been done already',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ retries: { attempts: 3, retryOn: 5xx }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ method: { exact: GET } }], retries: { attempts: 3, retryOn: 5xx }, route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('retries'), function * ({ match, retries }) {
    const { attempts, retryOn } = mapOf(retries);
    const risky = textOf(retryOn).split(',').map(each => each.trim()).filter(each => AFTER_WORK.test(each));
    if (!(attempts > 0) || risky.length === 0) return;
    const methods = listOf(match).map(each => mapOf(mapOf(each).method));
    if (methods.length > 0 && methods.every(({ exact }) => exact && !WRITES.includes(exact))) return;
    yield { field: '.retries.retryOn', problem: `POST and PATCH are retried on ${risky.join(', ')} too`, fix: 'retry only what may be repeated: a rule for GET with these retries, and one with attempts: 0 or connect-failure,refused-stream for the rest' };
  }),
};
