import { homeOf } from '../../model/hosts';
import { selectorOf } from '../../model/policies';
import { Rule } from '../rule';

export const rootSelector: Rule = {
  id: 'peer-auth/root-selector',
  severity: 'error',
  summary: 'a PeerAuthentication in the root namespace has a selector',
  why: 'in the root namespace Istio uses only the PeerAuthentication without a selector, for the whole mesh; one with a selector is for no workload at all',
  sameAs: [],
  bad: `
kind: PeerAuthentication
metadata: { name: reviews, namespace: istio-system }
spec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT } }
`,
  good: `
kind: PeerAuthentication
metadata: { name: reviews, namespace: bookinfo }
spec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT } }
`,
  * check(mesh) {
    const { rootNamespace } = mesh.settings;
    for (const object of mesh.ofKind('security.istio.io', 'PeerAuthentication')) {
      const labels = homeOf(object) === rootNamespace ? Object.entries(selectorOf(object)) : [];
      if (labels.length === 0) continue;
      yield {
        at: object,
        field: 'spec.selector.matchLabels',
        problem: `the policy is for pods with ${labels.map(([key, value]) => `${key}: ${value}`).join(', ')}, but in the root namespace ${rootNamespace} it is for none`,
        fix: 'put it into the namespace of the workload, or take the selector out to mean the whole mesh',
      };
    }
  },
};
