import { Mesh } from '../../model/mesh';
import { listOf } from '../../model/read';
import { AuthzPart, conditions, sparseFrom, sparseTo } from '../authz-parts';
import { hasLost } from '../lost-fields';
import { Finding, Rule } from '../rule';

export const emptyRulePart: Rule = {
  id: 'authz/empty-rule-part',
  severity: 'error',
  summary: 'a source, operation or condition of a rule says nothing',
  why: 'Istio refuses an AuthorizationPolicy with an entry of from, to or when that is empty',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: {} }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`,
  * check(mesh) {
    yield* emptyOf(sparseFrom(mesh), 'source');
    yield* emptyOf(sparseTo(mesh), 'operation');
    yield* withoutValues(mesh);
  },
};

function * emptyOf(entries: AuthzPart[], part: string): Iterable<Finding> {
  for (const { object, field, value } of entries) {
    if (value[part] && Object.values(value[part]).some(list => listOf(list).length > 0)) continue;
    if (hasLost(object, field) || hasLost(object, `${field}.${part}`)) continue;
    yield { at: object, field: `${field}.${part}`, problem: `the ${part} is ${value[part] ? 'empty' : 'missing'}`, fix: `say something in ${part}, or leave out the entry; a rule without from is for every caller, one without to for every request` };
  }
}

function * withoutValues(mesh: Mesh): Iterable<Finding> {
  for (const { object, field, value: { key, values, notValues } } of conditions(mesh)) {
    if (key === '' && !hasLost(object, field)) yield { at: object, field: `${field}.key`, problem: 'the condition has an empty key', fix: 'name an attribute, such as request.headers[x-user]' };
    if (!key || listOf(values).length + listOf(notValues).length > 0 || hasLost(object, field)) continue;
    yield { at: object, field, problem: `the condition on ${key} has neither values nor notValues`, fix: 'add the values; values: ["*"] is any value that is not empty' };
  }
}
