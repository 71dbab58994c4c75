import { Rule } from '../rule';
import { nearHosts } from '../service-names';

export const hostWithoutService: Rule = {
  id: 'virtual-service/host-without-service',
  severity: 'warning',
  summary: 'a VirtualService on the mesh is for a host that no service has',
  why: 'proxies listen on the ports of services; rules for a host that is none are used only for calls to port 80, or to ports of other hosts of the VirtualService',
  sameAs: ['KIA1101'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [opinions], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
metadata: { namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`,
  * check(mesh) {
    for (const { object, hosts } of mesh.virtualServices.onGateway('mesh')) {
      for (const { host, field } of hosts) {
        if (mesh.services.status(host) !== 'missing') continue;
        yield { at: object, field, problem: `no Service or ServiceEntry has the host ${host}${nearHosts(mesh, host)}`, fix: 'name the host that clients call, or write a Service or ServiceEntry for it' };
      }
    }
  },
};
