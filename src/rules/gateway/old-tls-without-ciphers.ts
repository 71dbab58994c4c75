import { mapOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const oldTlsWithoutCiphers: Rule = {
  id: 'gateway/old-tls-without-ciphers',
  severity: 'warning',
  summary: 'a server allows TLS 1.0 or 1.1 and names no cipher suites for it',
  why: 'the cipher suites that the proxy offers by default are for TLS 1.2 and later, so clients of the older versions find none in common',
  sameAs: ['IST0133'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-cert, minProtocolVersion: TLSV1_0 }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-cert, minProtocolVersion: TLSV1_2 }
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls }) {
    const { minProtocolVersion: version, cipherSuites } = mapOf(tls);
    if (!['TLSV1_0', 'TLSV1_1'].includes(version) || textsOf(cipherSuites).length > 0) return;
    yield { field: '.tls.minProtocolVersion', problem: `minProtocolVersion is ${version}, and there are no cipherSuites`, fix: 'set minProtocolVersion to TLSV1_2 or leave it out; for old clients name suites such as ECDHE-RSA-AES128-SHA' };
  }),
};
