import { homeOf, serviceHost } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { TargetRef } from '../../model/policies';
import { Finding, Rule } from '../rule';
import { targeted } from '../target-parts';

const GATEWAY_API = 'gateway.networking.k8s.io';

export const targetWithoutWaypoint: Rule = {
  id: 'common/target-without-waypoint',
  severity: 'error',
  summary: 'a policy targets something that only proxies of another sort enforce',
  why: 'policies with targetRefs are enforced by waypoints and by gateways of the Gateway API only: sidecars and the pods of an Istio Gateway ignore them',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { targetRefs: [{ group: "", kind: Service, name: reviews }], action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: app }] } } }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: reviews } }, action: DENY, rules: [{ to: [{ operation: { methods: [DELETE] } }] }] }
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews }
spec: { template: { metadata: { labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: app }] } } }
`,
  * check(mesh) {
    for (const { object, ref } of targeted(mesh)) yield* ref.kind === 'Gateway' ? istioGateway(mesh, object, ref) : behindSidecars(mesh, object, ref);
  },
};

/** The two kinds called Gateway are easily taken for each other. */
function * istioGateway(mesh: Mesh, object: MeshObject, { group, name, field }: TargetRef): Iterable<Finding> {
  const key = { kind: 'Gateway', namespace: object.namespace, name };
  const [gateway] = mesh.find({ ...key, group: 'networking.istio.io' });
  if (group !== GATEWAY_API || !gateway || mesh.find({ ...key, group }).length > 0) return;
  yield {
    at: object,
    field,
    and: [{ object: gateway }],
    problem: `the target is Gateway "${name}" of the Gateway API, but ${name} is a Gateway of Istio (networking.istio.io)`,
    fix: 'use a selector with the labels of the gateway pods instead, in their namespace',
  };
}

function * behindSidecars(mesh: Mesh, object: MeshObject, { kind, name, field }: TargetRef): Iterable<Finding> {
  if (kind !== 'Service') return;
  const [service] = mesh.services.byHost(serviceHost(name, homeOf(object))).filter(({ kubernetes }) => kubernetes);
  const workloads = service ? mesh.workloads.of(service) : [];
  if (workloads.length === 0 || workloads.some(({ proxy }) => proxy !== 'sidecar') || usesWaypoint(mesh, service.object)) return;
  yield {
    at: object,
    field,
    and: [{ object: service.object }, { object: workloads[0].object }],
    problem: `the target is Service "${name}", but its pods have sidecars and ignore the policy`,
    fix: `use a selector with the labels of its pods instead: ${JSON.stringify(service.selector)}`,
  };
}

/** Clients in ambient mode may come through it. */
function usesWaypoint(mesh: Mesh, service: MeshObject): boolean {
  const use = 'istio.io/use-waypoint';
  return service.labels[use] !== undefined || mesh.namespaces.labels(homeOf(service))?.[use] !== undefined;
}
