import { Rule } from '../rule';
import { structural } from '../structural';

export const wrongType: Rule = {
  id: 'common/wrong-type',
  severity: 'error',
  summary: 'a value of another type than its field has',
  why: 'the API server refuses values of a wrong type; in YAML a number or true without quotes is no string',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ timeout: 5, route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ timeout: 5s, route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('wrong-type'),
};
