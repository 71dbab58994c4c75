import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

export const foreignPrincipal: Rule = {
  id: 'authz/foreign-principal',
  severity: 'error',
  summary: 'a principal of a rule is written in a form that no caller has',
  why: 'a principal is compared with the whole identity of the caller after its spiffe://, and Istio makes these TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT: a part of one, or one with spiffe://, never matches',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { principals: ["spiffe://cluster.local/ns/shop/sa/web"] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web, "*/ns/shop/sa/web"] } }] }] }
`,
  * check(mesh) {
    const [domain] = mesh.settings.trustDomains;
    for (const { object, field, value } of valuesOf(mesh, 'principals', 'source.principal')) {
      for (const [i, principal] of value.entries()) {
        const instead = meant(principal, domain);
        if (instead) yield { at: object, field: `${field}[${i}]`, problem: `the principal is "${principal}", which nobody has`, fix: `write ${instead}` };
      }
    }
  },
};

/** What was meant, where a form can be no identity of a workload. Identities of other issuers may have any path. */
function meant(principal: string, domain: string): string | undefined {
  if (principal.startsWith('spiffe://')) return `"${principal.slice('spiffe://'.length)}", without spiffe://`;
  if (/^\/?ns\/[^/]+\/sa\//.test(principal)) return `"${domain}/${principal.replace(/^\//, '')}", with the trust domain`;
  if (/^system:serviceaccount:[^:]+:[^:]+$/.test(principal)) return `"${domain}/ns/${principal.split(':')[2]}/sa/${principal.split(':')[3]}"`;
  const strange = /[^\w.*/-]/.exec(/\/ns\/(.*)\/sa\/(.*)$/.exec(principal)?.slice(1).join('') ?? '');
  if (strange) return `it without "${strange[0]}", which no namespace and no account has in its name`;
  if (/[/*]/.test(principal) || principal === '') return undefined;
  return `"${domain}/ns/NAMESPACE/sa/${principal}", or serviceAccounts: ["NAMESPACE/${principal}"]`;
}
