import { broken } from './broken';

function gateway(name: string, servers: string, namespace = 'edge', selector = '{ istio: ingress }'): string {
  return `kind: Gateway\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: ${selector}, servers: [${servers}] }\n---\n`;
}

function https(hosts: string, credential = 'cert', extra = ''): string {
  return `{ port: { number: 443, name: https-${credential}, protocol: HTTPS }, hosts: ${hosts}, tls: { mode: SIMPLE, credentialName: ${credential} }${extra} }`;
}

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('').replace(/---\n$/, ''), { only }).map(({ problem }) => problem);
}

const A = '[a.example.com]';
const PASSTHROUGH = `{ port: { number: 443, name: tls, protocol: TLS }, hosts: ${A}, tls: { mode: PASSTHROUGH } }`;

test.each([
  ['in two Gateways', [gateway('one', https(A, 'x')), gateway('two', https(A, 'y'))], ['a.example.com on port 443 is in server "https-x" of Gateway edge/one too, and that of the younger Gateway is left out']],
  ['in two servers', [gateway('one', `${https(A, 'x')}, ${https(A, 'y')}`)], ['a.example.com on port 443 is in server "https-x" of Gateway edge/one too, and this server is left out']],
  ['of HTTPS and passthrough', [gateway('one', https(A, 'x')), gateway('two', PASSTHROUGH)], ['a.example.com on port 443 is in server "https-x" of Gateway edge/one too, and that of the younger Gateway is left out']],
  ['in two Gateways, for two namespaces', [gateway('one', https('[x/a.example.com]', 'x')), gateway('two', https('[y/a.example.com]', 'y'))], ['a.example.com on port 443 is in server "https-x" of Gateway edge/one too, and the proxy refuses all of port 443']],
  ['in two Gateways of other pods', [gateway('one', https(A, 'x')), gateway('two', https(A, 'y'), 'edge', '{ istio: other }')], []],
  ['on another address', [gateway('one', https(A, 'x')), gateway('two', https(A, 'y', ', bind: 10.0.0.1'))], []],
  ['under a wildcard: the longer name is preferred', [gateway('one', https(A, 'x')), gateway('two', https("['*.example.com']", 'y'))], []],
  ['on plain HTTP', ['one', 'two'].map(name => gateway(name, `{ port: { number: 80, name: http, protocol: HTTP }, hosts: ${A} }`)), []],
])('conflicting-hosts: one host %s', (_title, documents, expected) => expect(problems('gateway/conflicting-hosts', ...documents)).toEqual(expected));

const plain = (protocol: string) => `{ port: { number: 80, name: p, protocol: ${protocol} }, hosts: ${A} }`;

test.each([
  ['HTTP', 'HTTP', 0],
  ['HTTP', 'HTTP2', 0],
  ['HTTP', 'TCP', 1],
  ['TCP', 'TCP', 1],
  ['""', 'TCP', 0],
])('conflicting-protocols: %s and %s', (one, two, count) => expect(problems('gateway/conflicting-protocols', gateway('one', plain(one)), gateway('two', plain(two)))).toHaveLength(count));

test.each([
  ['other hosts', https('[b.example.com]'), 1],
  ['the same host, which is a conflict', https(A), 0],
  ['another certificate', https('[b.example.com]', 'other'), 0],
])('shared-certificate: %s', (_title, server, count) => expect(problems('gateway/shared-certificate', gateway('one', https(A)), gateway('two', server))).toHaveLength(count));

const POD = 'kind: Pod\nmetadata: { name: gw, namespace: edge, labels: { istio: ingress } }\nspec: { containers: [{ name: app }] }\n---\n';
const secret = (namespace: string) => `kind: Secret\nmetadata: { name: cert, namespace: ${namespace} }\n---\n`;
const certificate = (namespace: string) => `kind: Certificate\nmetadata: { name: c, namespace: ${namespace} }\nspec: { secretName: cert }\n---\n`;

test.each([
  ['beside the Gateway', [POD, secret('shop')], ['the pods of the gateway run in edge, and cert is only in shop (Secret shop/cert)']],
  ['beside the Gateway, by cert-manager', [POD, certificate('shop')], ['the pods of the gateway run in edge, and cert is only in shop (Certificate shop/c)']],
  ['beside the pods', [POD, secret('edge')], []],
  ['beside both', [POD, secret('edge'), secret('shop')], []],
  ['beside the Gateway, and copied from there', [POD, secret('shop').replace('namespace: shop', 'namespace: shop, annotations: { replicator.v1.mittwald.de/replicate-to: edge }')], []],
  ['beside the Gateway, by cert-manager, and copied from there', [POD, certificate('shop').replace('spec: {', 'spec: { secretTemplate: { annotations: { reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true" } },')], []],
  ['somewhere else', [POD], []],
  ['beside the Gateway, of pods that are not known', [secret('shop')], []],
])('credential-elsewhere: a Secret %s', (_title, others, expected) => expect(problems('gateway/credential-elsewhere', gateway('gw', https(A), 'shop'), ...others)).toEqual(expected));

