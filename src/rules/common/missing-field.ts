import { Rule } from '../rule';
import { structural } from '../structural';

export const missingField: Rule = {
  id: 'common/missing-field',
  severity: 'error',
  summary: 'a field that has to be there is missing',
  why: 'the API server refuses an object without the fields that its schema requires',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { subset: v1 } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('required', 'no-spec'),
};
