import { identityConditions } from '../identity-tls';
import { Rule } from '../rule';

export const identityWithoutMtls: Rule = {
  id: 'authz/identity-without-mtls',
  severity: 'error',
  summary: 'a rule asks who calls, and the server takes no mutual TLS',
  why: 'the identity of a caller is in its certificate: without mutual TLS there is none, so principals, namespaces and service accounts never match, and "not" ones always do',
  sameAs: ['KIA0105'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { namespaces: [bookinfo] } }] }] }
---
kind: PeerAuthentication
spec: { mtls: { mode: DISABLE } }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { namespaces: [bookinfo] } }] }] }
---
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
`,
  * check(mesh) {
    for (const { policy, attribute, reached, because } of identityConditions(mesh, 'DISABLE', () => true)) {
      yield {
        at: policy.object,
        field: attribute.field,
        and: because,
        problem: `${policy.action} rule with ${attribute.name}, but ${reached} takes no mutual TLS: it ${attribute.negative ? 'matches every caller' : 'matches no caller'}`,
        fix: 'set mtls.mode of the PeerAuthentication to STRICT (MtlsMode.STRICT); without mutual TLS only ipBlocks tell callers apart',
      };
    }
  },
};
