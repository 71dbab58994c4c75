import { listOf, textOf, textsOf } from '../../model/read';
import { conditions } from '../authz-parts';
import { listed } from '../parts';
import { Rule } from '../rule';

export const missingHeaderMatches: Rule = {
  id: 'authz/missing-header-matches',
  severity: 'advice',
  summary: 'an ALLOW rule holds for every value of a header or claim but some, and so where there is none',
  why: 'notValues holds for a request without the header, or without the claim, as well',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ when: [{ key: "request.headers[x-tier]", notValues: [free] }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ when: [{ key: "request.headers[x-tier]", values: ["*"], notValues: [free] }] }] }
`,
  * check(mesh) {
    for (const { object, field, action, value: { key, values, notValues } } of conditions(mesh)) {
      const texts = textsOf(notValues);
      if (action !== 'ALLOW' || texts.length === 0 || texts.includes('*') || listOf(values).length > 0 || !/^request\.(headers|auth\.claims)\[/.test(textOf(key))) continue;
      yield { at: object, field: `${field}.notValues`, problem: `not ${listed(texts)} holds without ${key} too`, fix: 'add values: ["*"] beside notValues where it must be there' };
    }
  },
};
