import { isDeepStrictEqual } from 'node:util';
import { exportText, isWider } from '../../model/destination-rule-exports';
import { DestinationRuleView } from '../../model/destination-rules';
import { groupBy } from '../../model/group-by';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { isExported } from '../../model/visibility';
import { Finding, Rule } from '../rule';

export const duplicateHost: Rule = {
  id: 'destination-rule/duplicate-host',
  severity: 'error',
  summary: 'two DestinationRules of one namespace say something different of one host',
  why: 'of DestinationRules for one host with one exportTo Istio uses the oldest traffic policy and of each name the oldest subset; of those with different exportTo a client gets the youngest alone, and one that is exported to more than an older one is lost to whom the older one is not for',
  sameAs: ['KIA0201'],
  bad: `
kind: DestinationRule
metadata: { name: reviews }
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
---
kind: DestinationRule
metadata: { name: reviews-pool }
spec: { host: reviews, trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } } } }
`,
  good: `
kind: DestinationRule
metadata: { name: reviews }
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, connectionPool: { tcp: { maxConnections: 100 } } } }
---
kind: DestinationRule
metadata: { name: reviews-versions }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }
`,
  * check(mesh) {
    for (const same of rivals(mesh)) {
      const alike = [...groupBy(same, exportText).values()];
      for (const group of alike) yield * ofSameClients(group);
      for (const [i, [view]] of alike.entries()) {
        const found = alike.slice(0, Math.min(i, MOST_EXPORTS)).map(([other]) => ofOtherClients(view, other)).find(Boolean);
        if (found) yield found;
      }
    }
  },
};

/** In how many ways one host is exported, before they are no longer compared each with each. */
const MOST_EXPORTS = 20;

/** DestinationRules of one namespace, host and choice of workloads. */
function rivals(mesh: Mesh): DestinationRuleView[][] {
  return [...groupBy(mesh.destinationRules.all, keyOf).values()].filter(group => group.length > 1);
}

function keyOf({ namespace, host, selector }: DestinationRuleView): string {
  return JSON.stringify([namespace, host, selector && Object.entries(selector).sort()]);
}

/** Of those that are exported alike only what comes first counts. */
function * ofSameClients(views: DestinationRuleView[]): Iterable<Finding> {
  const first = new Map<string, [DestinationRuleView, unknown]>();
  for (const view of views) {
    let found: Finding | undefined;
    for (const [name, part] of partsOf(view)) {
      const [other, used] = first.get(name) ?? [view, part];
      if (!first.has(name)) first.set(name, [view, part]);
      // Of two of one name only one will exist.
      if (other.object.name !== view.object.name && differ(part, used)) {
        found ??= finding(view, other, `only the ${name} of the older one is used`, 'write one DestinationRule for the host, with all traffic policies and subsets');
      }
    }
    if (found) yield found;
  }
}

/** What may be said once for a host, as messages name it. */
function partsOf({ object: { spec } }: DestinationRuleView): [string, unknown][] {
  return [
    ...spec.trafficPolicy ? [['trafficPolicy', spec.trafficPolicy] as [string, unknown]] : [],
    ...listOf(spec.subsets).map((subset): [string, unknown] => [`subset "${mapOf(subset).name}"`, subset]),
  ];
}

function ofOtherClients(view: DestinationRuleView, other: DestinationRuleView): Finding | undefined {
  const narrow = isWider(other, view) ? view : isWider(view, other) ? other : undefined;
  const fix = 'export each to namespaces that the other is not exported to, or write one DestinationRule for the host';
  if (other.object.name === view.object.name) return undefined;
  if (narrow) return finding(view, other, `if ${narrow.object.name} is older, both are only for its exportTo (${narrow.exportTo!.join(', ')}), else it alone is used there`, fix);
  return haveClients(view, other) && differ(partsOf(view), partsOf(other)) ? finding(view, other, 'where both are exported the younger alone is used', fix) : undefined;
}

function finding(view: DestinationRuleView, other: DestinationRuleView, fact: string, fix: string): Finding {
  return { at: view.object, and: [{ object: other.object }], problem: `${objectText(other.object)} is for ${view.host} too, and ${fact}`, fix };
}

/** Whether some namespace sees both. */
function haveClients(a: DestinationRuleView, b: DestinationRuleView): boolean {
  const named = [...a.exportTo ?? [], ...b.exportTo ?? []].filter(to => to !== '*' && to !== '.');
  return [a.namespace, ...named].some(client => isExported(a.exportTo, a.namespace, client) && isExported(b.exportTo, b.namespace, client));
}

function differ(a: unknown, b: unknown): boolean {
  return !isDeepStrictEqual(a, b);
}
