import { groupBy } from '../../model/group-by';
import { Mesh } from '../../model/mesh';
import { Target } from '../../model/targets';
import { policyFor } from '../../model/traffic-policy';
import { namespaceOfHost } from '../clients';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const hashAcrossSplit: Rule = {
  id: 'destination-rule/hash-across-split',
  severity: 'advice',
  summary: 'a route splits by weight what consistentHash is to keep together',
  why: 'a destination is drawn by weight for every request anew, and the hash only chooses a pod inside of it; a client does not stay with one version',
  sameAs: [],
  bad: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user } } }
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v1 }, weight: 90 }, { destination: { host: reviews, subset: v2 }, weight: 10 }] }] }
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user } } }
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ headers: { x-beta: {} } }], route: [{ destination: { host: reviews, subset: v2 } }] }, { route: [{ destination: { host: reviews, subset: v1 } }] }] }
`,
  * check(mesh) {
    if (!blocksOf(mesh, 'loadBalancer').some(({ value }) => value.consistentHash)) return;
    const routed = mesh.targets().filter(({ role, weight }) => role === 'route' && (weight ?? 0) > 0);
    for (const targets of groupBy(routed, ({ rule, view }) => `${view.namespace}/${view.object.name}\n${rule}`).values()) {
      const hashed = targets.length > 1 ? targets.find(target => isHashed(mesh, target)) : undefined;
      if (hashed) yield { at: hashed.from, field: hashed.field, problem: `${hashed.host} keeps clients together by consistentHash, and the route splits them by weight`, fix: 'route by a header or cookie instead of by weight, where clients are to stay with one version' };
    }
  },
};

function isHashed(mesh: Mesh, { host, subset, port, view }: Target): boolean {
  const rules = mesh.destinationRules.forClient(host, namespaceOfHost(mesh, host), view.namespace);
  return rules !== undefined && Boolean(policyFor(rules, port, subset)?.loadBalancer?.consistentHash);
}
