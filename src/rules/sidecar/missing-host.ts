import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { textsOf } from '../../model/read';
import { didYouMean } from '../../report/did-you-mean';
import { itemsOf } from '../parts';
import { Rule } from '../rule';
import { sidecars } from '../sidecar-parts';

export const missingHost: Rule = {
  id: 'sidecar/missing-host',
  severity: 'warning',
  summary: 'an egress host of a Sidecar is of no service',
  why: 'a Sidecar imports the services, and the VirtualServices, of the hosts that it names, in the namespace that stands before the slash; a host that fits none imports nothing',
  sameAs: ['KIA1004'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Sidecar
metadata: { namespace: shop }
spec: { egress: [{ hosts: ["./review.shop.svc.cluster.local"] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Sidecar
metadata: { namespace: shop }
spec: { egress: [{ hosts: ["./reviews.shop.svc.cluster.local"] }] }
`,
  * check(mesh) {
    for (const listener of sidecars(mesh).flatMap(spec => itemsOf(spec, 'egress'))) {
      for (const [i, text] of textsOf(listener.value.hosts).entries()) {
        const found = wrongWith(mesh, homeOf(listener.object), text);
        if (found) yield { at: listener.object, field: `${listener.field}.hosts[${i}]`, ...found };
      }
    }
  },
};

/** An egress host imports VirtualServices of its namespace as well, and what they lead to. */
function isRouted(mesh: Mesh, namespace: string, host: string): boolean {
  return mesh.virtualServices.forHost(host.toLowerCase()).some(view => view.onMesh && ['*', view.namespace].includes(namespace));
}

function wrongWith(mesh: Mesh, home: string, text: string): { readonly problem: string; readonly fix: string } | undefined {
  const [place, host = ''] = text.split('/');
  const namespace = place === '.' ? home : place;
  if (host.startsWith('*') || namespace.startsWith('~')) return undefined;
  const services = mesh.services.covering(host.toLowerCase());
  const elsewhere = services.filter(each => namespace !== '*' && each.namespace !== namespace).map(each => each.namespace);
  if (services.length > elsewhere.length || isRouted(mesh, namespace, host)) return undefined;
  // A host of several namespaces may be one of a ServiceEntry of this one that is not written here.
  if (services.length > 0 && services.every(({ kubernetes }) => kubernetes)) {
    return { problem: `"${text}" imports nothing: ${host} is a service of namespace ${elsewhere[0]}, not of ${namespace}`, fix: `write "${elsewhere[0]}/${host}"` };
  }
  if (services.length > 0 || mesh.services.status(host) !== 'missing') return undefined;
  const known = mesh.services.all.map(service => service.host);
  return { problem: `"${text}" imports nothing: there is no service ${host}`, fix: `name a service, or take the host out${didYouMean(host, known)}` };
}
