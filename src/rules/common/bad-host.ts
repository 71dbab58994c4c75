import { Rule } from '../rule';
import { structural } from '../structural';

export const badHost: Rule = {
  id: 'common/bad-host',
  severity: 'error',
  summary: 'a host that is no DNS name',
  why: 'Istio refuses hosts of routes and entries that are not DNS names, which may have a wildcard at their start only',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [reviews.*], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  check: structural('host#route', 'host#generated', 'host#entry', 'host#destination'),
};
