import { networkingParts } from '../networking-parts';
import { itemsOf } from '../parts';
import { Rule } from '../rule';

export const oddWeights: Rule = {
  id: 'virtual-service/odd-weights',
  severity: 'warning',
  summary: 'the weights of a route do not add up to 100',
  why: 'Istio takes weights as shares of their sum, and leaves out destinations without a weight',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart }, weight: 90 }, { destination: { host: cart-next } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart }, weight: 90 }, { destination: { host: cart-next }, weight: 10 }] }] }
`,
  * check(mesh) {
    const { http, tls, tcp } = networkingParts(mesh);
    for (const rule of [...http, ...tls, ...tcp]) {
      if (!(rule.value.route?.length > 1)) continue;
      const weights = itemsOf(rule, 'route').map(({ value }) => value.weight as number | undefined);
      const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
      if (weights.length < 2 || sum <= 0) continue;
      const unset = weights.findIndex(weight => weight === undefined);
      if (unset < 0 && isScale(sum, weights)) continue;
      yield {
        at: rule.object,
        field: unset < 0 ? `${rule.field}.route` : `${rule.field}.route[${unset}]`,
        problem: unset < 0 ? `the weights ${weights.join(', ')} add up to ${sum}` : `the destination has no weight, and others of the route have: ${weights.map(weight => weight ?? 'none').join(', ')}`,
        fix: 'write a weight for every destination, 100 in all; 0 for none',
      };
    }
  },
};

/** Small numbers and equal ones are shares that somebody meant, and so are percents with decimals: 999 and 1. */
function isScale(sum: number, weights: (number | undefined)[]): boolean {
  return sum < 50 || [100, 1000, 10000].includes(sum) || new Set(weights).size === 1;
}
