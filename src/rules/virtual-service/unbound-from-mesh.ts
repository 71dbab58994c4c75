import { Rule } from '../rule';

export const unboundFromMesh: Rule = {
  id: 'virtual-service/unbound-from-mesh',
  severity: 'advice',
  summary: 'a VirtualService for a service of the mesh is bound to gateways only',
  why: 'clients in the mesh use only VirtualServices that are bound to mesh; naming a gateway takes that default away',
  sameAs: ['IST0140'],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], gateways: [edge/shop], http: [{ timeout: 3s, route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], gateways: [edge/shop, mesh], http: [{ timeout: 3s, route: [{ destination: { host: reviews } }] }] }
`,
  * check(mesh) {
    for (const { object, hosts, onMesh, isDelegate } of mesh.virtualServices.all) {
      if (onMesh || isDelegate) continue;
      for (const { host, field, written } of hosts) {
        if (!mesh.services.byHost(host).some(({ kubernetes }) => kubernetes)) continue;
        yield { at: object, field, problem: `${written} is a service of the mesh, and clients in the mesh do not use these rules`, fix: 'add mesh to gateways, if the rules are for them too' };
      }
    }
  },
};
