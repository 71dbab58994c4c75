import { homeOf } from '../../model/hosts';
import { objectText } from '../../model/object';
import { listOf, textsOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { Part } from '../parts';
import { Rule } from '../rule';

export const shadowedByService: Rule = {
  id: 'service-entry/shadowed-by-service',
  severity: 'warning',
  summary: 'an entry has the host of a Service of Kubernetes',
  why: 'of one host the proxies know one service: that of Kubernetes wins, and the ports and the resolution of the entry count at most for clients in its own namespace where the Service is elsewhere',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: cart }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
---
kind: ServiceEntry
spec: { hosts: [cart.default.svc.cluster.local], ports: [{ number: 8080, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL, endpoints: [{ address: cart.example.com }] }
`,
  good: `
kind: Service
metadata: { name: cart }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
---
kind: ServiceEntry
spec: { hosts: [cart.example.com], ports: [{ number: 8080, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL }
`,
  * check(mesh) {
    for (const entry of networkingParts(mesh).serviceEntries) {
      for (const [i, host] of textsOf(entry.value.hosts).entries()) {
        const service = mesh.services.byHost(host.toLowerCase()).find(({ kubernetes }) => kubernetes);
        if (!service || addsEndpoints(entry, service.namespace)) continue;
        yield {
          at: entry.object,
          field: `spec.hosts[${i}]`,
          and: [{ object: service.object }],
          problem: `the host ${host} is that of ${objectText(service.object)}`,
          fix: 'give the entry a host of its own, and route to it with a VirtualService for the Service',
        };
      }
    }
  },
};

/** Endpoints are kept by host and namespace: an entry beside the Service adds its own to those of the Service. */
function addsEndpoints({ object, value: { resolution, endpoints, workloadSelector } }: Part, namespace: string): boolean {
  return homeOf(object) === namespace && resolution === 'STATIC' && (listOf(endpoints).length > 0 || workloadSelector);
}
