import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { textsOf } from '../../model/read';
import { Service } from '../../model/services';
import { NamedHost, namedHosts } from '../named-hosts';
import { Rule } from '../rule';
import { servicesByName } from '../service-names';
import { egressListeners } from '../sidecar-parts';

/** `reviews.bookinfo` or `reviews.bookinfo.svc`. */
const HALF = /^([^.*]+)\.([^.*]+)(?:\.svc)?$/;

export const halfQualifiedHost: Rule = {
  id: 'common/half-qualified-host',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'it is no destination, but the host of a VirtualService, a DestinationRule or a Sidecar' },
  summary: 'a host is the name of a service and its namespace, without the domain',
  why: 'Istio completes hosts without a dot only: one such as reviews.bookinfo is that of no service, so a request that is routed to it is answered with HTTP 503, a connection closed, and what else is said of it is not said of the service',
  sameAs: ['IST0101', 'IST0174'],
  bad: `
kind: Service
metadata: { name: reviews, namespace: bookinfo }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
spec: { hosts: [books.example.com], http: [{ route: [{ destination: { host: reviews.bookinfo, port: { number: 9080 } } }] }] }
`,
  good: `
kind: Service
metadata: { name: reviews, namespace: bookinfo }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
spec: { hosts: [books.example.com], http: [{ route: [{ destination: { host: reviews.bookinfo.svc.cluster.local, port: { number: 9080 } } }] }] }
`,
  * check(mesh) {
    if (servicesByName(mesh).size === 0) return;
    for (const each of [...namedHosts(mesh, isHalf), ...imported(mesh)]) {
      const service = meant(mesh, each);
      if (!service || isHarmless(each, service)) continue;
      yield {
        at: each.object,
        field: each.field,
        // Only a route to it fails; of others nothing comes.
        severity: each.role === 'destination' ? undefined : 'warning',
        and: [{ object: service.object }],
        problem: `no service has the host "${each.host}"; that of ${objectText(service.object)} is ${service.host}`,
        fix: `write ${each.written.slice(0, each.written.indexOf('/') + 1)}${service.host}`,
      };
    }
  },
};

function isHalf(written: string): boolean {
  return written.includes('.') && !written.endsWith('.local') && HALF.test(written);
}

/** Egress hosts of Sidecars, `bookinfo/reviews.bookinfo`. */
function imported(mesh: Mesh): Array<Omit<NamedHost, 'role'> & { readonly role: 'import' }> {
  return egressListeners(mesh).flatMap(({ object, field, value }) => textsOf(value.hosts).flatMap((written, i) => {
    const host = written.slice(written.indexOf('/') + 1);
    return written.includes('/') && isHalf(host) ? [{ object, field: `${field}.hosts[${i}]`, written, host, role: 'import' as const }] : [];
  }));
}

/** The service that a half host is meant for, where it is written here and nothing has that very host. */
function meant(mesh: Mesh, { host }: { readonly host: string }): Service | undefined {
  const [, name, namespace] = HALF.exec(host.toLowerCase())!;
  const service = servicesByName(mesh).get(name)?.find(each => each.namespace === namespace);
  return service && mesh.services.status(host.toLowerCase()) === 'unknown' ? service : undefined;
}

/** At a gateway it is a name like any other; and beside the whole one it says nothing new. */
function isHarmless({ role, view }: Pick<NamedHost, 'view'> & { readonly role: string }, { host }: Service): boolean {
  return role === 'routed' && (!view!.onMesh || view!.hosts.some(other => other.host === host));
}
