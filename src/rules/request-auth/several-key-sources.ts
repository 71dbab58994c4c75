import { Rule } from '../rule';
import { structural } from '../structural';

export const severalKeySources: Rule = {
  id: 'request-auth/several-key-sources',
  severity: 'error',
  summary: 'keys of an issuer from two sources',
  why: 'the API server refuses jwks and jwksUri in one rule: the keys are written or fetched',
  sameAs: [],
  bad: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://issuer.example.com, jwksUri: https://issuer.example.com/jwks, jwks: '{"keys":[]}' }] }
`,
  good: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://issuer.example.com, jwksUri: https://issuer.example.com/jwks }] }
`,
  check: structural('request-auth/issuer-or-jwks#one-source'),
};
