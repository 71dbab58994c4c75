import { homeOf } from '../../model/hosts';
import { labelsOf, mapOf } from '../../model/read';
import { Rule } from '../rule';

export const ambient: Rule = {
  id: 'sidecar/ambient',
  severity: 'warning',
  summary: 'a Sidecar is for workloads of ambient mode',
  why: 'a Sidecar configures sidecar proxies only; workloads of ambient mode have none, and neither ztunnel nor waypoints read it',
  sameAs: ['IST0167'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Sidecar
metadata: { namespace: shop }
spec: { egress: [{ hosts: ["./*"] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
kind: Sidecar
metadata: { namespace: shop }
spec: { egress: [{ hosts: ["./*"] }] }
`,
  * check(mesh) {
    for (const object of mesh.sidecars.all) {
      const namespace = homeOf(object);
      const labels = mesh.namespaces.labels(namespace);
      if (namespace === mesh.settings.rootNamespace || labels?.['istio.io/dataplane-mode'] !== 'ambient') continue;
      const pods = mesh.workloads.selectedBy(namespace, labelsOf(mapOf(object.spec.workloadSelector).labels));
      // Pods of such a namespace may still ask for a sidecar.
      if (labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined || pods.some(({ proxy }) => proxy !== 'ambient')) continue;
      yield {
        at: object,
        and: [{ object: mesh.namespaces.find(namespace)!, field: 'metadata.labels' }],
        problem: `namespace ${namespace} is in ambient mode, where the Sidecar has no effect`,
        fix: 'take the Sidecar out; in ambient mode a waypoint and its policies decide what is reached',
      };
    }
  },
};
