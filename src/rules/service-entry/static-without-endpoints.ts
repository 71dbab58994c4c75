import { listOf, textsOf } from '../../model/read';
import { hasLost } from '../lost-fields';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const staticWithoutEndpoints: Rule = {
  id: 'service-entry/static-without-endpoints',
  severity: 'error',
  summary: 'an entry of resolution STATIC names no endpoints',
  why: 'with STATIC calls go to the endpoints or to the selected workloads; where there is neither the proxy answers 503, or closes the connection',
  sameAs: [],
  bad: `
kind: ServiceEntry
spec: { hosts: [api.example.com], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: STATIC, location: MESH_EXTERNAL }
`,
  good: `
kind: ServiceEntry
spec:
  hosts: [api.example.com]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: STATIC
  location: MESH_EXTERNAL
  endpoints: [{ address: 192.0.2.10 }]
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ hosts, resolution, endpoints, workloadSelector }, { object }) {
    if (resolution !== 'STATIC' || listOf(endpoints).length > 0 || workloadSelector || hasLost(object, 'spec')) return;
    // Endpoints count for the host: another entry, or a Service of Kubernetes, may have them.
    if (textsOf(hosts).some(host => mesh.services.byHost(host.toLowerCase()).some(other => other.object !== object))) return;
    // A host may be there for its routes alone, which lead elsewhere.
    if (textsOf(hosts).some(host => mesh.virtualServices.forHost(host.toLowerCase()).some(({ onMesh }) => onMesh))) return;
    yield { field: '.resolution', problem: 'resolution is STATIC, and there are neither endpoints nor workloadSelector', fix: 'add endpoints with IP addresses, or set resolution to DNS to look up the hosts' };
  }),
};
