import { Rule } from '../rule';
import { structural } from '../structural';

export const serviceAccountsWithPrincipals: Rule = {
  id: 'authz/service-accounts-with-principals',
  severity: 'error',
  summary: 'service accounts beside principals or namespaces in one source',
  why: 'the API server refuses service accounts together with principals or namespaces: both say who calls',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ from: [{ source: { serviceAccounts: [productpage], namespaces: [shop] } }] }]
`,
  good: `
kind: AuthorizationPolicy
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ from: [{ source: { serviceAccounts: [productpage] } }] }]
`,
  check: structural('authz/service-accounts'),
};
