import { Server } from '../../model/gateways';
import { isHttp, parseProtocol } from '../../model/protocol';
import { isTlsServer, serversTogether, serverText } from '../gateway-servers';
import { Rule } from '../rule';

export const conflictingProtocols: Rule = {
  id: 'gateway/conflicting-protocols',
  severity: 'error',
  summary: 'two servers on one port of the same gateway pods have protocols that do not go together',
  why: 'on one port a gateway has plain HTTP, or one server for plain TCP, or servers for TLS; Istio leaves out a later server that does not fit to an earlier plain one',
  sameAs: ['IST0145'],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 8080, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: Gateway
metadata: { name: db }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 8080, name: tcp, protocol: TCP }, hosts: [db.example.com] }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 8080, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: Gateway
metadata: { name: db }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 5432, name: tcp, protocol: TCP }, hosts: [db.example.com] }] }
`,
  * check(mesh) {
    for (const servers of serversTogether(mesh)) {
      // A server without a port or protocol is refused, and told as such.
      const whole = servers.filter(({ port, protocol }) => port && protocol);
      const plain = whole.find(server => !isTlsServer(server));
      for (const server of plain ? whole : []) {
        if (server === plain || fits(server, plain!)) continue;
        yield {
          at: server.gateway.object,
          field: `${server.field}.port`,
          and: [{ object: plain!.gateway.object, field: `${plain!.field}.port` }],
          problem: `port ${server.port} is ${server.protocol} here and ${plain!.protocol} in ${serverText(plain!)}, so one of the two is left out`,
          fix: 'use another port for one of them',
        };
      }
    }
  },
};

/** Plain HTTP shares a port with plain HTTP only. */
function fits(a: Server, b: Server): boolean {
  return [a, b].every(server => !isTlsServer(server) && isHttp(parseProtocol(server.protocol))) || a.gateway.key === b.gateway.key && a.gateway !== b.gateway;
}
