import { findingsOf } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const noCa: Rule = {
  id: 'destination-rule/no-ca',
  severity: 'advice',
  summary: 'a DestinationRule with TLS does not say which authorities are trusted',
  why: 'without caCertificates or credentialName Istio trusts all authorities that the image of the proxy trusts',
  sameAs: ['IST0128', 'IST0129'],
  bad: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }
`,
  good: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, caCertificates: system } } }
`,
  check: mesh => findingsOf(blocksOf(mesh, 'tls'), function * ({ mode, caCertificates, credentialName, insecureSkipVerify }) {
    if (!['SIMPLE', 'MUTUAL'].includes(mode) || caCertificates || credentialName || insecureSkipVerify) return;
    yield { field: '', problem: `tls.mode is ${mode}, without caCertificates`, fix: 'name the file of the authority in caCertificates, or write system' };
  }),
};
