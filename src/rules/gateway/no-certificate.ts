import { listOf, mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { certificateFields, endsTls, tlsMode } from '../server-tls';

export const noCertificate: Rule = {
  id: 'gateway/no-certificate',
  severity: 'error',
  summary: 'a server ends TLS without a certificate',
  why: 'to end TLS a gateway needs a certificate with its key, and for mutual TLS a CA for those of the clients: without them istiod refuses the Gateway',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE } }]
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls }) {
    if (!endsTls(tls)) return;
    const named = certificateFields(tls);
    if (named.includes('credentialName') || named.includes('credentialNames')) return;
    yield* missing(tls, named, tlsMode(tls));
  }),
};

function * missing(tls: any, named: string[], mode: string): Iterable<Wrong> {
  const fix = `set tls.credentialName to the Secret with the certificate${mode === 'SIMPLE' ? '' : ' and the CA of the clients'}, as ServerTls.${mode === 'SIMPLE' ? 'simple' : 'mutual'} does`;
  if (mode !== 'SIMPLE' && !named.includes('caCertificates')) yield { field: '.tls', problem: `the mode is ${mode}, and nothing says which CA the certificates of clients are from`, fix };
  const pairs: Array<[string, any]> = named.includes('tlsCertificates')
    ? listOf(tls.tlsCertificates).map((pair, i) => [`.tls.tlsCertificates[${i}]`, mapOf(pair)])
    : [['.tls', tls]];
  for (const [field, pair] of pairs) {
    const lacks = ['serverCertificate', 'privateKey'].filter(each => !pair[each]);
    if (lacks.length) yield { field, problem: `the mode is ${mode}, and there is no ${lacks.join(' and no ')}`, fix };
  }
}
