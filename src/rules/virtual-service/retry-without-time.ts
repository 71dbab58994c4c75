import { mapOf } from '../../model/read';
import { nanoseconds } from '../durations';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const retryWithoutTime: Rule = {
  id: 'virtual-service/retry-without-time',
  severity: 'warning',
  summary: 'one try may take as long as all tries together',
  why: 'timeout is for the first try and all retries together; where perTryTimeout is not shorter, no time is left to retry after a try that was too slow',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ timeout: 2s, retries: { attempts: 3, perTryTimeout: 2s }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ timeout: 8s, retries: { attempts: 3, perTryTimeout: 2s }, route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('retries'), function * ({ timeout, retries }) {
    const { attempts, perTryTimeout } = mapOf(retries);
    const [all, one] = [timeout, perTryTimeout].map(text => nanoseconds(String(text)));
    // A timeout of 0s is refused, and told of elsewhere.
    if (!(attempts > 0) || !all || one === undefined || one < all) return;
    yield { field: '.retries.perTryTimeout', problem: `perTryTimeout is ${perTryTimeout} and timeout is ${timeout}`, fix: `make perTryTimeout shorter: ${attempts + 1} tries of it should fit into the timeout` };
  }),
};
