import { Rule } from '../rule';
import { structural } from '../structural';

export const badDryRun: Rule = {
  id: 'common/bad-dry-run',
  severity: 'error',
  summary: 'a dry run where there is none',
  why: 'Istio takes the annotation istio.io/dry-run on an AuthorizationPolicy that allows or denies only, with true or false',
  sameAs: ['IST0106'],
  bad: `
kind: PeerAuthentication
metadata: { annotations: { istio.io/dry-run: "true" } }
spec: { mtls: { mode: STRICT } }
`,
  good: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
`,
  check: structural('annotations#dry-run'),
};
