import { destinationKey, destinationText } from '../destinations';
import { networkingParts } from '../networking-parts';
import { itemsOf } from '../parts';
import { Rule } from '../rule';

export const duplicateDestination: Rule = {
  id: 'virtual-service/duplicate-destination',
  severity: 'warning',
  summary: 'a route names one destination twice',
  why: 'both entries send to the same pods, so nothing is split between them',
  sameAs: ['KIA1105'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart }, weight: 90 }, { destination: { host: cart }, weight: 10 }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ route: [{ destination: { host: cart }, weight: 90 }, { destination: { host: cart-next }, weight: 10 }] }] }
`,
  * check(mesh) {
    const { http, tls, tcp } = networkingParts(mesh);
    for (const rule of [...http, ...tls, ...tcp]) {
      if (!(rule.value.route?.length > 1) || isSplit(rule.value.route)) continue;
      const seen = new Set<string>();
      for (const { object, field, value } of itemsOf(rule, 'route')) {
        // With headers of its own an entry does something else.
        const key = destinationKey(object, value.destination) + (value.headers ? JSON.stringify(value.headers) : '{}');
        if (seen.has(key)) yield { at: object, field: `${field}.destination`, problem: `${destinationText(value.destination)} is a destination of this route already`, fix: 'correct the host or the subset, or delete the entry' };
        seen.add(key);
      }
    }
  },
};

/** Two versions, as nearly all routes with several destinations have them. */
function isSplit([one, other, ...more]: any[]): boolean {
  return more.length === 0 && one?.destination?.subset !== other?.destination?.subset;
}
