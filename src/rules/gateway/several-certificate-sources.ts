import { networkingParts } from '../networking-parts';
import { findingsOf, listed, Wrong } from '../parts';
import { Rule } from '../rule';
import { certificateFields, tlsMode } from '../server-tls';
import { structural } from '../structural';

const pairsOfSchema = structural('gateway/one-cert-source#tls-certificates', 'gateway/one-cert-source#credential-names');

export const severalCertificateSources: Rule = {
  id: 'gateway/several-certificate-sources',
  severity: 'error',
  summary: 'a server gets its certificate from more than one place',
  why: 'Istio refuses a server that has more than one of credentialName, credentialNames, tlsCertificates, and serverCertificate with privateKey',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-cert, serverCertificate: /etc/certs/tls.crt, privateKey: /etc/certs/tls.key }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }]
`,
  * check(mesh) {
    yield* pairsOfSchema(mesh);
    yield* findingsOf(networkingParts(mesh).servers, wrongs);
  },
};

function * wrongs({ tls }: any): Iterable<Wrong> {
  const named = certificateFields(tls);
  const files = named.includes('serverCertificate') && named.includes('privateKey');
  const sources = [...files ? ['serverCertificate'] : [], ...named.filter(field => ['credentialName', 'credentialNames', 'tlsCertificates'].includes(field))];
  // Another mode is told of elsewhere, and pairs of which the schema speaks are told of already.
  if (sources.length < 2 || tlsMode(tls) === 'ISTIO_MUTUAL' || (sources.includes('credentialNames') && sources.length > (files ? 2 : 1))) return;
  yield { field: `.tls.${sources[1]}`, problem: `the certificate comes from ${listed(sources)}`, fix: 'keep one of them' };
}
