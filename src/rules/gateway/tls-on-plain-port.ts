import { isHttp, isTls, parseProtocol } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { certificateFields, tlsMode } from '../server-tls';

export const tlsOnPlainPort: Rule = {
  id: 'gateway/tls-on-plain-port',
  severity: 'error',
  summary: 'a server of a plain-text protocol has TLS settings',
  why: 'istiod refuses tls on a server of any protocol but HTTPS and TLS, except on an HTTP server for a redirect to HTTPS: without certificate files and without a mode that ends TLS',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com], tls: { httpsRedirect: true } }
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls, port }) {
    const written = String(mapOf(port).protocol);
    const protocol = parseProtocol(written);
    if (!tls || isTls(protocol) || protocol === 'UNSUPPORTED') return;
    const files = certificateFields(tls).filter(field => ['serverCertificate', 'privateKey', 'caCertificates'].includes(field));
    if (isHttp(protocol) && tlsMode(tls).endsWith('PASSTHROUGH') && files.length === 0) return;
    const found = isHttp(protocol) && files.length ? `tls.${files[0]} is set` : `there is tls with mode ${tlsMode(tls)}`;
    yield { field: '.tls', problem: `the protocol is ${written}, and ${found}`, fix: `set port.protocol to ${isHttp(protocol) ? 'HTTPS' : 'TLS'}, or take tls out` };
  }),
};
