import { listOf, mapOf } from '../../model/read';
import { destinationKey, destinationText } from '../destinations';
import { networkingParts } from '../networking-parts';
import { childOf, itemsOf, Part } from '../parts';
import { Rule } from '../rule';

export const mirrorToItself: Rule = {
  id: 'virtual-service/mirror-to-itself',
  severity: 'warning',
  summary: 'a rule mirrors requests to where it already sends them',
  why: 'a mirror is a second copy of the request; the same destination then does everything twice',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart } }], mirror: { host: cart-next } }] }
`,
  * check(mesh) {
    const parts = networkingParts(mesh);
    for (const rule of new Set([...parts.httpWith('mirror'), ...parts.httpWith('mirrors')])) {
      const routed = new Set(receiving(rule).map(({ destination }) => destinationKey(rule.object, destination)));
      for (const { field, value } of mirrorsOf(rule)) {
        if (!routed.has(destinationKey(rule.object, value))) continue;
        yield { at: rule.object, field, problem: `${destinationText(value)} is a destination of the route and a mirror of it`, fix: 'mirror to another host or subset' };
      }
    }
  },
};

/** Of several destinations those without a weight get nothing: release controllers list what they only mirror to. */
function receiving({ value }: Part): any[] {
  const entries = listOf(value.route).map(mapOf);
  return entries.length > 1 ? entries.filter(({ weight }) => weight > 0) : entries;
}

/** Those that are not switched off. */
function mirrorsOf(rule: Part): Part[] {
  const single = (rule.value.mirrorPercentage ?? { value: rule.value.mirrorPercent })?.value === 0 ? [] : childOf(rule, 'mirror');
  return [...single, ...itemsOf(rule, 'mirrors').filter(({ value }) => value.percentage?.value !== 0).flatMap(each => childOf(each, 'destination'))];
}
