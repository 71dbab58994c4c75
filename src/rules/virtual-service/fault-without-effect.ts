import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const faultWithoutEffect: Rule = {
  id: 'virtual-service/fault-without-effect',
  severity: 'warning',
  summary: 'a fault does not say what is to happen',
  why: 'Istio leaves out an abort without a status and a delay without a length, so no request is disturbed',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], fault: { abort: { percentage: { value: 10 } } } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('fault'), function * ({ fault }) {
    const { abort, delay } = mapOf(fault);
    if (abort && [abort.httpStatus, abort.grpcStatus, abort.http2Error].every(each => each === undefined)) {
      yield { field: '.fault.abort', problem: 'the abort has no status', fix: 'add httpStatus or grpcStatus' };
    }
    if (delay && delay.fixedDelay === undefined && delay.exponentialDelay === undefined) {
      yield { field: '.fault.delay', problem: 'the delay has no length', fix: 'add fixedDelay' };
    }
  }),
};
