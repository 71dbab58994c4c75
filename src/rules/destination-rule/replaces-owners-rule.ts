import { DestinationRuleView, Effective } from '../../model/destination-rules';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { isExported } from '../../model/visibility';
import { namespaceOfHost } from '../clients';
import { Rule } from '../rule';

const BLOCKS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'];

export const replacesOwnersRule: Rule = {
  id: 'destination-rule/replaces-owners-rule',
  severity: 'warning',
  summary: 'a DestinationRule of clients leaves out what the one of the service says',
  why: 'a DestinationRule in the namespace of the client takes the place of the one of the service whole: what it leaves out is not taken from there',
  sameAs: ['KIA0204'],
  bad: `
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } }, subsets: [{ name: v1, labels: { version: v1 } }] }
---
kind: DestinationRule
metadata: { name: reviews, namespace: web }
spec: { host: reviews.shop.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } }, subsets: [{ name: v1, labels: { version: v1 } }] }
---
kind: DestinationRule
metadata: { name: reviews, namespace: web }
spec:
  host: reviews.shop.svc.cluster.local
  trafficPolicy: { loadBalancer: { simple: RANDOM }, outlierDetection: { consecutive5xxErrors: 5 } }
  subsets: [{ name: v1, labels: { version: v1 } }]
`,
  * check(mesh) {
    for (const view of mesh.destinationRules.all) {
      const owner = isForOwnClients(mesh, view) ? namespaceOfHost(mesh, view.host) : undefined;
      if (owner === undefined || owner === view.namespace) continue;
      // What its clients have, and what they would have without it.
      const own = mesh.destinationRules.forClient(view.host, owner, view.namespace);
      const others = mesh.destinationRules.forHost(view.host).filter(other => other.namespace === owner && isExported(other.exportTo, owner, view.namespace));
      const lost = own && others.length > 0 ? lostFrom(others, own) : [];
      if (lost.length === 0) continue;
      yield {
        at: view.object,
        and: others.map(({ object }) => ({ object })),
        problem: `clients in ${view.namespace} no longer get ${lost.join(', ')} of ${others.map(({ object }) => objectText(object)).join(', ')}`,
        fix: 'repeat here what is to hold, or write it in the DestinationRule of the service',
      };
    }
  },
};

/** Clients in the root namespace look at the DestinationRules of the service before. */
function isForOwnClients(mesh: Mesh, { selector, namespace, exportTo }: DestinationRuleView): boolean {
  return !selector && namespace !== mesh.settings.rootNamespace && isExported(exportTo, namespace, namespace);
}

function lostFrom(others: DestinationRuleView[], own: Effective): string[] {
  const specs = others.map(({ object }) => object.spec);
  const blocks = BLOCKS.filter(block => specs.some(spec => mapOf(spec.trafficPolicy)[block]) && !mapOf(own.trafficPolicy)[block]);
  const names = new Set(specs.flatMap(spec => listOf(spec.subsets)).map(subset => subset?.name));
  const subsets = [...names].filter(name => !own.subsets.some(each => each.name === name));
  return [...blocks.map(block => `trafficPolicy.${block}`), ...subsets.map(name => `subset ${name}`)];
}
