import { Server } from '../../model/gateways';
import { isTlsServer, serversTogether, serverText } from '../gateway-servers';
import { Finding, Rule } from '../rule';

export const conflictingHosts: Rule = {
  id: 'gateway/conflicting-hosts',
  severity: 'error',
  summary: 'two TLS servers on one port of the same gateway pods are for one host',
  why: 'a gateway tells TLS servers on one port apart by host; where one host is in two of them, Istio leaves out the later server with all its hosts, or, with other namespaces before the host, the proxy refuses the port',
  sameAs: ['IST0145', 'KIA0301'],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }] }
---
kind: Gateway
metadata: { name: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [www.example.com, shop.example.com], tls: { mode: SIMPLE, credentialName: web } }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com, www.example.com], gateways: [shop, web], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }] }
---
kind: Gateway
metadata: { name: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [www.example.com], tls: { mode: SIMPLE, credentialName: web } }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com, www.example.com], gateways: [shop, web], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const servers of serversTogether(mesh)) yield * ofPort(servers.filter(isTlsServer));
  },
};

function * ofPort(servers: Server[]): Iterable<Finding> {
  const byHost = new Map<string, Server>();
  for (const server of servers) {
    const twice = server.hosts.find(({ host }) => byHost.has(host));
    if (twice && !sameObject(server, byHost.get(twice.host)!)) yield found(server, twice, byHost.get(twice.host)!);
    for (const { host } of server.hosts) if (!byHost.has(host)) byHost.set(host, server);
  }
}

/** Of two Gateways of one name only one will exist. */
function sameObject(a: Server, b: Server): boolean {
  return a.gateway !== b.gateway && a.gateway.key === b.gateway.key;
}

function found(server: Server, { host, field, namespace }: Server['hosts'][number], other: Server): Finding {
  const twin = other.hosts.find(each => each.host === host)!;
  // Istio compares hosts with the namespace before them, the proxy without.
  const passes = twin.namespace !== namespace && !other.hosts.some(each => each.host === host && each.namespace === namespace);
  const left = server.gateway === other.gateway ? 'this server is left out' : 'that of the younger Gateway is left out';
  return {
    at: server.gateway.object,
    field,
    and: [{ object: other.gateway.object, field: twin.field }],
    problem: `${host} on port ${server.port} is in ${serverText(other)} too, and ${passes ? `the proxy refuses all of port ${server.port}` : left}`,
    fix: 'put each host into one server, and let all VirtualServices for it name that Gateway; or let the Gateways select other pods',
  };
}
