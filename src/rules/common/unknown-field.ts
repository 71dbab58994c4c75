import { Rule } from '../rule';
import { structural } from '../structural';
import { isRuleKey } from '../unknown-rule-keys';

const unknown = structural('unknown-field');

export const unknownField: Rule = {
  id: 'common/unknown-field',
  severity: 'error',
  summary: 'a field that the schema does not know',
  why: 'kubectl refuses unknown fields where it validates strictly, and elsewhere the API server drops them without a word: Istio never sees them',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews }, timeout: 5s }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }], timeout: 5s }] }
`,
  * check(mesh) {
    // A key of a rule that decides who gets in has a rule of its own.
    for (const finding of unknown(mesh)) if (!isRuleKey(finding)) yield finding;
  },
};
