import { authorizationPolicies, AuthzPart } from '../authz-parts';
import { hasLost } from '../lost-fields';
import { Rule } from '../rule';

export const allowEmpty: Rule = {
  id: 'authz/allow-empty',
  severity: 'warning',
  summary: 'a policy without rules lets nobody in, and looks as if it were to let somebody in',
  why: 'an ALLOW policy without rules matches no request, and where an ALLOW policy is in force everything that none matches is refused',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
metadata: { name: allow-all }
spec: { selector: { matchLabels: { app: web } } }
`,
  good: `
kind: AuthorizationPolicy
metadata: { name: allow-all }
spec: { selector: { matchLabels: { app: web } }, rules: [{}] }
`,
  * check(mesh) {
    for (const policy of authorizationPolicies(mesh)) {
      if (policy.action !== 'ALLOW' || policy.value.rules?.length > 0 || !looksUnmeant(policy) || hasLost(policy.object, 'spec')) continue;
      yield {
        at: policy.object,
        field: 'spec.rules',
        problem: Array.isArray(policy.value.rules) ? 'the list of rules is empty, so the policy allows no request' : 'there are no rules, so the policy allows no request',
        fix: 'rules: [{}] lets everybody in; to let nobody in, leave out rules, and call it so: deny-all, as Access.denyAll() does',
      };
    }
  },
};

/** `spec: {}` is how everything is refused by default. A list that came out empty, or a name that says whom to allow, is something else. */
function looksUnmeant({ object, value }: AuthzPart): boolean {
  if (/(^|-)(deny|no|none|nothing|nobody)(-|$)/.test(object.name)) return false;
  return Array.isArray(value.rules) || /(^|-)allow(s|ed)?-/.test(object.name);
}
