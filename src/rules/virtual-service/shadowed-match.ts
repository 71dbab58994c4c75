import { shadowedConnections } from '../connection-shadows';
import { Rule } from '../rule';
import { shadowedRoutes } from '../shadowed-routes';

export const shadowedMatch: Rule = {
  id: 'virtual-service/shadowed-match',
  severity: 'error',
  summary: 'a route is never reached, because an earlier one takes everything it is for',
  why: 'Istio tries the rules in the order they are written and takes the first that matches; after one that matches everything it leaves out all others',
  sameAs: ['IST0130', 'IST0131'],
  bad: `
kind: VirtualService
spec:
  hosts: [reviews]
  http:
  - match: [{ uri: { prefix: /api } }]
    route: [{ destination: { host: reviews } }]
  - match: [{ uri: { exact: /api/admin } }]
    route: [{ destination: { host: admin } }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [reviews]
  http:
  - match: [{ uri: { exact: /api/admin } }]
    route: [{ destination: { host: admin } }]
  - match: [{ uri: { prefix: /api } }]
    route: [{ destination: { host: reviews } }]
`,
  * check(mesh) {
    yield * shadowedRoutes(mesh, true);
    for (const view of mesh.virtualServices.all) if (view.tls.length > 1 || view.tcp.length > 1) yield * shadowedConnections(view);
  },
};
