import { Server } from '../../model/gateways';
import { isSubsetOf } from '../../model/hosts';
import { isHttp, parseProtocol } from '../../model/protocol';
import { serversTogether, serverText } from '../gateway-servers';
import { listed } from '../parts';
import { Finding, Rule } from '../rule';

export const overlappingRedirects: Rule = {
  id: 'gateway/overlapping-redirects',
  severity: 'warning',
  summary: 'two servers of the same gateway pods that redirect to HTTPS share a host',
  why: 'of two servers with tls that share a host on one port Istio leaves out the later with all its hosts, plain HTTP ones with httpsRedirect too: its other hosts are answered with 404 instead of a redirect',
  sameAs: ['IST0145'],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [example.com, shop.example.com], tls: { httpsRedirect: true } }] }
---
kind: Gateway
metadata: { name: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [example.com, www.example.com], tls: { httpsRedirect: true } }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [example.com, shop.example.com], tls: { httpsRedirect: true } }] }
---
kind: Gateway
metadata: { name: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [www.example.com], tls: { httpsRedirect: true } }] }
`,
  * check(mesh) {
    for (const servers of serversTogether(mesh)) {
      const byHost = new Map<string, Server>();
      for (const server of servers.filter(redirects)) {
        const twice = server.hosts.find(({ host }) => byHost.has(host));
        const found = twice && finding(server, byHost.get(twice.host)!, twice.field, twice.host);
        if (found) yield found;
        for (const { host } of server.hosts) if (!byHost.has(host)) byHost.set(host, server);
      }
    }
  },
};

/** Hosts for one namespace are compared with it, and are another matter. */
function redirects({ protocol, tls, hosts }: Server): boolean {
  return Boolean(tls?.httpsRedirect) && isHttp(parseProtocol(protocol)) && hosts.every(({ namespace }) => namespace === '*');
}

function finding(server: Server, other: Server, field: string, host: string): Finding | undefined {
  const isOne = server.gateway === other.gateway;
  // Of two Gateways of one name only one will exist.
  if (!isOne && server.gateway.key === other.gateway.key) return undefined;
  const lost = [...missedBy(other, server), ...isOne ? [] : missedBy(server, other)];
  if (lost.length === 0) return undefined;
  return {
    at: server.gateway.object,
    field,
    and: [{ object: other.gateway.object, field: other.field }],
    problem: `${host} on port ${server.port} is in ${serverText(other)} too, and ${isOne ? 'this server' : 'that of the younger Gateway'} is left out, with what it alone redirects of ${listed(lost)}`,
    fix: 'redirect each host in one server only, or all of them in one with host "*"',
  };
}

/** Hosts of one server that another is not for. */
function missedBy(other: Server, { hosts }: Server): string[] {
  return hosts.map(({ host }) => host).filter(host => !other.hosts.some(each => isSubsetOf(host, each.host)));
}
