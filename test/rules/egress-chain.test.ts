import { broken } from './broken';

const GATEWAY = `
kind: Deployment
metadata: { name: istio-egressgateway, namespace: istio-system }
spec: { template: { metadata: { labels: { istio: egressgateway }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy }] } } }
---
kind: Service
metadata: { name: istio-egressgateway, namespace: istio-system }
spec: { selector: { istio: egressgateway }, ports: [{ name: https, port: 443 }] }
---
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart, version: v1, sidecar.istio.io/inject: "true" } }, spec: { containers: [{ name: app }] } } }
---
kind: Gateway
metadata: { name: egress, namespace: shop }
spec: { selector: { istio: egressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [api.example.com], tls: { mode: ISTIO_MUTUAL } }] }
---
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }, { number: 443, name: https, protocol: HTTPS }] }
---
kind: DestinationRule
metadata: { name: egress, namespace: shop }
spec: { host: istio-egressgateway.istio-system.svc.cluster.local, subsets: [{ name: api, labels: { istio: egressgateway } }] }
`;

const route = (match: string) => `
---
kind: VirtualService
metadata: { name: api, namespace: shop }
spec:
  hosts: [api.example.com]
  gateways: [egress, mesh]
  http:
  - { match: [${match}], route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, subset: api } }] }
  - { match: [{ gateways: [egress] }], route: [{ destination: { host: api.example.com, port: { number: 443 } } }] }
`;

/** The subset is for clients in shop: the gateway in istio-system does not see the DestinationRule there. */
test.each([
  ['{ gateways: [mesh] }', []],
  ['{ gateways: [mesh] }, { port: 80 }', ['clients in istio-system']],
  ['{ port: 80 }', ['clients in istio-system']],
  ['{ gateways: [shop/egress] }', ['clients in istio-system']],
])('a route to a subset with the match %s is for whom it is written', (match, expected) => {
  const found = broken(GATEWAY + route(match), { only: 'virtual-service/subset-not-visible' });
  expect(found.map(({ problem }) => problem.replace(/ do not see.*/, ''))).toEqual(expected);
});

const DELEGATING = `
---
kind: VirtualService
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], gateways: [egress, mesh], http: [{ MATCH delegate: { name: routes } }] }
---
kind: VirtualService
metadata: { name: routes, namespace: shop }
spec: { http: [{ route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, subset: api } }] }] }
`;

test.each([
  ['match: [{ gateways: [mesh] }],', 0],
  ['', 1],
])('a delegate is for whom the rule is that names it: %s', (match, times) => {
  expect(broken(GATEWAY + DELEGATING.replace('MATCH', match), { only: 'virtual-service/subset-not-visible' })).toHaveLength(times);
});
