import { Rule } from '../rule';
import { structural } from '../structural';

export const duplicateListKey: Rule = {
  id: 'common/duplicate-list-key',
  severity: 'error',
  summary: 'two entries of a list with one key',
  why: 'the API server tells the entries of this list apart by a key, and refuses two with the same',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: https, number: 443, protocol: TLS }, { name: https, number: 8443, protocol: TLS }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: https, number: 443, protocol: TLS }, { name: https-alt, number: 8443, protocol: TLS }] }
`,
  check: structural('duplicate-key'),
};
