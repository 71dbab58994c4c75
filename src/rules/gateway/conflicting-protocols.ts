import { Server } from '../../model/gateways';
import { isHttp, parseProtocol } from '../../model/protocol';
import { isTlsServer, serversTogether, serverText } from '../gateway-servers';
import { Finding, Rule } from '../rule';

export const conflictingProtocols: Rule = {
  id: 'gateway/conflicting-protocols',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'the age of two Gateways decides' },
  summary: 'two servers on one port of the same gateway pods have protocols that do not go together',
  why: 'on one port a gateway has plain HTTP, or one server for plain TCP; of a plain server and another that does not go with it Istio leaves out the later one, except for TLS servers that come before a plain one',
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
      const plain = whole.findIndex(server => !isTlsServer(server));
      for (const [i, server] of (plain < 0 ? [] : whole).entries()) {
        const lost = i === plain ? undefined : lostBy(server, whole[plain], i > plain);
        if (lost) yield found(server, whole[plain], lost);
      }
    }
  },
};

/** What becomes of two servers on one port, if they do not share it. */
function lostBy(server: Server, plain: Server, isLater: boolean): Pick<Finding, 'problem' | 'severity'> | undefined {
  const isOne = server.gateway === plain.gateway;
  // Of two Gateways of one name only one will exist.
  if (!isOne && server.gateway.key === plain.gateway.key) return undefined;
  if (!isTlsServer(server)) {
    const fits = [server, plain].every(({ protocol }) => isHttp(parseProtocol(protocol)));
    return fits ? undefined : { problem: isOne ? 'so this server is left out' : 'so that of the younger Gateway is left out' };
  }
  // Put before a plain one, TLS servers are told from it by their first bytes.
  if (isOne) return isLater ? { problem: 'so this server is left out' } : undefined;
  return { problem: `so this server is left out if Gateway ${plain.gateway.key} is older`, severity: 'warning' };
}

function found(server: Server, plain: Server, { problem, severity }: Pick<Finding, 'problem' | 'severity'>): Finding {
  return {
    at: server.gateway.object,
    field: `${server.field}.port`,
    severity,
    and: [{ object: plain.gateway.object, field: `${plain.field}.port` }],
    problem: `port ${server.port} is ${server.protocol} here and ${plain.protocol} in ${serverText(plain)}, ${problem}`,
    fix: 'use another port for one of them',
  };
}
