import { homeOf, serviceHost } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { TargetRef } from '../../model/policies';
import { Service } from '../../model/services';
import { Rule } from '../rule';
import { targeted } from '../target-parts';

const USE = 'istio.io/use-waypoint';

export const serviceWithoutWaypoint: Rule = {
  id: 'common/service-without-waypoint',
  severity: 'warning',
  summary: 'a policy is for a Service in ambient mode that uses no waypoint',
  why: 'a policy for a Service is enforced by the waypoint that the Service or its namespace is labelled for; without one requests go straight to the pods, where ztunnel knows nothing of the policy',
  sameAs: [],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { targetRefs: [{ group: "", kind: Service, name: reviews }], action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app, ports: [{ containerPort: 9080 }] }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { targetRefs: [{ group: "", kind: Service, name: reviews }], action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
`,
  * check(mesh) {
    for (const { object, ref } of targeted(mesh)) {
      const service = unguarded(mesh, homeOf(object), ref);
      if (!service) continue;
      yield {
        at: object,
        field: ref.field,
        and: [{ object: service.object }],
        problem: `the target is Service "${ref.name}", which is in ambient mode and uses no waypoint: the policy is enforced nowhere`,
        fix: `label the Service or its namespace ${USE}: NAME, with the name of a waypoint (Waypoint); rules without conditions of HTTP may select the pods instead`,
      };
    }
  },
};

/** The Service, where it says that it is in ambient mode and does not say which waypoint it uses. */
function unguarded(mesh: Mesh, namespace: string, { kind, name }: TargetRef): Service | undefined {
  const labels = mesh.namespaces.labels(namespace);
  if (kind !== 'Service' || !labels) return undefined;
  const service = mesh.services.byHost(serviceHost(name, namespace)).find(({ kubernetes }) => kubernetes);
  const workloads = service ? mesh.workloads.of(service) : [];
  if (!service || workloads.length === 0 || workloads.some(({ proxy }) => proxy !== 'ambient')) return undefined;
  return (service.object.labels[USE] ?? labels[USE] ?? 'none') === 'none' ? service : undefined;
}
