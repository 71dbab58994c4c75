import { DestinationRuleView } from '../../model/destination-rules';
import { groupBy } from '../../model/group-by';
import { homeOf, isWildcard } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

export const missingImport: Rule = {
  id: 'sidecar/missing-import',
  severity: 'warning',
  summary: 'a DestinationRule is for a service that the Sidecar of its clients does not import',
  why: 'a proxy gets routes and policies only for what its Sidecar imports: calls to another service go out as they come, without mutual TLS, or are refused in a mesh with REGISTRY_ONLY',
  sameAs: [],
  bad: `
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: ["./*", "istio-system/*"] }] }
---
kind: Service
metadata: { name: ratings, namespace: bookinfo }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: DestinationRule
metadata: { name: ratings, namespace: shop }
spec: { host: ratings.bookinfo.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: ["./*", "istio-system/*", "bookinfo/ratings.bookinfo.svc.cluster.local"] }] }
---
kind: Service
metadata: { name: ratings, namespace: bookinfo }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: DestinationRule
metadata: { name: ratings, namespace: shop }
spec: { host: ratings.bookinfo.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  * check(mesh) {
    if (mesh.sidecars.all.length === 0) return;
    for (const rule of mesh.destinationRules.all) {
      const [sidecar] = byNamespace(mesh).has(rule.namespace) ? unimported(mesh, rule) : [];
      if (!sidecar) continue;
      const [service] = mesh.services.byHost(rule.host);
      yield {
        at: sidecar,
        field: 'spec.egress',
        and: [{ object: rule.object, field: 'spec.host' }, { object: service.object }],
        problem: `${rule.written} is not imported, so DestinationRule ${rule.namespace}/${rule.object.name} is for no client`,
        fix: `add "${service.namespace}/${service.host}" to the egress hosts (SecureNamespace derives them from allowFrom), or take the DestinationRule out`,
      };
    }
  },
};

const byNamespace = perMesh((mesh: Mesh) => groupBy(mesh.sidecars.all, homeOf));

const byHost = perMesh((mesh: Mesh) => groupBy(mesh.targets(), ({ host }) => host));

/** What the routes of an imported VirtualService lead to is imported with it. Those of the namespace itself may be imported by a wildcard. */
function isRouted(mesh: Mesh, sidecars: MeshObject[], namespace: string, host: string): boolean {
  const roots = (byHost(mesh).get(host) ?? []).flatMap(({ view }) => mesh.virtualServices.rootsOf(view));
  const imports = (name: string, owner: string) => sidecars.some(sidecar => mesh.sidecars.imports(sidecar, namespace, name, owner));
  return roots.some(root => root.namespace === namespace || root.hosts.some(each => imports(each.host, root.namespace)));
}

/**
 * The Sidecars of a namespace, if none imports the service of a DestinationRule. In a namespace other than that of the service the rule is
 * for the clients of its own namespace only.
 */
function unimported(mesh: Mesh, { host, namespace, object }: DestinationRuleView): MeshObject[] {
  const services = isWildcard(host) ? [] : mesh.services.byHost(host);
  const foreign = services.length > 0 && services.every(service => service.namespace !== namespace) && namespace !== mesh.settings.rootNamespace;
  if (!foreign || object.namespace === '') return [];
  const sidecars = byNamespace(mesh).get(namespace) ?? [];
  const covered = mesh.sidecars.ofNamespace(namespace);
  // Where no Sidecar is for the whole namespace, some of its pods import everything. So do gateways.
  if (covered.length === 0 || mesh.workloads.in(namespace).some(({ proxy }) => proxy === 'gateway')) return [];
  const imported = sidecars.some(sidecar => services.some(service => mesh.sidecars.imports(sidecar, namespace, host, service.namespace)));
  return imported || isRouted(mesh, sidecars, namespace, host) ? [] : covered.filter(sidecar => homeOf(sidecar) === namespace).slice(0, 1);
}
