import { isHttp, parseProtocol } from '../../model/protocol';
import { mapOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

const ANY = ['*', '*/*'];

export const wildcardHost: Rule = {
  id: 'gateway/wildcard-host',
  severity: 'advice',
  summary: 'a plain HTTP server takes every host from every namespace',
  why: 'a VirtualService of any namespace can bind a host to such a server, and so open it to whoever reaches the gateway',
  sameAs: [],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop/shop.example.com] }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ hosts, port, tls }) {
    if (!isHttp(parseProtocol(String(mapOf(port).protocol))) || mapOf(tls).httpsRedirect) return;
    for (const [i, host] of textsOf(hosts).entries()) {
      if (ANY.includes(host)) yield { field: `.hosts[${i}]`, problem: `the host is "${host}"`, fix: 'name the hosts, or put the namespace that may bind them before: ./* for that of the Gateway' };
    }
  }),
};
