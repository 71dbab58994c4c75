import { Server } from '../../model/gateways';
import { objectText } from '../../model/object';
import { isTlsServer, serversTogether, serverText } from '../gateway-servers';
import { Finding, Rule } from '../rule';
import { endsTls } from '../server-tls';

export const sharedCertificate: Rule = {
  id: 'gateway/shared-certificate',
  severity: 'warning',
  summary: 'two servers of the same gateway pods have one certificate',
  why: 'a browser that has an HTTP/2 connection uses it for every host of the certificate; it then asks one server for hosts of the other, and gets 404',
  sameAs: ['IST0138'],
  bad: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: wildcard } }] }
---
kind: Gateway
metadata: { name: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [www.example.com], tls: { mode: SIMPLE, credentialName: wildcard } }] }
`,
  good: `
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com, www.example.com], tls: { mode: SIMPLE, credentialName: wildcard } }] }
`,
  * check(mesh) {
    for (const servers of serversTogether(mesh)) {
      const byCertificate = new Map<string, Server>();
      for (const server of servers) {
        const certificate = isTlsServer(server) && server.protocol === 'HTTPS' ? certificateOf(server) : undefined;
        if (certificate === undefined) continue;
        const other = byCertificate.get(certificate);
        if (!other) byCertificate.set(certificate, server);
        else if (!sameHosts(server, other)) yield found(server, other, certificate);
      }
    }
  },
};

function certificateOf({ tls }: Server): string | undefined {
  return endsTls(tls) ? tls.credentialName || tls.serverCertificate : undefined;
}

/** The same host twice is a conflict, and told as such. */
function sameHosts(a: Server, b: Server): boolean {
  return a.hosts.some(({ host }) => b.hosts.some(each => each.host === host));
}

function found(server: Server, other: Server, certificate: string): Finding {
  const field = server.tls.credentialName ? 'credentialName' : 'serverCertificate';
  return {
    at: server.gateway.object,
    field: `${server.field}.tls.${field}`,
    and: [{ object: other.gateway.object, field: `${other.field}.tls.${field}` }],
    problem: `${certificate} is the certificate of ${serverText(other)} too${server.gateway === other.gateway ? '' : `, and both configure the pods of ${objectText(other.gateway.object)}`}`,
    fix: 'put all hosts of a certificate into one server, as IngressGateway does, or give each server a certificate for its hosts only',
  };
}
