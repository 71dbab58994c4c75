import { valueLists } from '../authz-parts';
import { Rule } from '../rule';

const SOURCES = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'];
const KEYS = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

export const customWithIdentity: Rule = {
  id: 'authz/custom-with-identity',
  severity: 'error',
  summary: 'a rule of a CUSTOM policy asks who calls',
  why: 'Istio refuses an AuthorizationPolicy with action CUSTOM whose rules are about identities of callers or tokens',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { action: CUSTOM, provider: { name: my-authorizer }, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: CUSTOM, provider: { name: my-authorizer }, rules: [{ to: [{ operation: { paths: [/admin/*] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, action, of } of valueLists(mesh)) {
      if (action !== 'CUSTOM' || !(SOURCES.includes(of) || KEYS.includes(of) || of.startsWith('request.auth.'))) continue;
      yield { at: object, field, problem: `${of} in a rule with action CUSTOM`, fix: 'choose requests by host, path, method, port, header or address, and leave the identity to the provider' };
    }
  },
};
