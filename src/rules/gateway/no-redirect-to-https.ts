import { Mesh } from '../../model/mesh';
import { isHttp, parseProtocol } from '../../model/protocol';
import { isTlsServer } from '../gateway-servers';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

const withTls = perMesh((mesh: Mesh) => {
  const servers = mesh.gateways.all.flatMap(gateway => gateway.servers).filter(isTlsServer);
  return new Set(servers.flatMap(({ hosts }) => hosts.map(({ host }) => host)));
});

export const noRedirectToHttps: Rule = {
  id: 'gateway/no-redirect-to-https',
  severity: 'advice',
  summary: 'a host with TLS is served over plain HTTP as well, without a redirect',
  why: 'a gateway answers on every port it has a server for; without httpsRedirect the host stays reachable without TLS',
  sameAs: [],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingress }
  servers:
  - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }
  - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingress }
  servers:
  - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }
  - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop } }
`,
  * check(mesh) {
    for (const server of mesh.gateways.all.flatMap(({ servers }) => servers)) {
      if (!isHttp(parseProtocol(server.protocol)) || server.tls?.httpsRedirect) continue;
      const both = server.hosts.find(({ host }) => withTls(mesh).has(host));
      if (both) yield { at: server.gateway.object, field: server.field, problem: `${both.host} is served over plain HTTP on port ${server.port}, and over TLS on another`, fix: 'add tls: { httpsRedirect: true } to the server' };
    }
  },
};
