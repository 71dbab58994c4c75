import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { certificateFields, tlsMode } from '../server-tls';

export const unusedCrl: Rule = {
  id: 'gateway/unused-crl',
  severity: 'error',
  summary: 'a server names a list of revoked certificates that it never looks at',
  why: 'caCrl counts only for client certificates checked against caCertificates: without a client certificate istiod refuses it, and beside credentialName it is not read, so revoked certificates pass',
  sameAs: ['IST0106'],
  bad: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, serverCertificate: /etc/certs/tls.crt, privateKey: /etc/certs/tls.key, caCrl: /etc/certs/crl.pem }
`,
  good: `
kind: Gateway
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: MUTUAL, serverCertificate: /etc/certs/tls.crt, privateKey: /etc/certs/tls.key, caCertificates: /etc/certs/ca.pem, caCrl: /etc/certs/crl.pem }
`,
  check: mesh => findingsOf(networkingParts(mesh).servers, function * ({ tls }) {
    const named = certificateFields(tls);
    const mode = tlsMode(tls);
    if (!named.includes('caCrl') || mode === 'ISTIO_MUTUAL') return;
    const credential = named.find(field => field.startsWith('credentialName'));
    if (credential) yield { field: '.tls.caCrl', problem: `caCrl is set beside ${credential}`, fix: 'put the list into the Secret, as ca.crl, and take caCrl out' };
    else if (mode === 'SIMPLE') yield { field: '.tls.caCrl', problem: 'caCrl is set, and the mode is SIMPLE, which asks clients for no certificate', fix: 'set the mode to MUTUAL, or take caCrl out' };
  }),
};
