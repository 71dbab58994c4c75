import { mapOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed } from '../parts';
import { Rule } from '../rule';

const KNOWN = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA',
]);

export const ignoredCipherSuites: Rule = {
  id: 'gateway/ignored-cipher-suites',
  severity: 'warning',
  summary: 'a server names cipher suites that are left out',
  why: 'Istio drops cipher suites that it does not know, and those that are named twice; where none is left, the defaults of the proxy are in force',
  sameAs: ['IST0133'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-cert, cipherSuites: [TLS_AES_256_GCM_SHA384] }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-cert, cipherSuites: [ECDHE-RSA-AES256-GCM-SHA384] }
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls }) {
    const suites = textsOf(mapOf(tls).cipherSuites);
    const unknown = suites.filter(suite => !isKnown(suite));
    const twice = suites.filter((suite, i) => isKnown(suite) && suites.indexOf(suite) < i);
    const field = '.tls.cipherSuites';
    if (unknown.length) yield { field, problem: `the proxy does not know ${listed(unknown)}`, fix: `use suites of TLS 1.2 by the names of OpenSSL: ${[...KNOWN].slice(0, 6).join(', ')}; those of TLS 1.3 are not chosen` };
    if (twice.length) yield { field, problem: `${listed(twice)} is named twice`, fix: 'name each suite once' };
  }),
};

/** Operators as in `-ALL` and `[A|B]` are left to the proxy. */
function isKnown(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !/^[\p{L}\p{N}]/u.test(suite) || KNOWN.has(suite);
}
