import { Rule } from '../rule';
import { structural } from '../structural';

export const badJwksUri: Rule = {
  id: 'request-auth/bad-jwks-uri',
  severity: 'error',
  summary: 'keys from a place that is no URL',
  why: 'istiod fetches the keys over http or https, and the API server refuses other URLs',
  sameAs: ['IST0106'],
  bad: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://issuer.example.com, jwksUri: issuer.example.com/jwks }] }
`,
  good: `
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://issuer.example.com, jwksUri: https://issuer.example.com/jwks }] }
`,
  check: structural('request-auth/issuer-or-jwks#uri-scheme'),
};
