import { homeOf } from '../../model/hosts';
import { Labels } from '../../model/label-index';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { podMetadata } from '../../model/workloads';
import { didYouMean } from '../../report/did-you-mean';
import { Rule } from '../rule';

const USE = 'istio.io/use-waypoint';

export const missingWaypoint: Rule = {
  id: 'namespace/missing-waypoint',
  severity: 'error',
  summary: 'a waypoint is named that does not exist',
  why: 'traffic goes through a waypoint only if the Gateway that the label names is there; without it the policies and routes of the waypoint are not applied to anybody',
  sameAs: ['KIA1313'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`,
  * check(mesh) {
    const gateways = mesh.ofKind('gateway.networking.k8s.io', 'Gateway');
    const known = new Set(gateways.map(each => `${homeOf(each)}/${each.name}`));
    for (const { object, labels, field } of using(mesh)) {
      const { [USE]: name, 'istio.io/use-waypoint-namespace': elsewhere } = labels;
      if (name === 'none' || name === '') continue;
      const namespace = elsewhere ?? scopeOf(object);
      // Some tool may make it, where not all of the namespace is written here.
      if (known.has(`${namespace}/${name}`) || !mesh.namespaces.isWhole(namespace)) continue;
      yield {
        at: object,
        field: `${field}.labels["${USE}"]`,
        problem: `there is no Gateway "${name}" in namespace ${namespace}`,
        fix: `add the waypoint (Waypoint), or correct the name${didYouMean(name, gateways.filter(each => homeOf(each) === namespace).map(each => each.name))}`,
      };
    }
  },
};

/** Whatever may name a waypoint, and does. */
function using(mesh: Mesh): Array<{ readonly object: MeshObject; readonly labels: Labels; readonly field: string }> {
  const kinds = [['', 'Namespace'], ['', 'Service'], ['networking.istio.io', 'ServiceEntry']];
  const objects = kinds.flatMap(([group, kind]) => mesh.ofKind(group, kind)).filter(({ labels }) => labels[USE] !== undefined);
  const pods = mesh.workloads.all.filter(({ labels }) => labels[USE] !== undefined)
    .map(workload => ({ object: workload.object, labels: workload.labels, field: podMetadata(workload) }));
  return [...objects.map(object => ({ object, labels: object.labels, field: 'metadata' })), ...pods];
}

function scopeOf(object: MeshObject): string {
  return object.kind === 'Namespace' ? object.name : homeOf(object);
}
