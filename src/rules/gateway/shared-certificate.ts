import { Server } from '../../model/gateways';
import { objectText } from '../../model/object';
import { listOf, textsOf } from '../../model/read';
import { isTlsServer, serversTogether, serverText } from '../gateway-servers';
import { Finding, Rule } from '../rule';
import { certificateFields, endsTls } from '../server-tls';

export const sharedCertificate: Rule = {
  id: 'gateway/shared-certificate',
  severity: 'warning',
  summary: 'two servers of the same gateway pods have one certificate',
  why: 'a browser may use an HTTP/2 connection for every host of the certificate at the same address; it then asks one server for hosts of the other, and gets HTTP 404',
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

/** Of several, for clients of several kinds, each client is shown the same one by servers that have the same. */
function certificateOf({ tls }: Server): string | undefined {
  return endsTls(tls) ? tls.credentialName || tls.serverCertificate || [...textsOf(tls.credentialNames)].sort().join(' and ') || undefined : undefined;
}

/** The same host twice is a conflict, and told as such. */
function sameHosts(a: Server, b: Server): boolean {
  return a.hosts.some(({ host }) => b.hosts.some(each => each.host === host));
}

function fieldOf({ field, tls }: Server): string {
  return `${field}.tls.${certificateFields(tls)[0]}`;
}

function found(server: Server, other: Server, certificate: string): Finding {
  return {
    at: server.gateway.object,
    field: fieldOf(server),
    and: [{ object: other.gateway.object, field: fieldOf(other) }],
    problem: `${certificate} ${listOf(server.tls.credentialNames).length > 1 ? 'are the certificates' : 'is the certificate'} of ${serverText(other)} too${server.gateway === other.gateway ? '' : `, and both configure the pods of ${objectText(other.gateway.object)}`}`,
    fix: 'put all hosts of a certificate into one server, as IngressGateway does, or give each server a certificate for its hosts only',
  };
}
