import { AccessPolicy, Attribute } from '../authorization';
import { identityConditions } from '../identity-tls';
import { Rule } from '../rule';

export const identityInPlainText: Rule = {
  id: 'authz/identity-in-plain-text',
  severity: 'warning',
  summary: 'a rule that keeps callers out by their identity, and the server takes plain text as well',
  why: 'in PERMISSIVE mode the proxy of the server takes plain text, and such a caller has no identity: a DENY for certain principals or namespaces does not match it',
  sameAs: ['KIA0105'],
  bad: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{ from: [{ source: { namespaces: [bookinfo] } }] }] }
---
kind: PeerAuthentication
spec: { mtls: { mode: PERMISSIVE } }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{ from: [{ source: { notNamespaces: [shop] } }] }] }
---
kind: PeerAuthentication
spec: { mtls: { mode: PERMISSIVE } }
`,
  * check(mesh) {
    for (const { policy, attribute, reached, because } of identityConditions(mesh, 'PERMISSIVE', isBypassed)) {
      yield {
        at: policy.object,
        field: attribute.field,
        and: because,
        problem: `${policy.action} rule with ${attribute.name}, but ${reached} also takes plain text, and such callers get past it`,
        fix: `set mtls.mode of the PeerAuthentication to STRICT (MtlsMode.STRICT), or ${instead(policy)}`,
      };
    }
  },
};

function instead({ action }: AccessPolicy): string {
  return action === 'DENY' ? 'deny with the "not" form, which matches callers without identity too' : 'name those who may call, not those who may not';
}

/** A caller without identity gets in where it should not: by no DENY, or by an ALLOW for all but some. */
function isBypassed({ action }: AccessPolicy, { negative }: Attribute): boolean {
  return (action === 'DENY' && !negative) || (action === 'ALLOW' && negative);
}
