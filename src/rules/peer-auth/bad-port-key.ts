import { Rule } from '../rule';
import { structural } from '../structural';

export const badPortKey: Rule = {
  id: 'peer-auth/bad-port-key',
  severity: 'error',
  summary: 'a mode for a port that is none',
  why: 'the keys of portLevelMtls are port numbers, and the API server refuses names and numbers beyond 65535',
  sameAs: [],
  bad: `
kind: PeerAuthentication
spec: { selector: { matchLabels: { app: reviews } }, portLevelMtls: { http: { mode: PERMISSIVE } } }
`,
  good: `
kind: PeerAuthentication
spec: { selector: { matchLabels: { app: reviews } }, portLevelMtls: { "8080": { mode: PERMISSIVE } } }
`,
  check: structural('peer-auth/port-level-needs-selector#port-range'),
};
