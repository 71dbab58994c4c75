import { mapOf } from '../../model/read';
import { bodySize } from '../body-size';
import { isFinalStatus } from '../http-status';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

const MEGABYTE = 1024 * 1024;

export const badDirectResponse: Rule = {
  id: 'virtual-service/bad-direct-response',
  severity: 'error',
  summary: 'a direct response cannot be sent',
  why: 'istiod refuses a status outside 200 to 600 and a body of more than 1 MB, and the proxy refuses all routes beside one with status 600',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ directResponse: { status: 42 } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ directResponse: { status: 503, body: { string: "closed" } } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('directResponse'), function * ({ directResponse }) {
    const { status, body } = mapOf(directResponse);
    if (typeof status === 'number' && !isFinalStatus(status)) {
      yield { field: '.directResponse.status', problem: `the status is ${status}, not one from 200 to 599`, fix: 'write the HTTP status to answer with' };
    }
    const size = bodySize(body);
    if (size > MEGABYTE) yield { field: '.directResponse.body', problem: `the body has ${size} bytes, more than 1 MB`, fix: 'serve it from a workload' };
  }),
};
