import { Rule } from '../rule';
import { shadowedRoutes } from '../shadowed-routes';

export const shadowedSettings: Rule = {
  id: 'virtual-service/shadowed-settings',
  severity: 'warning',
  summary: 'the settings of a route are never used, because an earlier route to the same place takes its requests',
  why: 'Istio takes the first rule that matches, with its timeout, retries and faults; after one that matches everything it leaves out all others',
  sameAs: ['IST0130', 'IST0131'],
  bad: `
kind: VirtualService
spec:
  hosts: [reviews]
  http:
  - match: [{ uri: { prefix: /api } }]
    route: [{ destination: { host: reviews } }]
  - match: [{ uri: { prefix: /api/reports } }]
    timeout: 60s
    route: [{ destination: { host: reviews } }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [reviews]
  http:
  - match: [{ uri: { prefix: /api/reports } }]
    timeout: 60s
    route: [{ destination: { host: reviews } }]
  - match: [{ uri: { prefix: /api } }]
    route: [{ destination: { host: reviews } }]
`,
  check: mesh => shadowedRoutes(mesh, false),
};
