import { broken } from './broken';

const SERVICE = 'kind: Service\nmetadata: { name: web, namespace: shop, annotations: { networking.istio.io/exportTo: "EXPORT" } }\nspec: { ports: [{ name: http, port: 80 }] }';
const ROUTE = '---\nkind: VirtualService\nmetadata: { name: front, namespace: edge }\nspec: { hosts: [front.example.com], gateways: [GATEWAY], http: [{ route: [{ destination: { host: web.shop.svc.cluster.local } }] }] }';
const GATEWAY = `---
kind: Gateway
metadata: { name: front, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [front.example.com] }] }
---
kind: Deployment
metadata: { name: ingress, namespace: gateways }
spec: { template: { metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy }] } } }`;

test.each([
  ['.', 'mesh', ['web.shop.svc.cluster.local is exported to ".", and clients in edge do not see it']],
  ['., edge', 'mesh', []],
  ['*', 'mesh', []],
  ['., edge', 'edge/front', ['web.shop.svc.cluster.local is exported to ".", "edge", and clients in gateways do not see it']],
  ['., gateways', 'edge/front', []],
])('a Service that is exported to %s, for %s', (exported, gateway, expected) => {
  const text = [SERVICE.replace('EXPORT', exported), ROUTE.replace('GATEWAY', gateway), GATEWAY].join('\n');
  expect(broken(text, { only: 'service/not-exported' }).map(({ problem }) => problem)).toEqual(expected);
});

describe('what exists lists DestinationRules', () => {
  const routed = 'kind: VirtualService\nmetadata: { name: web, namespace: edge }\nspec: { hosts: [web.shop.svc.cluster.local], http: [{ route: [{ destination: { host: web.shop.svc.cluster.local, subset: v2 } }] }] }';
  const other = '\n---\nkind: DestinationRule\nmetadata: { name: other, namespace: shop }\nspec: { host: other, trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } }';

  test.each([
    ['and none for the host', SERVICE.replace('EXPORT', '*') + other, 1],
    ['or it does not, and one may exist', SERVICE.replace('EXPORT', '*'), 0],
  ])('%s', (_, inventory, times) => {
    expect(broken(routed, { inventory, only: 'virtual-service/undefined-subset' })).toHaveLength(times);
  });
});

test.each([
  ['ingress-gateway', 1],
  ['IngressGateway', 1],
  ['ingressgateway', 0],
  ['egressgateway', 0],
])('a Gateway for pods with istio: %s, where a gateway elsewhere is an ingressgateway', (label, times) => {
  const gateway = `kind: Gateway\nmetadata: { name: front, namespace: edge }\nspec: { selector: { istio: ${label} }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [front.example.com] }] }`;
  const pods = 'kind: Deployment\nmetadata: { name: ingress, namespace: gateways }\nspec: { template: { metadata: { labels: { istio: ingressgateway }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy }] } } }';
  const home = 'kind: Namespace\nmetadata: { name: edge }\n---\nkind: Deployment\nmetadata: { name: web, namespace: edge }\nspec: { template: { metadata: { labels: { app: web, version: v1 } }, spec: { containers: [{ name: app }] } } }';
  expect(broken([gateway, pods, home].join('\n---\n'), { only: 'gateway/selector-without-pods' })).toHaveLength(times);
});

describe('an http rule that leads to a port with TLS', () => {
  const web = (ports: string) => `kind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [${ports}] }`;
  const HTTPS = '{ name: https, port: 443 }';
  const route = (port: string, kind = 'http', match = '') => `kind: VirtualService\nmetadata: { name: front, namespace: shop }\nspec: { hosts: [front.example.com], gateways: [edge/front], ${kind}: [{ ${match} route: [{ destination: { host: web, ${port} } }] }] }`;
  const rule = (policy: string) => `kind: DestinationRule\nmetadata: { name: web, namespace: shop }\nspec: { host: web, ${policy} }`;
  const TOLD = ['port 443 of web.shop.svc.cluster.local is HTTPS, and no DestinationRule here has TLS for it'];

  test.each([
    ['by number', [web(HTTPS), route('port: { number: 443 }')], TOLD],
    ['as the only one', [web(HTTPS), route('')], TOLD],
    ['with mutual TLS of the mesh, which ends before the server', [web(HTTPS), route(''), rule('trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }')], TOLD],
    ['with TLS to the host', [web(HTTPS), route(''), rule('trafficPolicy: { tls: { mode: SIMPLE } }')], []],
    ['with TLS to a subset', [web(HTTPS), route(''), rule('subsets: [{ name: v1, trafficPolicy: { tls: { mode: MUTUAL } } }]')], []],
    ['beside others', [web(`${HTTPS}, { name: http, port: 80 }`), route('')], []],
    ['of a host that is not known', [route('port: { number: 443 }')], []],
    ['by a tls rule', [web(HTTPS), route('', 'tls', 'match: [{ sniHosts: [front.example.com] }],')], []],
  ])('%s', (_, documents, expected) => {
    expect(broken(documents.join('\n---\n'), { only: 'virtual-service/http-to-tls-port' }).map(({ problem }) => problem)).toEqual(expected);
  });

  test('may have TLS from a DestinationRule that exists already', () => {
    const only = { only: 'virtual-service/http-to-tls-port' };
    expect(broken(route(''), { ...only, inventory: web(HTTPS) })).toEqual([]);
    expect(broken(route(''), { ...only, inventory: `${web(HTTPS)}\n---\n${rule('trafficPolicy: { tls: { mode: SIMPLE } }')}` })).toEqual([]);
    expect(broken(route(''), { ...only, inventory: `${web(HTTPS)}\n---\n${rule('trafficPolicy: { tls: { mode: DISABLE } }')}` })).toHaveLength(1);
  });
});
