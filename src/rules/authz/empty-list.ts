import { Mesh } from '../../model/mesh';
import { listOf } from '../../model/read';
import { accessPolicyOf } from '../authorization';
import { AuthzPart, inside, sparseFrom, sparseRules, sparseTo } from '../authz-parts';
import { Rule } from '../rule';

export const emptyList: Rule = {
  id: 'authz/empty-list',
  severity: 'warning',
  sometimes: { severity: 'error', where: 'an ALLOW rule asks for nothing else, and so lets everybody in' },
  summary: 'a list of a rule is empty, and so restricts nothing',
  why: 'an empty list is as if it were not written: a rule with an empty from is about every caller, and not about none, so that to allow by it may be to allow everybody',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [], to: [{ operation: { methods: [GET] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { serviceAccounts: [web] } }], to: [{ operation: { methods: [GET] } }] }] }
`,
  * check(mesh) {
    for (const rule of sparseRules(mesh)) {
      for (const key of ['from', 'to']) if (isEmpty(rule.value[key])) yield { ...finding(rule, key, key === 'from' ? 'every caller' : 'every request'), severity: opens(mesh, rule, key) ? 'error' : undefined };
    }
    for (const part of [...inside(sparseFrom(mesh), 'source'), ...inside(sparseTo(mesh), 'operation')]) {
      const keys = Object.keys(part.value);
      // Where all are empty Istio refuses it, and what holds for all but some may well have none.
      if (keys.every(key => isEmpty(part.value[key]))) continue;
      for (const key of keys) if (!key.startsWith('not') && isEmpty(part.value[key])) yield finding(part, key, `all ${key}`);
    }
  },
};

/** Whether nothing else in a rule that lets in says who is let in. */
function opens(mesh: Mesh, { object, action, value }: AuthzPart, key: string): boolean {
  const others = key === 'from' ? ['when'] : ['when', 'from'];
  return action === 'ALLOW' && !accessPolicyOf(mesh).get(object)!.dryRun && others.every(other => listOf(value[other]).length === 0);
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function finding({ object, field, action }: AuthzPart, key: string, all: string) {
  return {
    at: object,
    field: `${field}.${key}`,
    problem: `${key} is an empty list, so the ${action} rule is about ${all}`,
    fix: 'take it out, if that is meant; otherwise add what the rule is about, or leave out the rule',
  };
}
