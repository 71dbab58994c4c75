import { mapOf } from '../../model/read';
import { isFinalStatus } from '../http-status';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const GRPC = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
];

export const badFault: Rule = {
  id: 'virtual-service/bad-fault',
  severity: 'error',
  summary: 'a fault cannot be injected as it is written',
  why: 'istiod refuses a fault without abort and delay, with a share outside 0 to 100 percent, with a status that does not exist, or of a kind that it has not made yet; and the proxy refuses all routes beside one with status 600',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], fault: { abort: { httpStatus: 50, percentage: { value: 10 } } } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('fault'), function * ({ fault }) {
    if (!fault) return;
    const { abort, delay } = fault;
    if (!abort && !delay) yield { field: '.fault', problem: 'the fault has neither abort nor delay', fix: 'add one of them, or take fault out' };
    yield* wrongShare('abort', abort);
    yield* wrongShare('delay', delay);
    yield* wrongAbort(mapOf(abort));
    if (mapOf(delay).exponentialDelay !== undefined) yield { field: '.fault.delay.exponentialDelay', problem: 'exponentialDelay is set, which Istio does not support', fix: 'use fixedDelay' };
  }),
};

function * wrongShare(name: string, fault: unknown): Iterable<Wrong> {
  const { value } = mapOf(mapOf(fault).percentage);
  if (typeof value !== 'number' || value === 0 || (value >= 0.0001 && value <= 100)) return;
  yield { field: `.fault.${name}.percentage.value`, problem: `the share is ${value} percent, not 0 nor one from 0.0001 to 100`, fix: 'write a percentage: 10 is every tenth request' };
}

function * wrongAbort({ httpStatus, grpcStatus, http2Error }: any): Iterable<Wrong> {
  if (typeof httpStatus === 'number' && !isFinalStatus(httpStatus)) {
    yield { field: '.fault.abort.httpStatus', problem: `the status is ${httpStatus}, not one from 200 to 599`, fix: 'write the HTTP status to answer with' };
  }
  if (typeof grpcStatus === 'string' && !GRPC.includes(grpcStatus)) {
    yield { field: '.fault.abort.grpcStatus', problem: `gRPC has no status "${grpcStatus}"`, fix: `write the name of one: ${GRPC.join(', ')}` };
  }
  if (http2Error !== undefined) yield { field: '.fault.abort.http2Error', problem: 'http2Error is set, which Istio does not support', fix: 'use httpStatus or grpcStatus' };
}
