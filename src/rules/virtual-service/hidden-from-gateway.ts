import { isExported } from '../../model/visibility';
import { gatewayNamespaces } from '../clients';
import { Rule } from '../rule';

export const hiddenFromGateway: Rule = {
  id: 'virtual-service/hidden-from-gateway',
  severity: 'error',
  summary: 'exportTo hides a VirtualService from the gateway it is bound to',
  why: 'a gateway uses a VirtualService only if it is exported to the namespace of the gateway\'s pods, wherever the Gateway is',
  sameAs: [],
  bad: `
kind: Pod
metadata: { name: gateway, namespace: edge, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], exportTo: [.], http: [{ route: [{ destination: { host: web } }] }] }
`,
  good: `
kind: Pod
metadata: { name: gateway, namespace: edge, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Gateway
metadata: { name: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [shop], exportTo: [., edge], http: [{ route: [{ destination: { host: web } }] }] }
`,
  * check(mesh) {
    for (const { object, namespace, exportTo, gateways } of mesh.virtualServices.all) {
      if (!exportTo?.length) continue;
      for (const { key } of gateways) {
        const pods = key === 'mesh' ? [] : gatewayNamespaces(mesh, key);
        if (pods.length === 0 || pods.some(each => isExported(exportTo, namespace, each))) continue;
        yield {
          at: object,
          field: 'spec.exportTo',
          and: mesh.gateways.find(key).map(gateway => ({ object: gateway.object, field: 'spec.selector' })),
          problem: `the VirtualService is exported to ${exportTo.join(', ')}${object.spec.exportTo ? '' : ' by default of the mesh'}, and the pods of Gateway ${key} are in ${pods.join(', ')}`,
          fix: `write exportTo: [${[...exportTo.filter(each => each !== '~'), ...pods].join(', ')}]`,
        };
      }
    }
  },
};
