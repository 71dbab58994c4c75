import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const mutualWithoutCertificate: Rule = {
  id: 'destination-rule/mutual-without-certificate',
  severity: 'error',
  summary: 'mutual TLS to a host, and no certificate to show it',
  why: 'Istio refuses a DestinationRule with mode MUTUAL unless it has both clientCertificate and privateKey, or credentialName',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /certs/tls.crt } } }
`,
  good: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /certs/tls.crt, privateKey: /certs/tls.key } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'tls'), wrongs);
  },
};

function * wrongs({ mode, credentialName, clientCertificate, privateKey }: any): Iterable<Wrong> {
  const missing = [!clientCertificate && 'clientCertificate', !privateKey && 'privateKey'].filter(Boolean);
  if (mode !== 'MUTUAL' || credentialName || missing.length === 0) return;
  yield { field: '', problem: `mode MUTUAL without ${missing.join(' and ')}`, fix: 'add both files, or a credentialName; between workloads of the mesh use mode ISTIO_MUTUAL' };
}
