import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Service } from '../../model/services';
import { isExported } from '../../model/visibility';
import { clientsOf } from '../clients';
import { listed } from '../parts';
import { Finding, Rule } from '../rule';

const EXPORT_TO = 'networking.istio.io/exportTo';

export const notExported: Rule = {
  id: 'service/not-exported',
  severity: 'warning',
  summary: 'a route leads to a Service that its clients do not see',
  why: 'proxies outside the namespaces of the annotation networking.istio.io/exportTo have no cluster for a Service: they answer requests for it with HTTP 503, close connections, and send no copies',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: reviews, namespace: shop, annotations: { networking.istio.io/exportTo: . } }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
metadata: { name: front, namespace: edge }
spec: { hosts: [front.example.com], exportTo: ["."], http: [{ route: [{ destination: { host: reviews.shop.svc.cluster.local } }] }] }
`,
  good: `
kind: Service
metadata: { name: reviews, namespace: shop, annotations: { networking.istio.io/exportTo: "., edge" } }
spec: { ports: [{ name: http, port: 9080 }] }
---
kind: VirtualService
metadata: { name: front, namespace: edge }
spec: { hosts: [front.example.com], exportTo: ["."], http: [{ route: [{ destination: { host: reviews.shop.svc.cluster.local } }] }] }
`,
  * check(mesh) {
    if (!mesh.services.all.some(isPrivate)) return;
    for (const target of mesh.targets()) {
      const found = mesh.services.byHost(target.host);
      if (found.length === 0 || !found.every(isPrivate)) continue;
      for (const { text, namespaces } of clientsOf(mesh, target)) {
        if (!namespaces.some(client => found.some(({ exportTo, namespace }) => isExported(exportTo, namespace, client)))) yield finding(target, found[0], text);
      }
    }
  },
};

/** Whether a Service says itself who sees it. */
function isPrivate({ kubernetes, object }: Service): boolean {
  return kubernetes && Boolean(object.annotations[EXPORT_TO]);
}

function finding({ from, field, host }: ReturnType<Mesh['targets']>[number], { object, exportTo = [] }: Service, clients: string): Finding {
  return {
    at: from,
    field: `${field}.host`,
    and: [{ object, field: `metadata.annotations["${EXPORT_TO}"]` }],
    problem: `${host} is exported to ${listed(exportTo)}, and ${clients} do not see it`,
    fix: `add their namespace to the annotation ${EXPORT_TO} of ${objectText(object)}`,
  };
}
