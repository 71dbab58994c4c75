import { meshOf } from '../rules/broken';

function sidecar(name: string, namespace: string, spec: string): string {
  return `kind: Sidecar\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
}

const HOSTS = 'egress: [{ hosts: ["./*"] }]';
const REVIEWS = 'workloadSelector: { labels: { app: reviews } }';

function inForce(objects: string[], labels: { [key: string]: string } = { app: 'reviews', version: 'v1' }): string[] {
  return meshOf(objects.join('---\n')).sidecars.inForce('shop', labels).map(({ name }) => name);
}

test('V1: a Sidecar with a selector goes before one without, and that before the one of the root namespace', () => {
  const all = [sidecar('root', 'istio-system', HOSTS), sidecar('whole', 'shop', HOSTS), sidecar('reviews', 'shop', `${REVIEWS}, ${HOSTS}`)];
  expect(inForce(all)).toEqual(['reviews']);
  expect(inForce(all, { app: 'ratings' })).toEqual(['whole']);
  expect(inForce([all[0], all[2]], { app: 'ratings' })).toEqual(['root']);
  expect(inForce([all[2]], { app: 'ratings' })).toEqual([]);
});

test('V1: one of another namespace and one with a selector in the root namespace are for others', () => {
  expect(inForce([sidecar('other', 'bookinfo', HOSTS), sidecar('root', 'istio-system', `${REVIEWS}, ${HOSTS}`)])).toEqual([]);
});

test('V1: an empty selector is a selector', () => {
  expect(inForce([sidecar('whole', 'shop', HOSTS), sidecar('empty', 'shop', `workloadSelector: {}, ${HOSTS}`)])).toEqual(['empty']);
});

test('L8: of several the oldest is in force, which is not known', () => {
  expect(inForce([sidecar('a', 'shop', HOSTS), sidecar('b', 'shop', HOSTS)])).toEqual(['a', 'b']);
});

test.each([
  ['./*', true, false, false],
  ['shop/*', true, false, false],
  ['*/*', true, true, true],
  ['bookinfo/reviews.bookinfo.svc.cluster.local', false, true, false],
  ['*/reviews.bookinfo.svc.cluster.local', false, true, false],
  ['*/*.example.com', false, false, true],
  ['bookinfo/*.svc.cluster.local', false, true, false],
  ['~/*', false, false, false],
])('V2: %s imports own services: %s, those of bookinfo: %s, api.example.com of bookinfo: %s', (host, own, other, api) => {
  const { sidecars } = meshOf(sidecar('a', 'shop', `egress: [{ hosts: ["${host}"] }]`));
  const imports = (service: string, namespace: string) => sidecars.imports(sidecars.all[0], 'shop', service, namespace);
  expect([imports('reviews.shop.svc.cluster.local', 'shop'), imports('reviews.bookinfo.svc.cluster.local', 'bookinfo'), imports('api.example.com', 'bookinfo')]).toEqual([own, other, api]);
});

test('V2: what is left out is not imported, and without egress everything is', () => {
  const { sidecars } = meshOf([sidecar('a', 'shop', 'egress: [{ hosts: ["*/*", "~bookinfo/*"] }]'), sidecar('b', 'shop', 'outboundTrafficPolicy: {}')].join('---\n'));
  expect(sidecars.all.map(each => sidecars.imports(each, 'shop', 'reviews.bookinfo.svc.cluster.local', 'bookinfo'))).toEqual([false, true]);
});

test('V2: what one listener leaves out another may import', () => {
  const { sidecars } = meshOf(sidecar('a', 'shop', 'egress: [{ port: { number: 80, protocol: HTTP }, hosts: ["*/*", "~bookinfo/*"] }, { hosts: ["bookinfo/reviews.bookinfo.svc.cluster.local"] }]'));
  const imports = (host: string) => sidecars.imports(sidecars.all[0], 'shop', host, 'bookinfo');
  expect([imports('reviews.bookinfo.svc.cluster.local'), imports('ratings.bookinfo.svc.cluster.local')]).toEqual([true, false]);
});

test('V2: the namespace "." of the Sidecar of the root namespace is that of the workload', () => {
  const { sidecars } = meshOf(sidecar('root', 'istio-system', HOSTS));
  expect(sidecars.imports(sidecars.all[0], 'shop', 'reviews.shop.svc.cluster.local', 'shop')).toBe(true);
  expect(sidecars.imports(sidecars.all[0], 'shop', 'x.istio-system.svc.cluster.local', 'istio-system')).toBe(false);
});
