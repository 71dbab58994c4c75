import { Rule } from '../rule';
import { structural } from '../structural';

export const unknownProtocol: Rule = {
  id: 'common/unknown-protocol',
  severity: 'error',
  summary: 'a protocol that Istio does not know',
  why: 'Istio refuses a ServiceEntry with a port of a protocol that it does not know',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [db.example.com], addresses: [192.0.2.10], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: db, number: 5432, protocol: POSTGRES }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.example.com], addresses: [192.0.2.10], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: db, number: 5432, protocol: TCP }] }
`,
  check: structural('protocol'),
};
