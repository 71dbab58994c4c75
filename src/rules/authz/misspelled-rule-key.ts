import { MeshObject } from '../../model/object';
import { Finding, Rule } from '../rule';
import { structural } from '../structural';
import { isRuleKey } from '../unknown-rule-keys';

const unknown = structural('unknown-field');

export const misspelledRuleKey: Rule = {
  id: 'authz/misspelled-rule-key',
  severity: 'error',
  summary: 'a rule with a condition that Istio never sees',
  why: 'the API server drops fields that it does not know, and a rule without from, to and when is about every request: to allow by it is to allow everything',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ form: [{ source: { serviceAccounts: [productpage] } }] }]
`,
  good: `
kind: AuthorizationPolicy
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ from: [{ source: { serviceAccounts: [productpage] } }] }]
`,
  * check(mesh) {
    for (const finding of unknown(mesh)) {
      if (isRuleKey(finding)) yield { ...finding, problem: `${finding.problem}; without it ${effect(finding)}` };
    }
  },
};

/** What is left of the rule. */
function effect({ at, field }: Finding): string {
  const index = Number(/\d+/.exec(field!)![0]);
  const rule = ruleOf(at, index);
  const every = ['from', 'to', 'when'].every(key => (rule[key] ?? []).length === 0);
  return every ? `the rule ${VERBS[at.spec.action ?? 'ALLOW'] ?? 'is about'} every request` : `the rule ${VERBS[at.spec.action ?? 'ALLOW'] ?? 'is about'} more than was meant`;
}

const VERBS: { readonly [action: string]: string } = { ALLOW: 'allows', DENY: 'denies', AUDIT: 'logs', CUSTOM: 'sends to its provider' };

/** As it is written: in the admitted spec, entries that are no rule at all are missing. */
function ruleOf({ json }: MeshObject, index: number): any {
  return json.spec.rules[index];
}
