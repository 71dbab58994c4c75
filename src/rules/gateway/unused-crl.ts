import { networkingParts } from '../networking-parts';
import { Finding, Rule } from '../rule';
import { certificateFields, tlsMode } from '../server-tls';

export const unusedCrl: Rule = {
  id: 'gateway/unused-crl',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'the certificate is in a Secret' },
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
  * check(mesh) {
    for (const { object, field, value: { tls } } of networkingParts(mesh).servers) {
      const wrong = certificateFields(tls).includes('caCrl') ? wrongIn(tls) : undefined;
      if (wrong) yield { at: object, field: `${field}.tls.caCrl`, ...wrong };
    }
  },
};

function wrongIn(tls: any): Pick<Finding, 'problem' | 'fix' | 'severity'> | undefined {
  const credential = certificateFields(tls).find(field => field.startsWith('credentialName'));
  switch (tlsMode(tls)) {
    case 'SIMPLE': {
      const problem = 'caCrl is set, and the mode is SIMPLE, which asks clients for no certificate';
      // Beside a Secret it is not looked at.
      return { problem, fix: 'set the mode to MUTUAL, or take caCrl out', severity: credential ? 'warning' : undefined };
    }
    case 'MUTUAL': case 'OPTIONAL_MUTUAL':
      return credential ? { problem: `caCrl is set beside ${credential}`, fix: 'put the list into the Secret, as ca.crl, and take caCrl out' } : undefined;
    default:
      return undefined;
  }
}
