import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const defaultLocation: Rule = {
  id: 'service-entry/default-location',
  severity: 'advice',
  summary: 'an entry does not say whether its host is in the mesh',
  why: 'without location it is MESH_EXTERNAL: proxies then never use mutual TLS of the mesh for it by themselves, even where its endpoints have sidecars',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS, location: MESH_EXTERNAL }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ location }) {
    if (location === undefined) yield { field: '.location', problem: 'location is left out, which is MESH_EXTERNAL', fix: 'write MESH_EXTERNAL, or MESH_INTERNAL where the endpoints are workloads of the mesh' };
  }),
};
