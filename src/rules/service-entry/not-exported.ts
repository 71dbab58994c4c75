import { Mesh } from '../../model/mesh';
import { objectText } from '../../model/object';
import { Service } from '../../model/services';
import { isExported } from '../../model/visibility';
import { clientsOf } from '../clients';
import { listed } from '../parts';
import { Finding, Rule } from '../rule';

export const notExported: Rule = {
  id: 'service-entry/not-exported',
  severity: 'warning',
  summary: 'a route leads to an entry that its clients do not see',
  why: 'proxies know a host only where its ServiceEntry is exported to: elsewhere a request that is routed to it is answered with HTTP 503, and a TCP or TLS connection is closed',
  sameAs: ['IST0101'],
  bad: `
kind: ServiceEntry
metadata: { name: api, namespace: partners }
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL, exportTo: ["."] }
---
kind: VirtualService
metadata: { name: api, namespace: shop }
spec: { hosts: [api.shop.example], exportTo: ["."], http: [{ route: [{ destination: { host: api.example.com, port: { number: 80 } } }] }] }
`,
  good: `
kind: ServiceEntry
metadata: { name: api, namespace: partners }
spec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL, exportTo: [".", shop] }
---
kind: VirtualService
metadata: { name: api, namespace: shop }
spec: { hosts: [api.shop.example], exportTo: ["."], http: [{ route: [{ destination: { host: api.example.com, port: { number: 80 } } }] }] }
`,
  * check(mesh) {
    if (!mesh.services.all.some(service => !service.kubernetes && service.exportTo?.length)) return;
    for (const target of mesh.targets()) {
      const exact = mesh.services.byHost(target.host);
      const found = exact.length > 0 ? exact : mesh.services.covering(target.host);
      if (found.length === 0 || found.some(({ kubernetes, exportTo }) => kubernetes || !exportTo?.length)) continue;
      for (const { text, namespaces } of clientsOf(mesh, target)) {
        if (!namespaces.some(client => found.some(service => isSeen(service, client)))) yield finding(target, found[0], text);
      }
    }
  },
};

function isSeen({ exportTo, namespace }: Service, client: string): boolean {
  return isExported(exportTo, namespace, client);
}

function finding({ from, field, written }: ReturnType<Mesh['targets']>[number], { object, exportTo = [] }: Service, clients: string): Finding {
  return {
    at: from,
    field: `${field}.host`,
    and: [{ object, field: 'spec.exportTo' }],
    problem: `${written} is known where ${objectText(object)} is exported to, ${listed(exportTo)}, and not to ${clients}`,
    fix: `add the namespace to exportTo of ${objectText(object)}, or write an entry of its own there`,
  };
}
