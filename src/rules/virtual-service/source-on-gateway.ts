import { GatewayView } from '../../model/gateways';
import { selects } from '../../model/label-index';
import { Mesh } from '../../model/mesh';
import { labelsOf } from '../../model/read';
import { VirtualServiceView } from '../../model/virtual-services';
import { Finding, Rule } from '../rule';

export const sourceOnGateway: Rule = {
  id: 'virtual-service/source-on-gateway',
  severity: 'warning',
  summary: 'a VirtualService for gateways matches labels of clients',
  why: 'on a gateway sourceLabels are compared with the labels of the gateway\'s own pods, not with those of whoever calls it',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ match: [{ sourceLabels: { app: web } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ match: [{ headers: { x-app: { exact: web } } }], route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      if (view.onMesh || view.isDelegate) continue;
      const gateways = view.gateways.map(({ key }) => mesh.gateways.find(key)[0]);
      if (gateways.every(gateway => gateway !== undefined)) yield * ofView(mesh, view, gateways);
    }
  },
};

function * ofView(mesh: Mesh, view: VirtualServiceView, gateways: GatewayView[]): Iterable<Finding> {
  for (const { match, field, from } of view.http.flatMap(({ blocks }) => blocks)) {
    const labels = labelsOf(match.sourceLabels);
    if (Object.keys(labels).length === 0 || match.gateways?.length || gateways.some(gateway => mayHave(mesh, gateway, labels))) continue;
    yield {
      at: from,
      field: field.endsWith(']') ? `${field}.sourceLabels` : field,
      and: gateways.map(({ object }) => ({ object, field: 'spec.selector' })),
      problem: `the labels ${JSON.stringify(labels)} are not those of the pods of ${gateways.map(({ key }) => key).join(', ')}, so the rule is never used`,
      fix: 'bind the VirtualService to mesh for clients in the mesh, or match something of the request',
    };
  }
}

/** Pods may have more labels than a selector says, but not other ones. */
function mayHave(mesh: Mesh, gateway: GatewayView, labels: { readonly [key: string]: string }): boolean {
  const pods = mesh.gateways.workloadsOf(gateway);
  if (pods.length > 0) return pods.some(pod => selects(labels, pod.labels));
  return Object.entries(labels).some(([key, value]) => gateway.selector[key] === value);
}
