import { Rule } from '../rule';
import { structural } from '../structural';

export const endpointsWithoutResolution: Rule = {
  id: 'service-entry/endpoints-without-resolution',
  severity: 'error',
  summary: 'endpoints that nothing is resolved to',
  why: 'with resolution NONE, the default, requests go where the caller addressed them, so the API server refuses endpoints',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], endpoints: [{ address: 10.0.0.1 }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: STATIC, endpoints: [{ address: 10.0.0.1 }] }
`,
  check: structural('service-entry/resolution-none'),
};
