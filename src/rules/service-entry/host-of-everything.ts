import { Rule } from '../rule';
import { structural } from '../structural';

export const hostOfEverything: Rule = {
  id: 'service-entry/host-of-everything',
  severity: 'error',
  summary: 'a ServiceEntry for every host',
  why: 'the API server refuses "*" as the host of a ServiceEntry',
  sameAs: ['IST0106'],
  bad: `
kind: ServiceEntry
spec: { hosts: ["*"], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: NONE }
`,
  good: `
kind: ServiceEntry
spec: { hosts: ["*.example.com"], location: MESH_INTERNAL, ports: [{ name: http, number: 9000, protocol: HTTP }], resolution: NONE }
`,
  check: structural('service-entry/hosts'),
};
