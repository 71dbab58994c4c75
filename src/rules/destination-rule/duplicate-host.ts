import { DestinationRuleView } from '../../model/destination-rules';
import { groupBy } from '../../model/group-by';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { listOf } from '../../model/read';
import { isExported } from '../../model/visibility';
import { Finding, Rule } from '../rule';

export const duplicateHost: Rule = {
  id: 'destination-rule/duplicate-host',
  severity: 'error',
  summary: 'two DestinationRules of one namespace say something different of one host',
  why: 'of several DestinationRules for a host Istio takes the traffic policy and each subset of the one that was created first, and nothing else of the others; with different exportTo their age decides whether they are merged or the youngest alone is used',
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
      for (const [i, view] of same.entries()) {
        const found = i === 0 ? undefined : contradiction(view, same.slice(0, i));
        if (found) yield found;
      }
    }
  },
};

/** DestinationRules of one namespace, host and clients. */
function rivals(mesh: Mesh): DestinationRuleView[][] {
  const groups = groupBy(mesh.destinationRules.all, keyOf);
  return [...groups.values()].filter(group => group.length > 1);
}

function keyOf({ namespace, host, selector }: DestinationRuleView): string {
  return JSON.stringify([namespace, host, selector && Object.entries(selector).sort()]);
}

function contradiction(view: DestinationRuleView, earlier: DestinationRuleView[]): Finding | undefined {
  for (const other of earlier) {
    if (other.object.name === view.object.name) continue;
    const problem = problemOf(view, other);
    if (problem) return { at: view.object, and: [{ object: other.object }], problem: `${objectText(other.object)} is for ${view.host} too, and ${problem}`, fix: 'write one DestinationRule for the host, with all traffic policies and subsets' };
  }
  return undefined;
}

function problemOf(view: DestinationRuleView, other: DestinationRuleView): string | undefined {
  if (scopeText(view) !== scopeText(other)) return haveClients(view, other) ? 'with another exportTo their age decides whether they are merged or the younger alone is used' : undefined;
  const [one, two] = [other.object.spec, view.object.spec];
  if (one.trafficPolicy && two.trafficPolicy && differ(one.trafficPolicy, two.trafficPolicy)) return 'only the trafficPolicy of the older one is used';
  const subsets = new Map(listOf(one.subsets).map(subset => [subset?.name, subset]));
  const twice = listOf(two.subsets).find(subset => subsets.has(subset?.name) && differ(subset, subsets.get(subset.name)));
  return twice && `only the subset "${twice.name}" of the older one is used`;
}

function scopeText({ exportTo }: DestinationRuleView): string {
  return [...new Set(exportTo)].sort().join();
}

/** Whether some namespace sees both. */
function haveClients(a: DestinationRuleView, b: DestinationRuleView): boolean {
  const named = [...a.exportTo ?? [], ...b.exportTo ?? []].filter(to => to !== '*' && to !== '.');
  return [a.namespace, ...named].some(client => isExported(a.exportTo, a.namespace, client) && isExported(b.exportTo, b.namespace, client));
}

function differ(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
