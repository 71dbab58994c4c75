import { listOf } from '../../model/read';
import { authorizationPolicies } from '../authz-parts';
import { hasLost } from '../lost-fields';
import { Rule } from '../rule';

export const denyWithoutRules: Rule = {
  id: 'authz/deny-without-rules',
  severity: 'error',
  summary: 'a policy with action DENY or CUSTOM has no rules',
  why: 'Istio refuses an AuthorizationPolicy with action DENY or CUSTOM and no rules, since it would never apply',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { action: DENY }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{}] }
`,
  * check(mesh) {
    for (const { object, value, action } of authorizationPolicies(mesh)) {
      if (!['DENY', 'CUSTOM'].includes(action) || listOf(value.rules).length > 0 || hasLost(object, 'spec')) continue;
      yield {
        at: object,
        field: 'spec.rules',
        problem: `action ${action} without rules`,
        fix: `add a rule; rules: [{}] is every request. ${action === 'DENY' ? 'To let nobody in, leave out action and rules' : ''}`.trim(),
      };
    }
  },
};
