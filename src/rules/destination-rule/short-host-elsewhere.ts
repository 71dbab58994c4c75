import { Rule } from '../rule';
import { servicesByName } from '../service-names';

export const shortHostElsewhere: Rule = {
  id: 'destination-rule/short-host-elsewhere',
  severity: 'error',
  summary: 'a short host is of a service in another namespace',
  why: 'Istio looks for a host without a dot in the namespace of the DestinationRule only',
  sameAs: ['IST0174', 'KIA0202'],
  bad: `
kind: Namespace
metadata: { name: web }
---
kind: Service
metadata: { name: web, namespace: web }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: DestinationRule
metadata: { namespace: web }
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: Namespace
metadata: { name: web }
---
kind: Service
metadata: { name: web, namespace: web }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: DestinationRule
metadata: { namespace: web }
spec: { host: reviews.shop.svc.cluster.local, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  * check(mesh) {
    for (const { object, host, written, namespace } of mesh.destinationRules.all) {
      const elsewhere = written.includes('.') || mesh.services.status(host) !== 'missing' ? undefined : servicesByName(mesh).get(written);
      if (!elsewhere) continue;
      const hosts = elsewhere.map(service => service.host);
      yield {
        at: object,
        field: 'spec.host',
        and: elsewhere.map(service => ({ object: service.object })),
        problem: `${written} is looked for in namespace ${namespace}, which has no such service; there is ${hosts.slice(0, 3).join(', ')}`,
        fix: `write the host in full: ${hosts[0]}`,
      };
    }
  },
};
