import { objectText } from '../../model/object';
import { namedHosts } from '../named-hosts';
import { Rule } from '../rule';
import { servicesByName } from '../service-names';

export const shortHost: Rule = {
  id: 'common/short-host',
  severity: 'warning',
  summary: 'a short host is read in another namespace than that of the service',
  why: 'Istio completes a host without a dot with the namespace of the object that it is written in, not with that of the service: what is said of such a host is for nobody, and a request that is routed to it is answered with HTTP 503, a connection closed',
  sameAs: ['IST0101', 'IST0174'],
  bad: `
kind: VirtualService
metadata: { name: reviews, namespace: istio-system }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews.bookinfo.svc.cluster.local, port: { number: 80 } } }] }] }
---
kind: Service
metadata: { name: reviews, namespace: bookinfo }
spec: { ports: [{ name: http, port: 80 }] }
`,
  good: `
kind: VirtualService
metadata: { name: reviews, namespace: istio-system }
spec: { hosts: [reviews.bookinfo.svc.cluster.local], http: [{ route: [{ destination: { host: reviews.bookinfo.svc.cluster.local, port: { number: 80 } } }] }] }
---
kind: Service
metadata: { name: reviews, namespace: bookinfo }
spec: { ports: [{ name: http, port: 80 }] }
`,
  * check(mesh) {
    if (servicesByName(mesh).size === 0) return;
    for (const { object, field, written, host } of namedHosts(mesh, text => text !== '*' && !text.includes('.'))) {
      // Where no namespace is written, whoever applies it chooses one: that of the host, maybe.
      if (object.namespace === '' || mesh.services.status(host) !== 'unknown') continue;
      const [service, ...others] = servicesByName(mesh).get(written.toLowerCase()) ?? [];
      if (!service || [service, ...others].some(each => each.object.namespace === '')) continue;
      yield {
        at: object,
        field,
        and: [service, ...others].slice(0, 3).map(each => ({ object: each.object })),
        problem: `"${written}" is ${host} here, and nothing of that name is known; ${objectText(service.object)} is another host`,
        fix: `write ${others.length > 0 ? 'the whole host' : service.host}, or put the object into the namespace of the service`,
      };
    }
  },
};
