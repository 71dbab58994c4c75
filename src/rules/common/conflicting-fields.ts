import { Rule } from '../rule';
import { structural } from '../structural';

export const conflictingFields: Rule = {
  id: 'common/conflicting-fields',
  severity: 'error',
  summary: 'several fields of which there may be one',
  why: 'the API server refuses an object with more than one of the fields that its schema makes a choice of',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ uri: { exact: /a, prefix: /b } }], route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ uri: { prefix: /b } }], route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('one-of'),
};
