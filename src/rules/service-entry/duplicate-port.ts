import { Rule } from '../rule';
import { structural } from '../structural';

export const duplicatePort: Rule = {
  id: 'service-entry/duplicate-port',
  severity: 'error',
  summary: 'two ports with one number',
  why: 'a listener has one protocol, so the API server refuses a number that a port of the ServiceEntry has already',
  sameAs: ['IST0106', 'IST0177'],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: https, number: 443, protocol: HTTPS }, { name: tls, number: 443, protocol: TLS }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: https, number: 8443, protocol: HTTPS }, { name: tls, number: 443, protocol: TLS }] }
`,
  check: structural('service-entry/ports-unique'),
};
