import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const unverifiedWithNames: Rule = {
  id: 'destination-rule/unverified-with-names',
  severity: 'error',
  summary: 'calls to a host by TLS that is not to be verified, and what to verify it by',
  why: 'Istio refuses a DestinationRule with insecureSkipVerify beside certificates or names to verify the server by',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec:
  host: partner.example.com
  trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [partner.example.com] } }
`,
  good: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, subjectAltNames: [partner.example.com] } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'tls'), wrongs);
  },
};

function * wrongs({ mode, insecureSkipVerify, caCertificates, credentialName, subjectAltNames }: any): Iterable<Wrong> {
  if (!insecureSkipVerify || !['SIMPLE', 'MUTUAL'].includes(mode)) return;
  const said = [
    caCertificates && 'caCertificates',
    // For MUTUAL it may be there for the certificate of the client alone.
    mode === 'SIMPLE' && credentialName && 'credentialName',
    subjectAltNames?.length > 0 && 'subjectAltNames',
  ].filter(Boolean);
  if (said.length > 0) yield { field: '.insecureSkipVerify', problem: `insecureSkipVerify beside ${said.join(', ')}`, fix: `leave out insecureSkipVerify, or ${said.join(' and ')}` };
}
