import { Rule } from '../rule';
import { nearHosts } from '../service-names';

export const missingDestination: Rule = {
  id: 'virtual-service/missing-destination',
  severity: 'error',
  summary: 'a route goes to a host that does not exist',
  why: 'a proxy has no cluster for a host that no Service or ServiceEntry has: it answers requests for it with HTTP 503, and closes TLS and TCP connections',
  sameAs: ['IST0101', 'KIA1101'],
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
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviws } }] }] }
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
    for (const target of mesh.targets()) {
      if (mesh.services.status(target.host) !== 'missing') continue;
      yield {
        at: target.from,
        field: `${target.field}.host`,
        problem: `no Service or ServiceEntry has the host ${target.host}${nearHosts(mesh, target.host)}`,
        fix: target.written.includes('.') ? 'correct the host' : 'correct the host, or write it in full: a short name is looked for in the namespace of the VirtualService',
      };
    }
  },
};
