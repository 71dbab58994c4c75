import { GatewayView } from '../../model/gateways';
import { selects } from '../../model/label-index';
import { Mesh } from '../../model/mesh';
import { labelsOf } from '../../model/read';
import { VirtualServiceView } from '../../model/virtual-services';
import { gatewayNamespaces } from '../clients';
import { Finding, Rule } from '../rule';

export const sourceOnGateway: Rule = {
  id: 'virtual-service/source-on-gateway',
  severity: 'warning',
  summary: 'a VirtualService for gateways matches the labels or the namespace of clients',
  why: 'on a gateway sourceLabels and sourceNamespace are compared with the labels and the namespace of the gateway\'s own pods, not with those of whoever calls it',
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
    if (match.gateways?.length) continue;
    const wrong = wrongIn(mesh, match, gateways);
    if (!wrong) continue;
    yield {
      at: from,
      // Where a delegate has no match, that of its root counts.
      field: /\.match\[\d+\]$/.test(field) ? `${field}.${wrong.name}` : field,
      and: gateways.map(({ object }) => ({ object, field: 'spec.selector' })),
      problem: `${wrong.fact} of the pods of ${gateways.map(({ key }) => key).join(', ')}, so the rule is never used`,
      fix: 'bind the VirtualService to mesh for clients in the mesh, or match something of the request',
    };
  }
}

function wrongIn(mesh: Mesh, { sourceLabels, sourceNamespace }: any, gateways: GatewayView[]): { name: string; fact: string } | undefined {
  const labels = labelsOf(sourceLabels);
  if (Object.keys(labels).length > 0 && !gateways.some(gateway => mayHave(mesh, gateway, labels))) {
    return { name: 'sourceLabels', fact: `the labels ${JSON.stringify(labels)} are not those` };
  }
  if (!sourceNamespace || gateways.some(({ key }) => mayBeIn(gatewayNamespaces(mesh, key), sourceNamespace))) return undefined;
  return { name: 'sourceNamespace', fact: `the namespace ${sourceNamespace} is not that` };
}

function mayBeIn(known: string[], namespace: string): boolean {
  return known.length === 0 || known.includes(namespace);
}

/** Pods may have more labels than a selector says, but not other ones. */
function mayHave(mesh: Mesh, gateway: GatewayView, labels: { readonly [key: string]: string }): boolean {
  const pods = mesh.gateways.workloadsOf(gateway);
  if (pods.length > 0) return pods.some(pod => selects(labels, pod.labels));
  return Object.entries(labels).some(([key, value]) => gateway.selector[key] === value);
}
