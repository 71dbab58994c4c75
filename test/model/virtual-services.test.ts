import { parse } from 'yaml';
import { conflictOf } from '../../src/model/delegates';
import { gatewayKey } from '../../src/model/virtual-services';
import { meshOf } from '../rules/broken';

function virtualService(name: string, spec: string, namespace = 'shop'): string {
  return `---\nkind: VirtualService\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
}

function rules(text: string, key = 'shop/root') {
  const [view] = meshOf(text).virtualServices.find(key);
  return view.http.map(({ from, field, route, blocks, root }) => (
    { from: from.name, field, ...route, match: blocks.map(block => block.match), root: root?.field }
  ));
}

test.each([
  ['gw', 'shop/gw'],
  ['./gw', 'shop/gw'],
  ['edge/gw', 'edge/gw'],
  ['gw.edge.svc.cluster.local', 'edge/gw'],
  ['gw.edge', 'edge/gw'],
  ['mesh', 'mesh'],
])('L2 gateway %s of a VirtualService in shop is %s', (written, key) => expect(gatewayKey(written, 'shop')).toBe(key));

test('L1, L2 hosts and gateways are known by their whole names', () => {
  const { virtualServices } = meshOf(virtualService('a', "{ hosts: [reviews, '*.example.com'], gateways: [gw, mesh], http: [] }") + virtualService('b', '{ hosts: [reviews] }', 'other'));
  const [a, b] = virtualServices.all;

  expect(a.hosts.map(({ host }) => host)).toEqual(['reviews.shop.svc.cluster.local', '*.example.com']);
  expect(a.gateways).toEqual([{ key: 'shop/gw', field: 'spec.gateways[0]' }, { key: 'mesh', field: 'spec.gateways[1]' }]);
  expect(b.gateways).toEqual([{ key: 'mesh' }]);
  expect(virtualServices.forHost('reviews.shop.svc.cluster.local')).toEqual([a]);
  expect(virtualServices.forHost('www.example.com')).toEqual([a]);
  expect(virtualServices.onGateway('mesh')).toEqual([a, b]);
  expect(virtualServices.onGateway('shop/gw')).toEqual([a]);
});

const ROUTE = 'route: [{ destination: { host: reviews } }]';

test('L3 rules of a delegate stand in the place of the rule that names it', () => {
  const text = virtualService('root', `{ hosts: [reviews], http: [{ delegate: { name: leaf, namespace: other } }, { name: rest, ${ROUTE} }] }`)
    + virtualService('leaf', `{ http: [{ name: a, ${ROUTE} }, { name: b, ${ROUTE} }] }`, 'other');

  expect(rules(text).map(({ from, field, name, root }) => [from, field, name, root])).toEqual([
    ['leaf', 'spec.http[0]', 'a', 'spec.http[0]'],
    ['leaf', 'spec.http[1]', 'b', 'spec.http[0]'],
    ['root', 'spec.http[1]', 'rest', undefined],
  ]);
});

test.each([
  ['is missing', ''],
  ['has hosts', virtualService('leaf', `{ hosts: [a], http: [{ ${ROUTE} }] }`)],
  ['is not exported to the root', virtualService('leaf', `{ exportTo: [.], http: [{ ${ROUTE} }] }`, 'other')],
])('L3 only this rule vanishes where a delegate %s', (_title, leaf) => {
  const namespace = leaf.includes('other') ? ', namespace: other' : '';
  const text = virtualService('root', `{ hosts: [reviews], http: [{ delegate: { name: leaf${namespace} } }, { name: rest, ${ROUTE} }] }`) + leaf;

  expect(rules(text).map(({ name }) => name)).toEqual(['rest']);
});

test('L3 a delegate of a delegate is not looked for', () => {
  const text = virtualService('root', '{ hosts: [reviews], http: [{ delegate: { name: leaf } }] }')
    + virtualService('leaf', '{ http: [{ name: a, delegate: { name: deeper } }] }') + virtualService('deeper', `{ http: [{ name: b, ${ROUTE} }] }`);

  expect(rules(text).map(({ from }) => from)).toEqual(['leaf']);
});

test('L4 every fitting pair of matches is merged, the fields of the delegate over those of the root', () => {
  const text = virtualService('root', `{ hosts: [reviews], gateways: [gw], http: [{
    match: [{ uri: { prefix: /a }, headers: { x: { exact: root }, y: { exact: '1' } }, gateways: [gw] }, { uri: { prefix: /a/b } }, { uri: { prefix: /z } }], delegate: { name: leaf } }] }`)
    + virtualService('leaf', `{ http: [{ match: [{ uri: { prefix: /a/b/c }, headers: { x: { exact: root }, w: {} }, port: 80 }], ${ROUTE} }] }`);

  expect(rules(text)[0].match).toEqual([
    { uri: { prefix: '/a/b/c' }, headers: { x: { exact: 'root' }, y: { exact: '1' }, w: {} }, port: 80, gateways: ['shop/gw'] },
    { uri: { prefix: '/a/b/c' }, headers: { x: { exact: 'root' }, w: {} }, port: 80 },
  ]);
});

test('L4 a rule of the delegate vanishes whole where one of its matches fits none of the root', () => {
  const text = virtualService('root', '{ hosts: [reviews], http: [{ match: [{ uri: { prefix: /a } }], delegate: { name: leaf } }] }')
    + virtualService('leaf', `{ http: [{ name: gone, match: [{ uri: { prefix: /a/b } }, { uri: { prefix: /c } }], ${ROUTE} }, { name: kept, ${ROUTE} }] }`);

  expect(rules(text).map(({ name, match }) => [name, match])).toEqual([['kept', [{ uri: { prefix: '/a' } }]]]);
});

test.each([
  ['uri: { prefix: /a }', 'uri: { prefix: /a/b }', undefined],
  ['uri: { prefix: /a }', 'uri: { exact: /ab }', undefined],
  ['uri: { prefix: /a }', 'uri: { prefix: / }', 'uri'],
  ['uri: { exact: /a }', 'uri: { exact: /a }', undefined],
  ['uri: { exact: /a }', 'uri: { prefix: /a }', 'uri'],
  ['uri: { regex: /a }', 'uri: { regex: /a }', 'uri'],
  ['uri: { prefix: /a }', 'uri: { regex: /a.* }', 'uri'],
  ['uri: { prefix: /a }', 'method: { exact: GET }', undefined],
  ['method: { exact: GET }', 'method: { exact: POST }', 'method'],
  ['headers: { x: { exact: a } }', 'headers: { x: { exact: b } }', 'headers.x'],
  ['headers: { x: { exact: a } }', 'headers: { y: { exact: b } }', undefined],
  ['queryParams: { x: { exact: a } }', 'queryParams: { x: { prefix: a } }', 'queryParams.x'],
  ['ignoreUriCase: true', 'port: 80', 'ignoreUriCase'],
  ['port: 80', 'port: 81', 'port'],
  ['port: 80', 'method: { exact: GET }', undefined],
  ['sourceNamespace: a', 'port: 80', 'sourceNamespace'],
  ['port: 80', 'sourceNamespace: a', undefined],
  ['sourceLabels: { app: a }', 'sourceLabels: { app: b }', 'sourceLabels'],
  ['sourceLabels: { app: a }', 'sourceLabels: { role: b }', undefined],
  ['gateways: [a, b]', 'gateways: [b]', undefined],
  ['gateways: [a, b]', 'gateways: [c]', 'gateways'],
])('L5 root { %s } and delegate { %s } differ in %s', (root, leaf, field) => expect(conflictOf(parse(`{ ${root} }`), parse(`{ ${leaf} }`))).toBe(field));

test('L6 blocks come whole from the delegate, or else from the root', () => {
  const text = virtualService('root', '{ hosts: [reviews], http: [{ name: root, timeout: 5s, retries: { attempts: 1 }, headers: { request: { set: { a: b } } }, delegate: { name: leaf } }] }')
    + virtualService('leaf', `{ http: [{ name: leaf, timeout: 1s, retries: { attempts: 2, retryOn: 5xx }, ${ROUTE} }] }`);

  expect(rules(text)).toEqual([{
    from: 'leaf',
    field: 'spec.http[0]',
    root: 'spec.http[0]',
    name: 'root-leaf',
    timeout: '1s',
    retries: { attempts: 2, retryOn: '5xx' },
    headers: { request: { set: { a: 'b' } } },
    match: [],
    route: [{ destination: { host: 'reviews' } }],
  }]);
});

test('every destination is a target, with its host in full and the path of its field', () => {
  const text = virtualService('root', `{ hosts: [reviews],
    http: [{ route: [{ destination: { host: reviews, subset: v1, port: { number: 80 } }, weight: 90 }, { destination: { host: b.example.com } }], mirror: { host: m }, mirrors: [{ destination: { host: n } }] }],
    tls: [{ match: [{ sniHosts: [a] }], route: [{ destination: { host: t } }] }], tcp: [{ route: [{ destination: { host: c } }] }] }`);
  const targets = meshOf(text).targets();

  expect(targets.map(({ field, host, role }) => [field, host, role])).toEqual([
    ['spec.http[0].route[0].destination', 'reviews.shop.svc.cluster.local', 'route'],
    ['spec.http[0].route[1].destination', 'b.example.com', 'route'],
    ['spec.http[0].mirror', 'm.shop.svc.cluster.local', 'mirror'],
    ['spec.http[0].mirrors[0].destination', 'n.shop.svc.cluster.local', 'mirror'],
    ['spec.tls[0].route[0].destination', 't.shop.svc.cluster.local', 'tls'],
    ['spec.tcp[0].route[0].destination', 'c.shop.svc.cluster.local', 'tcp'],
  ]);
  expect(targets[0]).toMatchObject({ written: 'reviews', subset: 'v1', port: 80, weight: 90, rule: 'spec.http[0]' });
});
