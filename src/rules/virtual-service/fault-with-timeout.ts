import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const faultWithTimeout: Rule = {
  id: 'virtual-service/fault-with-timeout',
  severity: 'advice',
  summary: 'a rule injects faults and has a timeout or retries',
  why: 'faults are injected before a request is routed, and timeout and retries begin after that: a delay does not use up the timeout, and an abort is not retried',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ fault: { delay: { fixedDelay: 5s, percentage: { value: 10 } } }, timeout: 2s, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ fault: { delay: { fixedDelay: 5s, percentage: { value: 10 } } }, route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('fault'), function * ({ fault, timeout, retries }) {
    if (!fault || (!timeout && !retries?.attempts)) return;
    const beside = timeout ? `timeout ${timeout}` : 'retries';
    yield { field: '.fault', problem: `the faults of this rule do not try out its ${beside}`, fix: 'inject the fault in the rules of the service that is called from there, to see how its callers bear it' };
  }),
};
