import { listOf } from '../../model/read';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const empty: Rule = {
  id: 'sidecar/empty',
  severity: 'error',
  summary: 'a Sidecar says nothing',
  why: 'Istio refuses a Sidecar without egress, ingress, outboundTrafficPolicy and inboundConnectionPool',
  sameAs: ['IST0106'],
  bad: `
kind: Sidecar
spec: { workloadSelector: { labels: { app: web } } }
`,
  good: `
kind: Sidecar
spec: { workloadSelector: { labels: { app: web } }, egress: [{ hosts: [./*, istio-system/*] }] }
`,
  check: mesh => findingsOf(sidecars(mesh), wrongs),
};

function * wrongs({ egress, ingress, outboundTrafficPolicy, inboundConnectionPool }: any): Iterable<Wrong> {
  if (listOf(egress).length + listOf(ingress).length > 0 || outboundTrafficPolicy || inboundConnectionPool) return;
  yield { field: '', problem: 'the Sidecar has neither egress, ingress, outboundTrafficPolicy nor inboundConnectionPool', fix: 'say what its workloads call: egress: [{ hosts: [./*, istio-system/*] }]' };
}
