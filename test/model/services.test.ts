import { isExported } from '../../src/model/visibility';
import { meshOf } from '../rules/broken';

const SHOP = `
kind: Namespace
metadata: { name: shop }
---
kind: Service
metadata: { name: reviews, namespace: shop, annotations: { networking.istio.io/exportTo: "., bookinfo" } }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: web }, { name: tcp-x, port: 90, targetPort: 9090 }] }
---
kind: ServiceEntry
metadata: { name: partner, namespace: shop }
spec: { hosts: [api.example.com, "*.example.org"], ports: [{ number: 443, name: tls, protocol: TLS, targetPort: 8443 }], resolution: DNS, exportTo: ["."] }
`;

const PODS = '---\nkind: Pod\nmetadata: { name: reviews, namespace: shop, labels: { app: reviews } }\nspec: {}\n';

test('a Service is known by its whole name, with its ports', () => {
  expect(meshOf(SHOP).services.byHost('reviews.shop.svc.cluster.local')).toEqual([expect.objectContaining({
    namespace: 'shop',
    kubernetes: true,
    external: false,
    headless: false,
    selector: { app: 'reviews' },
    exportTo: ['.', 'bookinfo'],
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP', targetPort: 'web', field: 'spec.ports[0]' },
      { number: 90, name: 'tcp-x', protocol: 'TCP', targetPort: 9090, field: 'spec.ports[1]' },
    ],
  })]);
});

test('a ServiceEntry is a service for each of its hosts', () => {
  const { services } = meshOf(SHOP);
  expect(services.covering('x.example.org').map(({ host }) => host)).toEqual(['*.example.org']);
  expect(services.byHost('api.example.com')).toEqual([expect.objectContaining({
    external: true,
    resolution: 'DNS',
    exportTo: ['.'],
    ports: [{ number: 443, name: 'tls', protocol: 'TLS', targetPort: 8443, field: 'spec.ports[0]' }],
  })]);
});

test.each([
  ['reviews.shop.svc.cluster.local', 'known'],
  ['x.example.org', 'known'],
  ['*.shop.svc.cluster.local', 'known'],
  ['reviewz.shop.svc.cluster.local', 'missing'],
  ['reviews.bookinfo.svc.cluster.local', 'unknown'],
  ['reviews.shop', 'unknown'],
  ['*.bookinfo.svc.cluster.local', 'unknown'],
  ['example.net', 'unknown'],
])('%s is %s', (host, status) => {
  expect(meshOf(SHOP + PODS).services.status(host)).toBe(status);
});

test.each([
  ['no Namespace object', 'kind: Service\nmetadata: { name: a, namespace: shop }\nspec: {}'],
  ['nothing in it', 'kind: Namespace\nmetadata: { name: shop }'],
  ['a Service whose pods are written elsewhere', SHOP],
  ['pods of a Deployment that is not here', `${SHOP}${PODS}---\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: a, namespace: shop }\nspec: { workloadRef: { kind: Deployment, name: a } }`],
  ['only what is outside the mesh in it', 'kind: Namespace\nmetadata: { name: shop }\n---\nkind: ServiceEntry\nmetadata: { name: a, namespace: shop }\nspec: { hosts: [a.example.com] }'],
  ['something in it that may make services', `${SHOP}${PODS}---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: x, namespace: shop }\nspec: {}`],
  ['a chart of k3s that goes there', `${SHOP}${PODS}---\napiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: x, namespace: tools }\nspec: { targetNamespace: shop }`],
  ['a release of Flux that goes there', `${SHOP}${PODS}---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: x, namespace: tools }\nspec: { targetNamespace: shop }`],
  ['a folder that Flux brings there', `${SHOP}${PODS}---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x, namespace: tools }\nspec: { targetNamespace: shop }`],
  ['an application of Argo CD that goes there', `${SHOP}${PODS}---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x, namespace: tools }\nspec: { destination: { namespace: shop } }`],
  ['applications of Argo CD that go there', `${SHOP}${PODS}---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: x, namespace: tools }\nspec: { template: { spec: { destination: { namespace: shop } } } }`],
])('nothing is missing from a namespace with %s', (_, text) => {
  expect(meshOf(text).services.status('reviewz.shop.svc.cluster.local')).toBe('unknown');
});

