import { Rule } from '../rule';
import { structural } from '../structural';

export const unknownKind: Rule = {
  id: 'common/unknown-kind',
  severity: 'error',
  summary: 'a kind or API group that Istio does not have',
  why: 'the API server refuses an object whose kind its API group does not have',
  sameAs: [],
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualServices
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('kind'),
};
