import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { didYouMean } from '../../report/did-you-mean';
import { Finding, Rule } from '../rule';

export const missingGateway: Rule = {
  id: 'virtual-service/missing-gateway',
  severity: 'error',
  summary: 'a VirtualService is bound to a Gateway that does not exist',
  why: 'the rules of a VirtualService are used only by the gateways it names; one that does not exist routes nothing',
  sameAs: ['IST0101', 'KIA1102'],
  bad: `
kind: Namespace
metadata: { name: edge }
---
kind: Service
metadata: { name: ingress, namespace: edge }
---
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge/shopp], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: edge }
---
kind: Service
metadata: { name: ingress, namespace: edge }
---
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge/shop], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const view of mesh.virtualServices.all) {
      for (const { key, field } of view.gateways) {
        if (key === 'mesh' || mesh.gateways.status(key) !== 'missing') continue;
        yield {
          at: view.object,
          field,
          ...ofGatewayApi(mesh, key) ?? {
            problem: `there is no Gateway ${key}${didYouMean(key, mesh.gateways.all.map(gateway => gateway.key))}`,
            fix: 'name a Gateway as namespace/name; a name alone is looked for in the namespace of the VirtualService',
          },
        };
      }
    }
  },
};

/** Two kinds are called Gateway, and a VirtualService is used by one of them only. */
function ofGatewayApi(mesh: Mesh, key: string): Pick<Finding, 'and' | 'problem' | 'fix'> | undefined {
  const object = mesh.ofKind('gateway.networking.k8s.io', 'Gateway').find(each => `${homeOf(each)}/${each.name}` === key);
  return object && {
    and: [{ object }],
    problem: `the Gateway ${key} is one of the Gateway API (${object.group}), and there is none of Istio (networking.istio.io)`,
    fix: 'route with an HTTPRoute, or write a Gateway of networking.istio.io',
  };
}
