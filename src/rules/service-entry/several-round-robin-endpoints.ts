import { Rule } from '../rule';
import { structural } from '../structural';

export const severalRoundRobinEndpoints: Rule = {
  id: 'service-entry/several-round-robin-endpoints',
  severity: 'error',
  summary: 'more than one endpoint with DNS_ROUND_ROBIN',
  why: 'Envoy resolves one name for such a cluster, so the API server refuses a second endpoint',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: DNS_ROUND_ROBIN, endpoints: [{ address: a.example.com }, { address: b.example.com }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: DNS, endpoints: [{ address: a.example.com }, { address: b.example.com }] }
`,
  check: structural('service-entry/resolution-dns'),
};