const service = (ports: string) => `kind: Service\nmetadata: { name: gw, namespace: edge }\nspec: { selector: { istio: ingress }, ports: ${ports} }\n---\n`;

test.each([
  ['of the Service', '[{ port: 443, targetPort: 8443 }]', 0],
  ['behind the Service', '[{ port: 8443, targetPort: 443 }]', 0],
  ['that the Service does not have', '[{ port: 80, targetPort: 8080 }]', 1],
  ['that may be behind a name', '[{ port: 80, targetPort: web }]', 0],
])('port-not-on-service: a port %s', (_title, ports, count) => expect(problems('gateway/port-not-on-service', gateway('gw', https(A)), POD, service(ports))).toHaveLength(count));

test.each(['hostNetwork: true, containers: [{ name: app }]', 'containers: [{ name: app, ports: [{ containerPort: 443, hostPort: 443 }] }]'])('port-not-on-service is silent where pods are called by their node: %s', spec => {
  const pod = POD.replace('containers: [{ name: app }]', spec);
  expect(problems('gateway/port-not-on-service', gateway('gw', https(A)), pod, service('[{ port: 80, targetPort: 8080 }]'))).toEqual([]);
});

test('selector-without-pods is silent where the gateway beside it has a Gateway of its own', () => {
  const egress = 'kind: Namespace\nmetadata: { name: edge }\n---\nkind: Pod\nmetadata: { name: gw, namespace: edge, labels: { istio: egress }, annotations: { inject.istio.io/templates: gateway } }\nspec: { containers: [{ name: istio-proxy }] }\n---\n';
  expect(problems('gateway/selector-without-pods', gateway('gw', https(A)), egress)).toHaveLength(1);
  expect(problems('gateway/selector-without-pods', gateway('gw', https(A)), gateway('out', PASSTHROUGH, 'edge', '{ istio: egress }'), egress)).toEqual([]);
});

const bound = 'kind: VirtualService\nmetadata: { name: v, namespace: shop }\nspec: { hosts: [a.example.com], gateways: [edge/gw], http: [{ route: [{ destination: { host: a } }] }] }\n---\n';

test.each([
  ["['./a.example.com']", ['Gateway edge/gw lets only namespace edge bind a.example.com; the VirtualService is in shop']],
  ['[shop/a.example.com]', []],
  ["['./a.example.com', 'shop/*.example.com']", []],
  ["['*/a.example.com']", []],
])('closed-to-namespace: %s', (hosts, expected) => expect(problems('gateway/closed-to-namespace', gateway('gw', https(hosts)), bound)).toEqual(expected));

describe('egress-gateway/leaks-identity', () => {
  const entry = (location: string) => `kind: ServiceEntry\nmetadata: { name: e, namespace: shop }\nspec: { hosts: [a.example.com], location: ${location}, ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }\n---\n`;
  const exit = (mode: string) => gateway('gw', `{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ${A}, tls: { mode: ${mode}, credentialName: c } }`);
  const route = (extra: string) => `kind: VirtualService\nmetadata: { name: v, namespace: shop }\nspec: { hosts: [a.example.com], gateways: [mesh, edge/gw], http: [{ ${extra} route: [{ destination: { host: a.example.com } }] }] }\n---\n`;

  test.each([
    ['as it is', 'MESH_EXTERNAL', 'ISTIO_MUTUAL', '', 1],
    ['without the header', 'MESH_EXTERNAL', 'ISTIO_MUTUAL', 'headers: { request: { remove: [X-Forwarded-Client-Cert] } },', 0],
    ['by a rule for the mesh', 'MESH_EXTERNAL', 'ISTIO_MUTUAL', 'match: [{ gateways: [mesh] }],', 0],
    ['to a host of the mesh', 'MESH_INTERNAL', 'ISTIO_MUTUAL', '', 0],
    ['through a gateway that does not know who calls', 'MESH_EXTERNAL', 'SIMPLE', '', 0],
  ])('a request goes %s', (_title, location, mode, extra, count) => expect(problems('egress-gateway/leaks-identity', entry(location), exit(mode), route(extra))).toHaveLength(count));
});
