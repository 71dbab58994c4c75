import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

export const badServiceAccount: Rule = {
  id: 'authz/bad-service-account',
  severity: 'error',
  summary: 'a service account of a rule is not namespace and name',
  why: 'Istio refuses an AuthorizationPolicy with service accounts that are not NAME or NAMESPACE/NAME without wildcards, with more than 16 of them, or longer than 320 characters',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { serviceAccounts: [shop/*] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { serviceAccounts: [shop/web, local] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value, of } of valuesOf(mesh, 'serviceAccounts', 'source.serviceAccount')) {
      // Of a source the schema says so.
      if (value.length > 16 && of === 'source.serviceAccount') yield { at: object, field, problem: `${value.length} service accounts in one list`, fix: 'use at most 16 in a list, and more conditions or rules' };
      for (const [i, account] of value.entries()) {
        if (account === '' || isAccount(account, of)) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `"${account}" is no service account`, fix: 'write NAMESPACE/NAME, or NAME for one of the namespace of the policy; for wildcards use principals or namespaces' };
      }
    }
  },
};

function isAccount(text: string, of: string): boolean {
  return /^[^/*]+(\/[^/*]+)?$/.test(text) && (Buffer.byteLength(text) <= 320 || (of === 'serviceAccounts' && [...text].length > 320));
}
