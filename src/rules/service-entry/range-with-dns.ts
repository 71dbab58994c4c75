import { Rule } from '../rule';
import { structural } from '../structural';

export const rangeWithDns: Rule = {
  id: 'service-entry/range-with-dns',
  severity: 'error',
  summary: 'an address range where names are resolved',
  why: 'the API server takes address ranges only with resolution NONE or STATIC',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: DNS, addresses: [10.0.0.0/24], endpoints: [{ address: db.example.com }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.shop.internal], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: DNS, addresses: [10.0.0.7], endpoints: [{ address: db.example.com }] }
`,
  check: structural('service-entry/cidr-address'),
};
