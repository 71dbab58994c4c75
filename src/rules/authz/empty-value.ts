import { valueLists } from '../authz-parts';
import { Rule } from '../rule';

export const emptyValue: Rule = {
  id: 'authz/empty-value',
  severity: 'error',
  summary: 'a rule compares with an empty text',
  why: 'Istio refuses an AuthorizationPolicy with an empty text among the values of a rule',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [""] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [/] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value, of } of valueLists(mesh)) {
      const i = value.indexOf('');
      if (i >= 0) yield { at: object, field: `${field}[${i}]`, problem: `an empty text in ${of}`, fix: 'leave it out; "*" is any value that is not empty' };
    }
  },
};
