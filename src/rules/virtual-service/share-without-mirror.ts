import { listOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const shareWithoutMirror: Rule = {
  id: 'virtual-service/share-without-mirror',
  severity: 'warning',
  summary: 'a rule says how many requests to mirror, and not where to',
  why: 'mirrorPercentage and mirrorPercent are read for mirror only; without it nothing is mirrored, and mirrors say their percentage themselves',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirrorPercentage: { value: 10 } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart-next }, mirrorPercentage: { value: 10 } }] }
`,
  * check(mesh) {
    const parts = networkingParts(mesh);
    for (const field of ['mirrorPercentage', 'mirrorPercent']) {
      yield * findingsOf(parts.httpWith(field).filter(({ value }) => value[field]), function * ({ mirror, mirrors, delegate }, { object }) {
        // What a rule says besides delegating is for the rules of the delegate: either may have the mirror.
        if (mirror || delegate || listOf(object.spec.hosts).length === 0) return;
        yield { field: `.${field}`, problem: `there is ${field}, and no mirror`, fix: mirrors?.length ? 'write percentage in each entry of mirrors' : 'add mirror with the host that gets the copies' };
      });
    }
  },
};