test('what goes to another namespace leaves this one as it is', () => {
  const { services } = meshOf(`${SHOP}${PODS}---\napiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: x, namespace: tools }\nspec: { targetNamespace: web }`);
  expect(services.status('reviewz.shop.svc.cluster.local')).toBe('missing');
});

test('nothing is missing where something was not read', () => {
  expect(meshOf(SHOP + PODS, { settings: { isPartial: true } }).services.status('reviewz.shop.svc.cluster.local')).toBe('unknown');
});

test('nothing is missing from the root namespace, where Istio is too, unless Istio is written', () => {
  const status = (text: string) => meshOf(text, { settings: { rootNamespace: 'shop' } }).services.status('reviewz.shop.svc.cluster.local');
  expect(status(SHOP + PODS)).toBe('unknown');
  expect(status(`${SHOP}${PODS}---\nkind: Deployment\nmetadata: { name: istiod-1-31, namespace: shop }\nspec: { template: { spec: { containers: [] } } }`)).toBe('missing');
});

test('nothing is missing from a namespace where a construct describes a service that is not written', () => {
  const { services } = meshOf(SHOP + PODS, { settings: { describedHosts: ['catalog.shop.svc.cluster.local'] } });
  expect(services.status('reviewz.shop.svc.cluster.local')).toBe('unknown');
});

test('nothing is missing from a namespace where a construct describes pods that are not written', () => {
  const { services } = meshOf(SHOP + PODS, { settings: { describedPods: [{ namespace: 'shop', labels: { app: 'report' } }] } });
  expect(services.status('reviewz.shop.svc.cluster.local')).toBe('unknown');
});

test('a construct may describe a service that is written', () => {
  const { services } = meshOf(SHOP + PODS, {
    settings: {
      describedHosts: ['reviews.shop.svc.cluster.local', 'api.example.com'],
      describedPods: [{ namespace: 'shop', labels: { app: 'reviews' } }],
    },
  });
  expect(services.status('reviewz.shop.svc.cluster.local')).toBe('missing');
});

test('services of the inventory are known, and so is who is missing beside them', () => {
  const { services, namespaces } = meshOf(SHOP, { inventory: 'kind: Service\nmetadata: { name: ratings, namespace: bookinfo }\nspec: { ports: [{ port: 80 }] }' });
  expect(services.status('ratings.bookinfo.svc.cluster.local')).toBe('known');
  expect(services.status('rating.bookinfo.svc.cluster.local')).toBe('missing');
  // Services were listed there, and nothing else.
  expect([namespaces.isWhole('bookinfo'), namespaces.knowsWorkloads('bookinfo')]).toEqual([false, false]);
});

test('headless services and names for others are told apart', () => {
  const { services } = meshOf(`
kind: Service
metadata: { name: a }
spec: { clusterIP: None }
---
kind: Service
metadata: { name: b }
spec: { type: ExternalName, externalName: example.com }
---
kind: Service
metadata: { name: c }
spec: { clusterIP: 10.0.0.1 }
---
kind: ServiceEntry
spec: { hosts: [d.example.com], location: MESH_INTERNAL }
`);
  expect(services.all.map(({ headless, external, addresses, resolution }) => [headless, external, addresses, resolution])).toEqual([
    [true, false, [], undefined], [false, true, [], undefined], [false, false, ['10.0.0.1'], undefined], [false, false, [], 'NONE'],
  ]);
});

test.each(['spec: null', 'spec: []', 'spec: { ports: x, selector: [] }', 'spec: { ports: [null, 1, { port: "80" }, { port: 1.5 }] }'])('nothing is read from %s', spec => {
  expect(meshOf(`kind: Service\n${spec}`).services.all).toEqual([expect.objectContaining({ ports: [], selector: undefined })]);
});

test.each([
  [undefined, true, true],
  [[], true, true],
  [['*'], true, true],
  [['.'], true, false],
  [['~'], false, false],
  [['bookinfo'], false, true],
  [['.', 'bookinfo'], true, true],
])('L7: what shop exports to %j is visible there: %s, and in bookinfo: %s', (exportTo, own, other) => {
  expect([isExported(exportTo, 'shop', 'shop'), isExported(exportTo, 'shop', 'bookinfo')]).toEqual([own, other]);
});
