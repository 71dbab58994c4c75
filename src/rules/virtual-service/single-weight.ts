import { networkingParts } from '../networking-parts';
import { itemsOf } from '../parts';
import { Rule } from '../rule';

export const singleWeight: Rule = {
  id: 'virtual-service/single-weight',
  severity: 'warning',
  summary: 'the only destination of a route has a weight below 100',
  why: 'with one destination Istio does not look at its weight: it gets every request, even with weight 0',
  sameAs: ['KIA1104'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart }, weight: 10 }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    const { http, tls, tcp } = networkingParts(mesh);
    for (const rule of [...http, ...tls, ...tcp]) {
      if (rule.value.route?.length !== 1) continue;
      const [only] = itemsOf(rule, 'route');
      if (!only) continue;
      const { weight } = only.value;
      if (weight === undefined || weight >= 100 || weight < 0) continue;
      yield { at: rule.object, field: `${only.field}.weight`, problem: `the weight is ${weight}, and the destination gets every request`, fix: 'leave the weight out, or add the destination for the rest' };
    }
  },
};
