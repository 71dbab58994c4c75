import { Rule } from '../rule';
import { structural } from '../structural';

export const emptyMatch: Rule = {
  id: 'common/empty-match',
  severity: 'error',
  summary: 'a match of an empty prefix',
  why: 'Istio refuses an empty prefix everywhere but for paths',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ headers: { x-user: { prefix: "" } } }], route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ headers: { x-user: {} } }], route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('match#prefix'),
};
