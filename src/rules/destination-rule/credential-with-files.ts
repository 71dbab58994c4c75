import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'];

export const credentialWithFiles: Rule = {
  id: 'destination-rule/credential-with-files',
  severity: 'error',
  summary: 'calls to a host by TLS with certificates both from a Secret and from files',
  why: 'Istio refuses a DestinationRule whose tls has credentialName and files',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec:
  host: partner.example.com
  workloadSelector: { matchLabels: { app: web } }
  trafficPolicy: { tls: { mode: SIMPLE, credentialName: partner, caCertificates: /certs/ca.crt } }
`,
  good: `
kind: DestinationRule
spec:
  host: partner.example.com
  workloadSelector: { matchLabels: { app: web } }
  trafficPolicy: { tls: { mode: SIMPLE, credentialName: partner } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'tls'), wrongs);
  },
};

function * wrongs(tls: any): Iterable<Wrong> {
  const files = FILES.filter(file => tls[file]);
  if (!tls.credentialName || files.length === 0 || !['SIMPLE', 'MUTUAL'].includes(tls.mode)) return;
  yield { field: '.credentialName', problem: `credentialName beside ${files.join(', ')}`, fix: 'keep either; a Secret holds tls.crt, tls.key, ca.crt and ca.crl' };
}
