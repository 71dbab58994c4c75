import { hasLost } from '../lost-fields';
import { Rule } from '../rule';
import { structural } from '../structural';

const unselective = structural('peer-auth/port-level-needs-selector#selector');

export const portLevelWithoutSelector: Rule = {
  id: 'peer-auth/port-level-without-selector',
  severity: 'error',
  summary: 'modes for ports of no workload',
  why: 'ports are those of a workload, so the API server refuses portLevelMtls without a selector that has labels',
  sameAs: ['IST0106'],
  bad: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: PERMISSIVE } } }
`,
  good: `
kind: PeerAuthentication
spec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: PERMISSIVE } } }
`,
  * check(mesh) {
    for (const finding of unselective(mesh)) if (!hasLost(finding.at, 'spec') && !hasLost(finding.at, 'spec.selector')) yield finding;
  },
};
