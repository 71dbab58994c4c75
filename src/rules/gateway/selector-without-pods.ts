import { Labels } from '../../model/label-index';
import { Mesh } from '../../model/mesh';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

const selected = perMesh((mesh: Mesh) => new Set(mesh.gateways.all.flatMap(gateway => mesh.gateways.workloadsOf(gateway))));

const gatewayPods = perMesh((mesh: Mesh) => mesh.workloads.all.filter(({ proxy }) => proxy === 'gateway'));

export const selectorWithoutPods: Rule = {
  id: 'gateway/selector-without-pods',
  severity: 'warning',
  summary: 'no pod has the labels of a Gateway, and another gateway is beside it or has labels that are spelt almost so',
  why: 'a Gateway configures the pods that its selector selects; without any nothing listens',
  sameAs: ['IST0101', 'KIA0302'],
  bad: `
kind: Namespace
metadata: { name: edge }
---
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec: { selector: { matchLabels: { istio: ingress } }, template: { metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
`,
  good: `
kind: Namespace
metadata: { name: edge }
---
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec: { selector: { matchLabels: { istio: ingress } }, template: { metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
`,
  * check(mesh) {
    for (const gateway of mesh.gateways.all) {
      const { object, namespace, selector } = gateway;
      if (Object.keys(selector).length === 0 || !mesh.workloads.knownIn(namespace) || mesh.gateways.workloadsOf(gateway).length > 0) continue;
      // Pods in other namespaces may have the labels; a gateway in this one makes it likely that it was meant.
      // One that another Gateway selects is there for that, as an egress gateway beside the Gateway for a shared ingress.
      const beside = mesh.workloads.in(namespace).filter(workload => workload.proxy === 'gateway' && !selected(mesh).has(workload));
      const meant = beside.length > 0 ? beside : gatewayPods(mesh).filter(({ labels }) => isMisspelt(selector, labels));
      if (meant.length === 0) continue;
      yield {
        at: object,
        field: 'spec.selector',
        and: meant.map(workload => ({ object: workload.object })),
        problem: `no pod that is known has the labels ${JSON.stringify(selector)}; those of the gateway in ${meant[0].namespace} are ${JSON.stringify(meant[0].labels)}`,
        fix: 'write labels of the gateway\'s pods',
      };
    }
  },
};

/** Whether labels are those of a selector but for dashes and capitals: `ingress-gateway` for `ingressgateway`. */
function isMisspelt(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] !== undefined && plain(labels[key]) === plain(value));
}

function plain(label: string): string {
  return label.replace(/[-_.]/g, '').toLowerCase();
}
