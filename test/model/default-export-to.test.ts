import { DefaultExportTo } from '../../src/model/settings';
import { broken, meshOf } from '../rules/broken';

const HOST = 'reviews.shop.svc.cluster.local';
const SERVICE = 'kind: Service\nmetadata: { name: reviews, namespace: shop }\nspec: { ports: [{ port: 80, name: http }] }';

function entry(exportTo = ''): string {
  return `kind: ServiceEntry\nmetadata: { name: api, namespace: shop }\nspec: { hosts: [api.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS, location: MESH_EXTERNAL${exportTo} }`;
}

function mesh(text: string, defaultExportTo?: DefaultExportTo) {
  return meshOf(text, { settings: { defaultExportTo } });
}

test.each([
  ['a Service', SERVICE, { services: ['.'] }, ['.']],
  ['a Service that says something', SERVICE.replace('shop }', 'shop, annotations: { networking.istio.io/exportTo: web } }'), { services: ['.'] }, ['web']],
  ['a ServiceEntry', entry(), { services: ['.', 'web'] }, ['.', 'web']],
  ['a ServiceEntry that says something', entry(', exportTo: ["*"]'), { services: ['.'] }, ['*']],
  ['a ServiceEntry with an empty list', entry(', exportTo: []'), { services: ['.'] }, ['.']],
  ['a ServiceEntry where others have a default', entry(), { virtualServices: ['.'], destinationRules: ['.'] }, undefined],
])('%s is exported to what it says, else to what the mesh says', (_title, text, defaults, expected) => {
  expect(mesh(text, defaults).services.all.map(({ exportTo }) => exportTo)).toEqual([expected]);
});

test.each([
  [{ destinationRules: ['.'] }, '', undefined, 'rule'],
  [{ destinationRules: ['.'] }, ", exportTo: ['*']", 'rule', 'rule'],
  // Istio takes "." here and nothing else.
  [{ destinationRules: ['web'] }, '', 'rule', 'rule'],
  [{ services: ['.'], virtualServices: ['.'] }, '', 'rule', 'rule'],
])('with %j a DestinationRule%s is looked at by others: %s, and by its own namespace: %s', (defaults, exportTo, others, own) => {
  const { destinationRules } = mesh(`kind: DestinationRule\nmetadata: { name: rule, namespace: shop }\nspec: { host: ${HOST}${exportTo} }`, defaults);
  expect(['bookinfo', 'shop'].map(client => destinationRules.forClient(HOST, 'shop', client)?.rules[0]?.name)).toEqual([others, own]);
});

test('DestinationRules are merged only where they write the same, whatever the default makes of it', () => {
  const rules = (exportTo: string) => `kind: DestinationRule\nmetadata: { name: a, namespace: shop }\nspec: { host: ${HOST} }\n---\nkind: DestinationRule\nmetadata: { name: b, namespace: shop }\nspec: { host: ${HOST}${exportTo} }`;
  const isOrderDependent = (exportTo: string) => mesh(rules(exportTo), { destinationRules: ['.'] }).destinationRules.forClient(HOST, 'shop', 'shop')!.orderDependent;
  expect([isOrderDependent(''), isOrderDependent(', exportTo: ["."]')]).toEqual([false, true]);
});

test('a delegate is private where the mesh says so', () => {
  const root = (namespace: string) => `kind: VirtualService\nmetadata: { name: root, namespace: ${namespace} }\nspec: { hosts: [a.example.com], gateways: [gw], http: [{ match: [{ uri: { prefix: / } }], delegate: { name: leaf, namespace: shop } }] }`;
  const leaf = 'kind: VirtualService\nmetadata: { name: leaf, namespace: shop }\nspec: { http: [{ route: [{ destination: { host: reviews } }] }] }';
  const problems = (namespace: string, defaultExportTo?: DefaultExportTo) =>
    broken(`${root(namespace)}\n---\n${leaf}`, { settings: { defaultExportTo }, only: 'virtual-service/missing-delegate' }).map(({ problem }) => problem);

  expect(problems('edge')).toEqual([]);
  expect(problems('shop', { virtualServices: ['.'] })).toEqual([]);
  expect(problems('edge', { virtualServices: ['.'] })).toEqual(['VirtualService shop/leaf is exported only to ., not to edge']);
});

test('a VirtualService is hidden from a gateway elsewhere where the mesh says so', () => {
  const app = `kind: Deployment
metadata: { name: ingress, namespace: edge }
spec: { selector: { matchLabels: { istio: ingress } }, template: { metadata: { labels: { istio: ingress } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---
kind: Gateway
metadata: { name: shop, namespace: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec: { hosts: [shop.example.com], gateways: [shop], http: [{ route: [{ destination: { host: web } }] }] }`;
  const only = 'virtual-service/hidden-from-gateway';

  expect(broken(app, { only })).toEqual([]);
  expect(broken(app, { only, settings: { defaultExportTo: { virtualServices: ['.'] } } })).toMatchObject([{
    problem: 'the VirtualService is exported to . by default of the mesh, and the pods of Gateway shop/shop are in edge',
    fix: 'write exportTo: [., edge]',
  }]);
});

test('an entry that the mesh keeps private is unknown to clients elsewhere', () => {
  const route = 'kind: VirtualService\nmetadata: { name: api, namespace: web }\nspec: { hosts: [api.web.example], exportTo: ["."], http: [{ route: [{ destination: { host: api.example.com, port: { number: 80 } } }] }] }';
  const problems = (defaultExportTo?: DefaultExportTo) => broken(`${entry()}\n---\n${route}`, { settings: { defaultExportTo }, only: 'service-entry/not-exported' }).map(({ problem }) => problem);

  expect(problems()).toEqual([]);
  expect(problems({ services: ['.'] })).toEqual(['api.example.com is known where ServiceEntry shop/api is exported to, ".", and not to clients in web']);
});
