import { serviceOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { Target } from '../../model/targets';
import { didYouMean } from '../../report/did-you-mean';
import { Rule } from '../rule';
import { servicesByName } from '../service-names';

export const missingDestination: Rule = {
  id: 'virtual-service/missing-destination',
  severity: 'error',
  summary: 'a route goes to a host that does not exist',
  why: 'a proxy has no cluster for a host that no Service or ServiceEntry has, and answers requests for it with HTTP 503',
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
        problem: `no Service or ServiceEntry has the host ${target.host}${hint(mesh, target)}`,
        fix: target.written.includes('.') ? 'correct the host' : 'correct the host, or write it in full: a short name is looked for in the namespace of the VirtualService',
      };
    }
  },
};

/** The same name in another namespace, or else one like it in this. */
function hint(mesh: Mesh, { host }: Target): string {
  const { name, namespace } = serviceOf(host)!;
  const elsewhere = servicesByName(mesh).get(name) ?? [];
  if (elsewhere.length > 0) return `; there is ${elsewhere.slice(0, 3).map(service => service.host).join(', ')}`;
  const near = mesh.services.all.filter(service => service.kubernetes && service.namespace === namespace).map(service => service.object.name);
  return didYouMean(name, near);
}
