import { hasLost } from '../lost-fields';
import { networkingParts } from '../networking-parts';
import { childOf } from '../parts';
import { Rule } from '../rule';

const SAYS = ['httpStatus', 'grpcStatus', 'http2Error', 'fixedDelay', 'exponentialDelay'];

export const faultWithoutShare: Rule = {
  id: 'virtual-service/fault-without-share',
  severity: 'warning',
  summary: 'a fault does not say how many requests it is for',
  why: 'a fault without a percentage is for no request at all',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ fault: { abort: { httpStatus: 503 } }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }, route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const fault of networkingParts(mesh).httpWith('fault').flatMap(rule => childOf(rule, 'fault'))) {
      for (const name of ['abort', 'delay']) {
        const [part] = childOf(fault, name);
        // One that does not say what is to happen needs that first, and what is misspelled is told of as that.
        if (!part || part.value.percentage || part.value.percent || hasLost(part.object, part.field)) continue;
        if (!SAYS.some(field => part.value[field] !== undefined)) continue;
        yield { at: part.object, field: part.field, problem: `the ${name} has no percentage, so it never happens`, fix: 'add percentage: { value: ... }, 100 for every request' };
      }
    }
  },
};
