import { GatewayView } from '../../model/gateways';
import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { VirtualServiceView } from '../../model/virtual-services';
import { Finding, Rule } from '../rule';

type Host = VirtualServiceView['hosts'][number];

export const hostNotOnGateway: Rule = {
  id: 'virtual-service/host-not-on-gateway',
  severity: 'error',
  summary: 'no server of the Gateway is for a host of the VirtualService',
  why: 'a gateway routes a host only where a server of the Gateway is for it too; for every other host it answers 404, or closes the connection',
  sameAs: ['IST0132'],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com, www.example.com], gateways: [shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com, www.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com, www.example.com], gateways: [shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      const bound = view.gateways.filter(({ key }) => key !== 'mesh').map(({ key, field }) => ({ field, gateways: mesh.gateways.find(key) }));
      // A Gateway that is not known may be for every host.
      if (bound.length === 0 || bound.some(({ gateways }) => gateways.length === 0)) continue;
      const all = bound.flatMap(({ gateways }) => gateways);
      const missed = view.hosts.filter(host => !all.some(gateway => isFor(mesh, gateway, host)));
      // Hosts that are for the mesh need no Gateway.
      if (!view.onMesh) for (const host of missed) yield hostFound(view, host, all);
      if (!view.onMesh && missed.length === view.hosts.length) continue;
      for (const { field, gateways } of bound) {
        const used = view.hosts.some(host => gateways.some(gateway => isFor(mesh, gateway, host)));
        if (!used) yield gatewayFound(view, field!, gateways);
      }
    }
  },
};

function isFor(mesh: Mesh, gateway: GatewayView, { host }: Host): boolean {
  return mesh.gateways.serving(gateway, host).length > 0;
}

function hostFound(view: VirtualServiceView, { written, host, field }: Host, gateways: GatewayView[]): Finding {
  // Istio completes a short host here, and not in a Gateway.
  const name = written.toLowerCase() === host ? written : `${written}, which is ${host} in full`;
  return {
    at: view.object,
    field,
    and: gateways.map(({ object }) => ({ object, field: 'spec.servers' })),
    problem: `no server of ${namesText(gateways)} is for ${name}; they are for ${hostsText(gateways)}`,
    fix: 'add the host to a server of the Gateway, or take it out of the VirtualService',
  };
}

function gatewayFound(view: VirtualServiceView, field: string, gateways: GatewayView[]): Finding {
  return {
    at: view.object,
    field,
    and: gateways.map(({ object }) => ({ object, field: 'spec.servers' })),
    problem: `no server of ${namesText(gateways)} is for any host of the VirtualService; they are for ${hostsText(gateways)}`,
    fix: 'add the hosts to a server of the Gateway, or take the Gateway out of the VirtualService',
  };
}

function hostsText(gateways: GatewayView[]): string {
  const hosts = [...new Set(gateways.flatMap(({ servers }) => servers.flatMap(server => server.hosts.map(({ host }) => host))))];
  return hosts.length > 5 ? `${hosts.slice(0, 5).join(', ')} and ${hosts.length - 5} more` : hosts.join(', ') || 'none';
}

function namesText(gateways: GatewayView[]): string {
  return [...new Set(gateways.map(({ object }) => objectText(object)))].join(' or ');
}
