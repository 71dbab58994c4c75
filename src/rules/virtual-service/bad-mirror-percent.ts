import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, itemsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const badMirrorPercent: Rule = {
  id: 'virtual-service/bad-mirror-percent',
  severity: 'error',
  summary: 'the share of requests that are mirrored is no percentage',
  why: 'istiod refuses a mirror percentage below 0 or above 100',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart-next }, mirrorPercentage: { value: 120 } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart-next }, mirrorPercentage: { value: 10 } }] }
`,
  * check(mesh) {
    const parts = networkingParts(mesh);
    yield* findingsOf(parts.httpWith('mirrorPercentage'), ({ mirrorPercentage }) => wrong('.mirrorPercentage.value', mapOf(mirrorPercentage).value));
    for (const field of ['mirrorPercent', 'mirror_percent']) yield* findingsOf(parts.httpWith(field), rule => wrong(`.${field}`, rule[field]));
    const mirrors = parts.httpWith('mirrors').flatMap(rule => itemsOf(rule, 'mirrors'));
    yield* findingsOf(mirrors, ({ percentage }) => wrong('.percentage.value', mapOf(percentage).value));
  },
};

function * wrong(field: string, percent: unknown): Iterable<Wrong> {
  if (typeof percent !== 'number' || (percent >= 0 && percent <= 100)) return;
  yield { field, problem: `the share is ${percent} percent`, fix: 'write a percentage from 0 to 100' };
}
