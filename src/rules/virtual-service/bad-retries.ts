import { textOf } from '../../model/read';
import { isKnownStatus } from '../http-status';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed, Wrong } from '../parts';
import { Rule } from '../rule';

const REASONS = [
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes', 'retriable-headers',
  'envoy-ratelimited', 'http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable',
];

export const badRetries: Rule = {
  id: 'virtual-service/bad-retries',
  severity: 'error',
  summary: 'a retry policy is not one',
  why: 'istiod refuses attempts below 0, a retry policy whose attempts are 0 or left out and that says more, and a retryOn that is neither a known reason nor a status, blanks included',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], timeout: 10s, retries: { attempts: 2, perTryTimeout: 2s, retryOn: "5xx, reset" } }] }
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ match: [{ method: { exact: GET } }], route: [{ destination: { host: cart } }], timeout: 10s, retries: { attempts: 2, perTryTimeout: 2s, retryOn: "5xx,reset" } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('retries'), function * ({ retries }) {
    if (retries) yield* wrongs(retries);
  }),
};

function * wrongs(retries: any): Iterable<Wrong> {
  const { attempts = 0, retryOn } = retries;
  if (attempts < 0) yield { field: '.retries.attempts', problem: `attempts is ${attempts}`, fix: 'write how often to try again, 0 for never' };
  const more = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].filter(field => ![undefined, null, ''].includes(retries[field]));
  if (attempts === 0 && more.length) {
    const left = retries.attempts === undefined ? 'attempts is left out, which is 0' : 'attempts is 0';
    yield { field: '.retries.attempts', problem: `${left}, and ${listed(more)} ${more.length === 1 ? 'is' : 'are'} set`, fix: 'set attempts to how often to try again, or take the rest out' };
  }
  for (const reason of textOf(retryOn) === '' ? [] : retryOn.split(',')) {
    if (REASONS.includes(reason) || isKnownStatus(reason)) continue;
    const trimmed = reason.trim();
    const blank = trimmed !== reason && REASONS.includes(trimmed);
    yield {
      field: '.retries.retryOn',
      problem: blank ? `retryOn has a blank beside ${trimmed}` : `retryOn has ${JSON.stringify(reason)}, which is no reason to try again`,
      fix: blank ? 'write the reasons with a comma and nothing else between' : `write HTTP statuses, or reasons: ${REASONS.join(', ')}`,
    };
  }
}
