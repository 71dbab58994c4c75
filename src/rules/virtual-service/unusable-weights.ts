import { listOf, mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';

export const unusableWeights: Rule = {
  id: 'virtual-service/unusable-weights',
  severity: 'error',
  summary: 'the weights of a route are below zero, or none is above it',
  why: 'a destination gets its weight in the sum of all; one without a weight has 0; istiod refuses a weight below 0, and several destinations with the sum 0',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }, { destination: { host: cart-next } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart }, weight: 90 }, { destination: { host: cart-next }, weight: 10 }] }] }
`,
  * check(mesh) {
    const { http, tls, tcp } = networkingParts(mesh);
    for (const rules of [http, tls, tcp]) {
      // The usual route has one destination, and no weight.
      yield* findingsOf(rules.filter(({ value: { route } }) => route?.length > 1 || route?.[0]?.weight < 0), (_, rule) => wrongs(rule));
    }
  },
};

function * wrongs({ value: { route } }: Part): Iterable<Wrong> {
  const weights = listOf(route).map(entry => mapOf(entry).weight ?? 0);
  // The usual split.
  if (weights.every(weight => weight > 0)) return;
  for (const [i, weight] of weights.entries()) {
    if (weight < 0) yield { field: `.route[${i}].weight`, problem: `the weight is ${weight}`, fix: 'write the share in percent, 0 for none' };
  }
  if (weights.length > 1 && weights.reduce((sum, weight) => sum + weight, 0) === 0) {
    yield { field: '.route', problem: `none of the ${weights.length} destinations has a weight above 0`, fix: 'give the destinations weights that add up to 100' };
  }
}
