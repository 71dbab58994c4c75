import { Rule } from '../rule';
import { structural } from '../structural';

export const badRegex: Rule = {
  id: 'common/bad-regex',
  severity: 'error',
  summary: 'an expression that RE2 does not take',
  why: 'Istio refuses expressions that are empty, longer than 1024 bytes or not in the syntax of RE2, which has no lookaround and no back-references',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ uri: { regex: "/(?!admin).*" } }], route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ match: [{ uri: { regex: "/v[12]/.*" } }], route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('match#regex', 'match#regex-or-any', 'regex'),
};
