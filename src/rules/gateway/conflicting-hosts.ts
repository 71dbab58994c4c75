import { Server, ServerHost } from '../../model/gateways';
import { isTlsServer, serversTogether, serverText } from '../gateway-servers';
import { Finding, Rule } from '../rule';
import { tlsMode } from '../server-tls';

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
    const other = twice && byHost.get(twice.host);
    if (other && !sameObject(server, other) && !(isNamespaceOnly(twice, other) && [server, other].some(passesOn))) yield found(server, twice, other);
    for (const { host } of server.hosts) if (!byHost.has(host)) byHost.set(host, server);
  }
}

/** Of two Gateways of one name only one will exist. */
function sameObject(a: Server, b: Server): boolean {
  return a.gateway !== b.gateway && a.gateway.key === b.gateway.key;
}

/** Istio compares hosts with the namespace before them, the proxy without. */
function isNamespaceOnly({ host, namespace }: ServerHost, other: Server): boolean {
  return !other.hosts.some(each => each.host === host && each.namespace === namespace);
}

/** Which names a server that passes TLS on waits for is said by the VirtualServices that bind to it. */
function passesOn({ tls }: Server): boolean {
  return tlsMode(tls).endsWith('PASSTHROUGH');
}

function found(server: Server, twice: ServerHost, other: Server): Finding {
  const { host, field } = twice;
  const twin = other.hosts.find(each => each.host === host)!;
  const left = server.gateway === other.gateway ? 'this server is left out' : 'that of the younger Gateway is left out';
  return {
    at: server.gateway.object,
    field,
    and: [{ object: other.gateway.object, field: twin.field }],
    problem: `${host} on port ${server.port} is in ${serverText(other)} too, and ${isNamespaceOnly(twice, other) ? `the proxy refuses all of port ${server.port}` : left}`,
    fix: 'put each host into one server, and let all VirtualServices for it name that Gateway; or let the Gateways select other pods',
  };
}
