import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed } from '../parts';
import { Rule } from '../rule';
import { certificateFields } from '../server-tls';

export const istioMutualWithCertificates: Rule = {
  id: 'gateway/istio-mutual-with-certificates',
  severity: 'error',
  summary: 'a server of mode ISTIO_MUTUAL names certificates of its own',
  why: 'with ISTIO_MUTUAL the gateway uses the certificate of its own mesh identity, and istiod refuses a server that names another one',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: egressgateway }
  servers:
    - { port: { number: 443, name: tls, protocol: TLS }, hosts: [api.example.com], tls: { mode: ISTIO_MUTUAL, credentialName: api-cert } }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: egressgateway }
  servers:
    - { port: { number: 443, name: tls, protocol: TLS }, hosts: [api.example.com], tls: { mode: ISTIO_MUTUAL } }
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls }) {
    if (mapOf(tls).mode !== 'ISTIO_MUTUAL') return;
    const named = certificateFields(tls).filter(field => field !== 'caCrl');
    if (named.length === 0) return;
    yield { field: `.tls.${named[0]}`, problem: `the mode is ISTIO_MUTUAL, and ${listed(named)} ${named.length === 1 ? 'is' : 'are'} set`, fix: 'take the certificates out, or use mode SIMPLE or MUTUAL' };
  }),
};
