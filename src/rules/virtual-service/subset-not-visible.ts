import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Target } from '../../model/targets';
import { clientsOf, namespaceOfHost } from '../clients';
import { Finding, Rule } from '../rule';
import { rulesWithSubset } from '../subset-rules';

export const subsetNotVisible: Rule = {
  id: 'virtual-service/subset-not-visible',
  severity: 'error',
  summary: 'a route names a subset of a DestinationRule that its clients do not see',
  why: 'a client takes the DestinationRule of its own namespace, else of the service\'s, else of the root namespace, as far as exportTo allows; elsewhere the subset does not exist: requests are answered with HTTP 503, TLS and TCP connections closed',
  sameAs: [],
  bad: `
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v2 } }] }] }
---
kind: DestinationRule
metadata: { namespace: settings }
spec: { host: reviews.shop.svc.cluster.local, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
  good: `
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v2 } }] }] }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }
`,
  * check(mesh) {
    for (const target of mesh.targets()) {
      if (target.subset === undefined || isForAll(mesh, target.host)) continue;
      const defining = rulesWithSubset(mesh, target.host, target.subset);
      // Where the service is decides which DestinationRules are looked at, and where those are that leave it to whoever applies them, nobody knows.
      if (defining.length === 0 || namespaceOfHost(mesh, target.host) === undefined || defining.some(({ namespace }) => namespace === '')) continue;
      const blind = clientsOf(mesh, target).find(({ namespaces }) => namespaces.every(namespace => !mayBeSeen(mesh, target, namespace)));
      if (blind) yield found(mesh, target, blind.text, defining);
    }
  },
};

/** The usual case: the service has the only DestinationRule for its host, and shows it to everybody. */
function isForAll(mesh: Mesh, host: string): boolean {
  const rules = mesh.destinationRules.covering(host);
  if (rules.length !== 1) return false;
  const [{ namespace, selector, exportTo }] = rules;
  return !selector && !exportTo?.length && namespace === namespaceOfHost(mesh, host);
}

function mayBeSeen(mesh: Mesh, { host, subset }: Target, client: string): boolean {
  const rules = mesh.destinationRules.forClient(host, namespaceOfHost(mesh, host), client);
  return rules !== undefined && (rules.perWorkload || rules.orderDependent || rules.subsets.some(({ name }) => name === subset));
}

function found(mesh: Mesh, { from, field, host, subset }: Target, clients: string, defining: Finding['at'][]): Finding {
  return {
    at: from,
    field: `${field}.subset`,
    and: defining.map(object => ({ object, field: 'spec.subsets' })),
    problem: `${clients} do not see subset "${subset}" of ${host}: it is defined only in ${defining.map(objectText).join(', ')}`,
    fix: `define it in a DestinationRule in namespace ${namespaceOfHost(mesh, host)}, where the service is, and let exportTo include the clients`,
  };
}
