import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { accessPolicies, Attribute } from '../authorization';
import { valuesOf } from '../authz-parts';
import { listed } from '../parts';
import { perMesh } from '../per-mesh';
import { reachOf } from '../policy-reach';
import { isPublicBlock } from '../public-addresses';
import { Rule } from '../rule';

/** What is compared with the other end of the connection. */
const PEER = ['ipBlocks', 'source.ip'];

export const clientAddressBehindGateway: Rule = {
  id: 'authz/client-address-behind-gateway',
  severity: 'warning',
  summary: 'ipBlocks has addresses of the internet for a workload behind a gateway',
  why: 'ipBlocks is compared with the other end of the connection, which for requests through a gateway is the pod of the gateway; the address of the client is in remoteIpBlocks',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: shop } }, rules: [{ from: [{ source: { ipBlocks: [203.0.113.0/24] } }] }] }
---
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ name: http, port: 80 }] }
---
kind: Gateway
metadata: { name: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge], http: [{ route: [{ destination: { host: shop.default.svc.cluster.local, port: { number: 80 } } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { selector: { matchLabels: { app: shop } }, rules: [{ from: [{ source: { remoteIpBlocks: [203.0.113.0/24] } }] }] }
---
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ name: http, port: 80 }] }
---
kind: Gateway
metadata: { name: edge }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
spec: { hosts: [shop.example.com], gateways: [edge], http: [{ route: [{ destination: { host: shop.default.svc.cluster.local, port: { number: 80 } } }] }] }
`,
  * check(mesh) {
    if (valuesOf(mesh, ...PEER).length === 0) return;
    for (const { object, action, rules } of accessPolicies(mesh)) {
      for (const attribute of rules.flatMap(rule => rule.attributes).filter(isOfClients)) {
        const route = routeTo(mesh, object);
        if (!route) continue;
        yield {
          at: object,
          field: attribute.field,
          and: [{ object: route }],
          problem: `${attribute.name} has ${listed(attribute.values)}, but requests come through a gateway (${objectText(route)}), and ${effect(action, attribute)}`,
          fix: `use ${attribute.part === 'when' ? 'remote.ip' : 'remoteIpBlocks'}, and tell the mesh how many proxies stand before the gateway (gatewayTopology.numTrustedProxies)`,
        };
      }
    }
  },
};

function isOfClients({ of, values }: Attribute): boolean {
  return PEER.includes(of) && values.every(isPublicBlock);
}

function effect(action: string, { negative }: Attribute): string {
  return negative ? `the ${action} matches all of them` : `the ${action} matches none of them`;
}

/** VirtualServices on a gateway by the hosts they lead to. */
const routedHosts = perMesh((mesh: Mesh) => new Map(mesh.targets()
  .filter(({ view }) => mesh.virtualServices.rootsOf(view).some(({ gateways }) => gateways.some(({ key }) => key !== 'mesh')))
  .map(({ host, from }) => [host, from])));

/** The VirtualService through which requests come from a gateway to pods of the policy; none where clients can come to them directly as well. */
function routeTo(mesh: Mesh, object: MeshObject): MeshObject | undefined {
  for (const { ports, workload } of reachOf(mesh, object)) {
    const services = [...new Set(ports.map(({ service }) => service))];
    if (workload?.spec.hostNetwork === true || services.some(({ object: { spec } }) => spec?.type === 'LoadBalancer' || spec?.type === 'NodePort')) continue;
    const route = services.map(({ host }) => routedHosts(mesh).get(host)).find(found => found !== undefined);
    if (route) return route;
  }
  return undefined;
}
