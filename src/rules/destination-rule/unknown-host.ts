import { Rule } from '../rule';
import { nearHosts, servicesByName } from '../service-names';

export const unknownHost: Rule = {
  id: 'destination-rule/unknown-host',
  severity: 'warning',
  summary: 'a DestinationRule is for a host that does not exist',
  why: 'a DestinationRule is used for the clusters of its host; without a Service or ServiceEntry of that name there are none',
  sameAs: ['IST0174', 'KIA0202'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviws, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: DestinationRule
metadata: { namespace: shop }
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  * check(mesh) {
    for (const { object, host, written } of mesh.destinationRules.all) {
      if (mesh.services.status(host) !== 'missing') continue;
      // The same short name in another namespace is an error of its own.
      if (!written.includes('.') && servicesByName(mesh).has(written)) continue;
      yield { at: object, field: 'spec.host', problem: `no Service or ServiceEntry has the host ${host}${nearHosts(mesh, host)}`, fix: 'correct the host, or delete the DestinationRule' };
    }
  },
};
