import { GatewayView } from '../../model/gateways';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { VirtualServiceView } from '../../model/virtual-services';
import { Finding, Rule } from '../rule';

type Host = VirtualServiceView['hosts'][number];

export const closedToNamespace: Rule = {
  id: 'gateway/closed-to-namespace',
  severity: 'error',
  summary: 'a Gateway does not let the namespace of a VirtualService bind the host',
  why: 'a namespace before the host of a server lets only VirtualServices of that namespace bind to it; those of others are ignored',
  sameAs: ['IST0132'],
  bad: `
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [./shop.example.com] }] }
---
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop/shop.example.com] }] }
---
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      if (view.onMesh) continue;
      const gateways = view.gateways.flatMap(({ key }) => mesh.gateways.find(key));
      if (view.gateways.some(({ key }) => mesh.gateways.find(key).length === 0)) continue;
      for (const host of view.hosts) yield * ofHost(mesh, view, host, gateways);
    }
  },
};

function * ofHost(mesh: Mesh, view: VirtualServiceView, host: Host, gateways: GatewayView[]): Iterable<Finding> {
  const served = gateways.flatMap(gateway => mesh.gateways.serving(gateway, host.host));
  if (served.length === 0 || served.some(({ namespace }) => namespace === '*' || namespace === view.namespace)) return;
  const [{ server: { gateway: { object } }, ...open }] = served;
  yield {
    at: view.object,
    field: host.field,
    and: [{ object, field: `${open.field} is ${open.namespace}/${open.host}` }],
    problem: `${objectText(object)} lets only namespace ${open.namespace} bind ${open.host}; the VirtualService is in ${view.namespace}`,
    fix: `write ${view.namespace}/${open.host} in the Gateway, or move the VirtualService to namespace ${open.namespace}`,
  };
}
