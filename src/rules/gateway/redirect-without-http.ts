import { isHttp, parseProtocol } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const redirectWithoutHttp: Rule = {
  id: 'gateway/redirect-without-http',
  severity: 'warning',
  summary: 'a server that speaks no plain HTTP redirects to HTTPS',
  why: 'httpsRedirect answers plain HTTP requests, and only servers of an HTTP protocol get those',
  sameAs: ['IST0133'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert, httpsRedirect: true } }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls, port }) {
    const protocol = String(mapOf(port).protocol);
    if (!mapOf(tls).httpsRedirect || isHttp(parseProtocol(protocol)) || parseProtocol(protocol) === 'UNSUPPORTED') return;
    yield { field: '.tls.httpsRedirect', problem: `the protocol is ${protocol}, and httpsRedirect is set`, fix: 'take httpsRedirect out here, and set it on the server of port 80' };
  }),
};
