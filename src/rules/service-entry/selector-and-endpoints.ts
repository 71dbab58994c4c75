import { Rule } from '../rule';
import { structural } from '../structural';

export const selectorAndEndpoints: Rule = {
  id: 'service-entry/selector-and-endpoints',
  severity: 'error',
  summary: 'a ServiceEntry with endpoints and a selector',
  why: 'endpoints are written or selected, and the API server refuses both in one ServiceEntry',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: STATIC, workloadSelector: { labels: { app: db } }, endpoints: [{ address: 10.0.0.1 }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: STATIC, endpoints: [{ address: 10.0.0.1 }] }
`,
  check: structural('service-entry/selector-xor-endpoints'),
};
