import { DestinationRuleView } from '../../model/destination-rules';
import { serviceOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { isExported } from '../../model/visibility';
import { Finding, Rule } from '../rule';

export const neverLookedAt: Rule = {
  id: 'destination-rule/never-looked-at',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'somebody else may run clients in the namespace' },
  summary: 'a DestinationRule is in a namespace where no client looks for it',
  why: 'a client looks for DestinationRules in its own namespace, in that of the service and in the root namespace, and nowhere else, whatever exportTo says',
  sameAs: [],
  bad: `
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } } }
---
kind: DestinationRule
metadata: { name: reviews, namespace: settings }
spec: { host: reviews.shop.svc.cluster.local, exportTo: ["*"], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } } }
---
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews.shop.svc.cluster.local, exportTo: ["*"], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  * check(mesh) {
    for (const view of mesh.destinationRules.all) {
      const owner = view.host.startsWith('*') ? undefined : ownerOf(mesh, view);
      // Where no namespace is written, whoever applies it chooses one.
      if (owner === undefined || view.object.namespace === '' || [owner, mesh.settings.rootNamespace].includes(view.namespace)) continue;
      const found = wrongWith(mesh, view);
      if (!found) continue;
      const { problem, severity } = found;
      yield {
        at: view.object,
        severity,
        problem: `the DestinationRule is in ${view.namespace}, ${view.host} is in ${owner}, and ${problem}`,
        fix: `write it in namespace ${owner}, where the service is: MeshService and ServicePolicy do`,
      };
    }
  },
};

/** Where the service is, if it is in one namespace only. */
function ownerOf(mesh: Mesh, { host }: DestinationRuleView): string | undefined {
  const namespaces = new Set(mesh.services.byHost(host).map(({ namespace }) => namespace));
  return namespaces.size > 1 ? undefined : [...namespaces][0] ?? serviceOf(host)?.namespace;
}

function wrongWith(mesh: Mesh, { namespace, exportTo }: DestinationRuleView): Pick<Finding, 'problem' | 'severity'> | undefined {
  // For clients of its own namespace it is used, unless exportTo leaves them out.
  if (!isExported(exportTo, namespace, namespace)) return { problem: `exportTo leaves out the clients in ${namespace}` };
  // Whoever names it knows of clients there.
  const hasClients = mesh.workloads.in(namespace).length > 0 || exportTo?.some(to => to === '.' || to === namespace);
  if (hasClients || !exportTo?.length || mesh.workloads.all.length === 0) return undefined;
  // Somebody else may run clients there.
  return { problem: `no workload in ${namespace} is known that could call it`, severity: mesh.namespaces.isWhole(namespace) ? undefined : 'warning' };
}
