import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { textsOf } from '../../model/read';
import { gatewayKey } from '../../model/virtual-services';
import { networkingParts } from '../networking-parts';
import { Part } from '../parts';
import { Rule } from '../rule';

export const portNotOnGateway: Rule = {
  id: 'virtual-service/port-not-on-gateway',
  severity: 'warning',
  summary: 'a match waits for a port that no server of its gateways has',
  why: 'at a gateway the port of a match is that of the server of the Gateway, not of what the requests go to, so the match never holds',
  sameAs: [],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ match: [{ port: 8080 }], route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ match: [{ port: 80 }], route: [{ destination: { host: web, port: { number: 8080 } } }] }] }
`,
  * check(mesh) {
    const { httpMatches, tlsMatches, tcpMatches } = networkingParts(mesh);
    for (const match of [...httpMatches, ...tlsMatches, ...tcpMatches]) {
      const { port } = match.value;
      const ports = port ? portsOf(mesh, match) : undefined;
      if (!ports || ports.includes(port)) continue;
      yield {
        at: match.object,
        field: `${match.field}.port`,
        problem: `the port is ${port}, and the ${ports.length > 1 ? 'ports of the gateways are' : 'port of the gateway is'} ${ports.join(', ')}`,
        fix: `write ${ports.length > 1 ? 'one of them' : ports[0]}, or take the port out; where requests go is in destination.port`,
      };
    }
  },
};

/** Ports of the gateways that a match is for. Nothing where it may be for others. */
function portsOf(mesh: Mesh, { object, value }: Part): number[] | undefined {
  // The gateways of a delegate are those of its roots.
  if (textsOf(object.spec.hosts).length === 0) return undefined;
  const own = textsOf(value.gateways);
  const keys = (own.length > 0 ? own : textsOf(object.spec.gateways)).map(name => gatewayKey(name, homeOf(object)));
  const gateways = keys.map(key => mesh.gateways.find(key));
  if (keys.length === 0 || gateways.some(found => found.length === 0)) return undefined;
  return [...new Set(gateways.flat().flatMap(({ servers }) => servers.map(({ port }) => port)))].filter(port => port > 0).sort((a, b) => a - b);
}
