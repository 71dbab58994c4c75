import { ServedHost } from '../../model/gateways';
import { objectText } from '../../model/object';
import { VirtualServiceView } from '../../model/virtual-services';
import { Finding, Rule } from '../rule';

type Host = VirtualServiceView['hosts'][number];

export const closedToNamespace: Rule = {
  id: 'gateway/closed-to-namespace',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'the VirtualService is for the mesh as well' },
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
      const bound = view.gateways.filter(({ key }) => key !== 'mesh').map(({ key }) => mesh.gateways.find(key));
      // A Gateway that is not known may let it in.
      if (bound.some(gateways => gateways.length === 0)) continue;
      const served = view.hosts.map(host => ({ host, servers: bound.flat().flatMap(gateway => mesh.gateways.serving(gateway, host.host)) }))
        .filter(({ servers }) => servers.length > 0);
      const closed = served.filter(({ servers }) => !servers.some(({ namespace }) => namespace === '*' || namespace === view.namespace));
      if (!view.onMesh) yield * closed.map(({ host, servers }) => found(view, host, servers));
      // Hosts that are for the mesh need no Gateway; one that none of them can be bound to is named in vain.
      else if (closed.length > 0 && closed.length === served.length) yield { ...found(view, closed[0].host, closed[0].servers), severity: 'warning' };
    }
  },
};

function found(view: VirtualServiceView, host: Host, [{ server: { gateway: { object } }, ...open }]: ServedHost[]): Finding {
  return {
    at: view.object,
    field: host.field,
    and: [{ object, field: `${open.field} is ${open.namespace}/${open.host}` }],
    problem: `${objectText(object)} lets only namespace ${open.namespace} bind ${open.host}; the VirtualService is in ${view.namespace}`,
    fix: `write ${view.namespace}/${open.host} in the Gateway, or move the VirtualService to namespace ${open.namespace}`,
  };
}
