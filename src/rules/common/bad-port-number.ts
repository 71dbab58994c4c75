import { Rule } from '../rule';
import { structural } from '../structural';

export const badPortNumber: Rule = {
  id: 'common/bad-port-number',
  severity: 'error',
  summary: 'a port that is not from 1 to 65535',
  why: 'Istio refuses ports outside of 1 to 65535',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: https, number: 0, protocol: TLS }] }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ name: https, number: 443, protocol: TLS }] }
`,
  check: structural('common/port-range', 'port#selector', 'port#optional'),
};
