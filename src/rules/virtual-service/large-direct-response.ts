import { mapOf } from '../../model/read';
import { bodySize } from '../body-size';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

const KILOBYTE = 1024;

export const largeDirectResponse: Rule = {
  id: 'virtual-service/large-direct-response',
  severity: 'warning',
  summary: 'a direct response has a large body',
  why: 'the body is part of the routes that istiod sends to every proxy which uses them, again with each change of theirs; above 100 KB it warns of that',
  sameAs: ['IST0133'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ directResponse: { status: 503, body: { string: "${'sorry '.repeat(18000)}" } } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ directResponse: { status: 503, body: { string: "sorry" } } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('directResponse'), function * ({ directResponse }) {
    const size = bodySize(mapOf(directResponse).body);
    // From 1 MB on it is refused.
    if (size > 100 * KILOBYTE && size <= KILOBYTE * KILOBYTE) yield { field: '.directResponse.body', problem: `the body has ${Math.round(size / KILOBYTE)} KB`, fix: 'serve it from a workload, or make it smaller' };
  }),
};
