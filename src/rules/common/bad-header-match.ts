import { Rule } from '../rule';
import { structural } from '../structural';

export const badHeaderMatch: Rule = {
  id: 'common/bad-header-match',
  severity: 'error',
  summary: 'a match of a header that no request can have',
  why: 'Istio refuses matches whose header is no HTTP token, none of the pseudo headers and no claim of a token',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ headers: { "x user": { exact: jason } } }], route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ headers: { x-user: { exact: jason } } }], route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('header#match'),
};
