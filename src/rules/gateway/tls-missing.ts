import { isTls, parseProtocol } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const tlsMissing: Rule = {
  id: 'gateway/tls-missing',
  severity: 'error',
  summary: 'a server of protocol HTTPS or TLS has no tls',
  why: 'istiod refuses a server of protocol HTTPS or TLS that does not say whether TLS ends at the gateway or is passed on',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com] }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls, port }) {
    const protocol = String(mapOf(port).protocol);
    if (tls || !isTls(parseProtocol(protocol))) return;
    yield {
      field: '.tls',
      problem: `the protocol is ${protocol}, and there is no tls`,
      fix: 'add tls with mode SIMPLE and credentialName to end TLS here, or mode PASSTHROUGH to send it on; GatewayServer.https and GatewayServer.tls do that',
    };
  }),
};
