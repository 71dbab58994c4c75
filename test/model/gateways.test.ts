import { meshOf } from '../rules/broken';

const SERVER = 'port: { number: 80, name: http, protocol: http }';

function gateway(name: string, selector: string, hosts: string, namespace = 'edge'): string {
  return `
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: ${selector}, servers: [{ ${SERVER}, hosts: ${hosts} }] }
`;
}

test('H10 a server says which namespaces may bind to each of its hosts', () => {
  const [view] = meshOf(gateway('gw', '{ istio: ingress }', "[Shop.example.com, './own.example.com', 'shop/*.example.com', '*/all.example.com']")).gateways.all;

  expect(view.key).toBe('edge/gw');
  expect(view.servers).toEqual([{
    gateway: view,
    port: 80,
    protocol: 'HTTP',
    portName: 'http',
    bind: '',
    tls: undefined,
    field: 'spec.servers[0]',
    hosts: [
      { namespace: '*', host: 'shop.example.com', field: 'spec.servers[0].hosts[0]' },
      { namespace: 'edge', host: 'own.example.com', field: 'spec.servers[0].hosts[1]' },
      { namespace: 'shop', host: '*.example.com', field: 'spec.servers[0].hosts[2]' },
      { namespace: '*', host: 'all.example.com', field: 'spec.servers[0].hosts[3]' },
    ],
  }]);
});

test.each([
  ['one selector, in whatever order', "{ a: '1', b: '2' }", "{ b: '2', a: '1' }", '', [['one', 'two']]],
  ['another selector', '{ istio: ingress }', '{ app: ingress }', '', []],
  ['another selector and a pod of both', '{ istio: ingress }', '{ app: ingress }', '{ istio: ingress, app: ingress }', [['one', 'two']]],
  ['another selector and a pod of one', '{ istio: ingress }', '{ app: ingress }', '{ istio: ingress }', []],
])('H9 Gateways share pods: %s', (_title, one, two, labels, shared) => {
  const pod = labels && `---\nkind: Pod\nmetadata: { name: pod, labels: ${labels} }\nspec: { containers: [{ name: istio-proxy }] }\n`;
  const { gateways } = meshOf(`${gateway('one', one, '[a.example.com]')}---${gateway('two', two, '[b.example.com]')}${pod}`);

  expect(gateways.sharingPods().map(group => group.map(({ object }) => object.name))).toEqual(shared);
});

test('a Gateway is missing only from a namespace that is known', () => {
  const { gateways } = meshOf(`
kind: Namespace
metadata: { name: edge }
---
kind: Service
metadata: { name: a, namespace: edge }
---${gateway('gw', '{ istio: ingress }', '[a.example.com]')}`);

  expect(['edge/gw', 'edge/other', 'elsewhere/gw'].map(key => gateways.status(key))).toEqual(['known', 'missing', 'unknown']);
});
