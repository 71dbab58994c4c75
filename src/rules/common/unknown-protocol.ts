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
spec: { hosts: [db.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: db, number: 5432, protocol: POSTGRES }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [db.example.com], location: MESH_EXTERNAL, resolution: NONE, ports: [{ name: tls, number: 5432, protocol: TLS }] }
`,
  check: structural('protocol'),
};
