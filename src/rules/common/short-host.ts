import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { Rule } from '../rule';
import { servicesByName } from '../service-names';

export const shortHost: Rule = {
  id: 'common/short-host',
  severity: 'warning',
  summary: 'a short host is read in another namespace than that of the service',
  why: 'Istio completes a host without a dot with the namespace of the object that it is written in, not with that of the service, so the object is for a host that nobody calls',
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
    for (const { object, field, written, host } of unknownHosts(mesh)) {
      // Where no namespace is written, whoever applies it chooses one.
      if (object.namespace === '') continue;
      const [service, ...others] = servicesByName(mesh).get(written.toLowerCase()) ?? [];
      if (!service) continue;
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

/** Hosts without a dot of which nothing is known. */
function * unknownHosts(mesh: Mesh): Iterable<{ readonly object: MeshObject; readonly field: string; readonly written: string; readonly host: string }> {
  const isUnknown = (written: string, host: string) => written !== '*' && !written.includes('.') && mesh.services.status(host) === 'unknown';
  for (const { object, hosts } of mesh.virtualServices.all) {
    for (const { written, field, host } of hosts) if (isUnknown(written, host)) yield { object, written, field, host };
  }
  for (const { from, written, field, host } of mesh.targets()) if (isUnknown(written, host)) yield { object: from, written, field: `${field}.host`, host };
  for (const { object, written, host } of mesh.destinationRules.all) if (isUnknown(written, host)) yield { object, written, field: 'spec.host', host };
}
