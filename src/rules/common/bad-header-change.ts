import { Rule } from '../rule';
import { structural } from '../structural';

export const badHeaderChange: Rule = {
  id: 'common/bad-header-change',
  severity: 'error',
  summary: 'a change of a header that cannot be changed',
  why: 'Istio refuses to set headers that begin with ":" other than :authority, and to remove or answer with any of them or with Host',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ headers: { request: { set: { ":path": /v2 } } }, route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ rewrite: { uri: /v2 }, route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('header#request', 'header#response', 'header#remove'),
};
