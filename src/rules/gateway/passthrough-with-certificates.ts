import { parseProtocol, isTls } from '../../model/protocol';
import { mapOf } from '../../model/read';
import { hasLost } from '../lost-fields';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed } from '../parts';
import { Rule } from '../rule';
import { certificateFields, tlsMode } from '../server-tls';

export const passthroughWithCertificates: Rule = {
  id: 'gateway/passthrough-with-certificates',
  severity: 'warning',
  summary: 'a server that passes TLS on names certificates',
  why: 'PASSTHROUGH, which is what a server does whose tls has no mode, and AUTO_PASSTHROUGH send TLS on as it comes and ignore certificates',
  sameAs: ['IST0133'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { credentialName: shop-cert } }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls, port }, part) {
    const mode = tlsMode(tls);
    const named = certificateFields(tls);
    if (!mode.endsWith('PASSTHROUGH') || named.length === 0) return;
    // A mode that was lost is told of as that, and was something else.
    if (!mapOf(tls).mode && hasLost(part.object, `${part.field}.tls`)) return;
    // Other rules say that it is refused: certificates on a port without TLS, and more than one source of them.
    if (!isTls(parseProtocol(String(mapOf(port).protocol))) && named.some(field => ['serverCertificate', 'privateKey', 'caCertificates'].includes(field))) return;
    yield {
      field: `.tls.${named[0]}`,
      problem: `the mode is ${mapOf(tls).mode ? mode : 'left out, which is PASSTHROUGH'}, and ${listed(named)} ${named.length === 1 ? 'is' : 'are'} ignored`,
      fix: 'set tls.mode to SIMPLE or MUTUAL to end TLS at the gateway, or take the certificates out',
    };
  }),
};
