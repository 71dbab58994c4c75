import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];

export const methodCase: Rule = {
  id: 'authz/method-case',
  severity: 'error',
  summary: 'a method of a rule is not in capital letters',
  why: 'methods are compared letter for letter, and those of HTTP are in capital letters, so the value matches none of them',
  sameAs: ['KIA0102'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { methods: [get] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { methods: [GET] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of valuesOf(mesh, 'methods')) {
      for (const [i, method] of value.entries()) {
        const capital = method.toUpperCase();
        if (METHODS.includes(method) || !METHODS.includes(capital)) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `the method is "${method}"`, fix: `write ${capital}` };
      }
    }
  },
};
