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
  ['in two Gateways, for two namespaces, and one passes TLS on', [gateway('one', https('[x/a.example.com]', 'x')), gateway('two', PASSTHROUGH.replace(A, '[y/a.example.com]'))], []],
  ['in two Gateways of other pods', [gateway('one', https(A, 'x')), gateway('two', https(A, 'y'), 'edge', '{ istio: other }')], []],
  ['on another address', [gateway('one', https(A, 'x')), gateway('two', https(A, 'y', ', bind: 10.0.0.1'))], []],
  ['under a wildcard: the longer name is preferred', [gateway('one', https(A, 'x')), gateway('two', https("['*.example.com']", 'y'))], []],
  ['on plain HTTP', ['one', 'two'].map(name => gateway(name, `{ port: { number: 80, name: http, protocol: HTTP }, hosts: ${A} }`)), []],
])('conflicting-hosts: one host %s', (_title, documents, expected) => expect(problems('gateway/conflicting-hosts', ...documents)).toEqual(expected));

const plain = (protocol: string) => `{ port: { number: 80, name: p, protocol: ${protocol} }, hosts: ${A} }`;

const OLDER = 'so that of the younger Gateway is left out';

test.each([
  ['HTTP', 'HTTP', []],
  ['HTTP', 'HTTP2', []],
  ['HTTP', 'TCP', [`port 80 is TCP here and HTTP in server "p" of Gateway edge/one, ${OLDER}`]],
  ['TCP', 'TCP', [`port 80 is TCP here and TCP in server "p" of Gateway edge/one, ${OLDER}`]],
  ['""', 'TCP', []],
])('conflicting-protocols: %s and %s', (one, two, expected) => expect(problems('gateway/conflicting-protocols', gateway('one', plain(one)), gateway('two', plain(two)))).toEqual(expected));

const onTls = PASSTHROUGH.replace('443', '80');

test.each([
  ['after plain HTTP, in one Gateway', [gateway('one', `${plain('HTTP')}, ${onTls}`)], ['error: port 80 is TLS here and HTTP in server "p" of Gateway edge/one, so this server is left out']],
  ['before plain HTTP, in one Gateway', [gateway('one', `${onTls}, ${plain('HTTP')}`)], []],
  ['before and after plain TCP, in one Gateway', [gateway('one', `${onTls}, ${plain('TCP')}, ${onTls.replace('name: tls', 'name: more')}`)], ['error: port 80 is TLS here and TCP in server "p" of Gateway edge/one, so this server is left out']],
  ['in another Gateway than plain HTTP', [gateway('one', onTls), gateway('two', plain('HTTP'))], ['warning: port 80 is TLS here and HTTP in server "p" of Gateway edge/two, so this server is left out if Gateway edge/two is older']],
])('conflicting-protocols: a TLS server %s', (_title, documents, expected) => {
  expect(broken(documents.join('').replace(/---\n$/, ''), { only: 'gateway/conflicting-protocols' }).map(({ severity, problem }) => `${severity}: ${problem}`)).toEqual(expected);
});

const redirect = (hosts: string, name = 'p') => `{ port: { number: 80, name: ${name}, protocol: HTTP }, hosts: ${hosts}, tls: { httpsRedirect: true } }`;

test.each([
  ['in two Gateways, each with a host of its own', [gateway('one', redirect('[a.b, c.b]')), gateway('two', redirect('[a.b, d.b]'))],
    ['a.b on port 80 is in server "p" of Gateway edge/one too, and that of the younger Gateway is left out, with what it alone redirects of "d.b", "c.b"']],
  ['in two servers, of which the later has a host of its own', [gateway('one', `${redirect('[a.b]')}, ${redirect('[a.b, d.b]', 'q')}`)], ['a.b on port 80 is in server "p" of Gateway edge/one too, and this server is left out, with what it alone redirects of "d.b"']],
  ['in two servers, of which the earlier has a host of its own', [gateway('one', `${redirect('[a.b, d.b]')}, ${redirect('[a.b]', 'q')}`)], []],
  ['and a wildcard over the others', [gateway('one', redirect("[a.b, '*.b']")), gateway('two', redirect("[a.b, c.b, '*.b']"))], []],
  ['and nothing else', [gateway('one', redirect('[a.b]')), gateway('two', redirect('[a.b]'))], []],
  ['in two Gateways, one without redirect', [gateway('one', redirect('[a.b, c.b]')), gateway('two', plain('HTTP').replace(A, '[a.b, d.b]'))], []],
  ['for one namespace', [gateway('one', redirect('[x/a.b, c.b]')), gateway('two', redirect('[x/a.b, d.b]'))], []],
  ['in two Gateways of one name, of which one will exist', [gateway('one', redirect('[a.b, c.b]')), gateway('one', redirect('[a.b, d.b]'))], []],
])('overlapping-redirects: one host %s', (_title, documents, expected) => expect(problems('gateway/overlapping-redirects', ...documents)).toEqual(expected));

const routed = 'kind: VirtualService\nmetadata: { name: v, namespace: edge }\nspec: { hosts: [a.b], gateways: [one], http: [{ route: [{ destination: { host: a } }] }] }\n---\n';

test.each([
  ["['./a.b', '*/c.b']", '', ['the host is "./a.b", and no VirtualService is bound to Gateway edge/one']],
  ["['./a.b', '*/c.b']", routed, []],
  ["[a.b, '*']", '', []],
])('redirect-with-namespace: a Gateway that only redirects %s', (hosts, others, expected) => {
  expect(problems('gateway/redirect-with-namespace', gateway('one', redirect(hosts)), others)).toEqual(expected);
  expect(problems('gateway/redirect-with-namespace', gateway('one', `${redirect(hosts)}, ${https(A)}`), others)).toEqual([]);
});

test.each([
  ['other hosts', https('[b.example.com]'), 1],
  ['the same host, which is a conflict', https(A), 0],
  ['another certificate', https('[b.example.com]', 'other'), 0],
])('shared-certificate: %s', (_title, server, count) => expect(problems('gateway/shared-certificate', gateway('one', https(A)), gateway('two', server))).toHaveLength(count));

const named = (hosts: string, names: string) => `{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ${hosts}, tls: { mode: SIMPLE, credentialNames: ${names} } }`;
const BOTH = 'of server "https" of Gateway edge/one too, and both configure the pods of Gateway edge/one';

test.each([
  ['the same', '[rsa, ecdsa]', '[rsa, ecdsa]', [`ecdsa and rsa are the certificates ${BOTH}`]],
  ['the same in another order', '[rsa, ecdsa]', '[ecdsa, rsa]', [`ecdsa and rsa are the certificates ${BOTH}`]],
  ['one', '[rsa]', '[rsa]', [`rsa is the certificate ${BOTH}`]],
  ['some of them, which not every client is shown', '[rsa, ecdsa]', '[rsa, other]', []],
  ['none', '[]', '[]', []],
])('shared-certificate: credentialNames that have in common %s', (_title, one, two, expected) => {
  expect(problems('gateway/shared-certificate', gateway('one', named(A, one)), gateway('two', named('[b.example.com]', two)))).toEqual(expected);
});

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
  ['beside the Gateway, and made beside the pods by an operator', [POD, secret('shop'), 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: x, namespace: edge }\nspec: { target: { name: cert } }\n---\n'], []],
  ['beside the Gateway, and copied by a policy for the cluster', [POD, secret('shop'), 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: x, namespace: "" }\nspec: { rules: [{ generate: { name: cert } }] }\n---\n'], []],
  ['somewhere else', [POD], []],
  ['beside the Gateway, of pods that are not known', [secret('shop')], []],
])('credential-elsewhere: a Secret %s', (_title, others, expected) => expect(problems('gateway/credential-elsewhere', gateway('gw', https(A), 'shop'), ...others)).toEqual(expected));

test('credential-elsewhere names the field, and is silent where no certificate is read', () => {
  const several = https(A).replace('credentialName: cert', 'credentialNames: [other, cert]');
  const found = (server: string) => broken(gateway('gw', server, 'shop') + POD + secret('shop').replace(/---\n$/, ''), { only: 'gateway/credential-elsewhere' }).map(({ at }) => at);

  expect(found(several)).toEqual(['Gateway shop/gw, spec.servers[0].tls.credentialNames[1]']);
  expect(found(https(A).replace('mode: SIMPLE', 'mode: PASSTHROUGH'))).toEqual([]);
});

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

test.each([
  ["['./a.example.com']", ['warning']],
  ["['./*']", ['warning']],
  ["['./a.example.com', 'shop/*']", []],
])('closed-to-namespace warns of a VirtualService for the mesh that is bound to a Gateway in vain: %s', (hosts, expected) => {
  const text = gateway('gw', https(hosts)) + bound.replace('[a.example.com]', '[b.shop.svc.cluster.local, a.example.com]').replace('gateways: [', 'gateways: [mesh, ').replace(/---\n$/, '');
  expect(broken(text, { only: 'gateway/closed-to-namespace' }).map(({ severity }) => severity)).toEqual(expected);
});

describe('gateway/routes-for-other-protocol', () => {
  const server = (protocol: string, tls = '') => `{ port: { number: 443, name: p-${protocol}, protocol: ${protocol} }, hosts: ${A}${tls && `, tls: { ${tls} }`} }`;
  const service_ = (rules: string, gateways = '[gw]') => `kind: VirtualService\nmetadata: { name: v, namespace: edge }\nspec: { hosts: ${A}, gateways: ${gateways}, ${rules} }\n---\n`;
  const to = 'route: [{ destination: { host: a } }]';
  const RULES = { http: `http: [{ ${to} }]`, tls: `tls: [{ match: [{ sniHosts: ${A} }], ${to} }]`, tcp: `tcp: [{ ${to} }]` };
  const found = (servers: string, rules: string, gateways?: string) => broken(gateway('gw', servers) + service_(rules, gateways).replace(/---\n$/, ''), { only: 'gateway/routes-for-other-protocol' })
    .map(({ severity, at, problem }) => `${severity} ${at.replace(/^.*, /, '')}: ${problem}`);

  test.each([
    ['http', server('HTTP')],
    ['http', server('GRPC')],
    ['http', server('HTTPS', 'mode: SIMPLE, credentialName: c')],
    ['http', server('HTTPS', 'mode: ISTIO_MUTUAL')],
    ['tls', server('HTTPS', 'mode: PASSTHROUGH')],
    ['tls', server('TLS', 'mode: PASSTHROUGH')],
    ['tcp', server('TLS', 'mode: SIMPLE, credentialName: c')],
    ['tcp', server('TCP')],
    ['tcp', server('MYSQL')],
  ] as const)('only %s rules are used by %s', (used, text) => {
    const silent = (['http', 'tls', 'tcp'] as const).filter(kind => found(text, RULES[kind]).length === 0);
    expect(silent).toEqual([used]);
  });

  test.each([
    ['error where nothing else is used', server('HTTPS', 'mode: PASSTHROUGH'), RULES.http, '[gw]', ['error spec.http[0]: http rules are used on none of the servers for a.example.com: 443 (HTTPS PASSTHROUGH)']],
    ['warning beside rules that are used', server('HTTP'), `${RULES.http}, ${RULES.tls}`, '[gw]', ['warning spec.tls[0]: tls rules are used on none of the servers for a.example.com: 443 (HTTP)']],
    ['error of each rule of connections between clusters', server('TLS', 'mode: AUTO_PASSTHROUGH'), RULES.tls, '[gw]', ['error spec.tls[0]: tls rules are used on none of the servers for a.example.com: 443 (TLS AUTO_PASSTHROUGH)']],
    ['nothing where some server uses it', `${server('HTTP')}, ${server('TLS', 'mode: PASSTHROUGH')}`, RULES.http, '[gw]', []],
    ['error where plain HTTP is only redirected', `${redirect(A)}, ${server('HTTPS', 'credentialName: c')}`, RULES.http, '[gw]', ['error spec.http[0]: http rules are used on none of the servers for a.example.com: 443 (HTTPS PASSTHROUGH)']],
    ['nothing where something before the gateway ends TLS', redirect(A), RULES.http, '[gw]', []],
    ['nothing of rules for the mesh', server('HTTP'), RULES.tcp, '[mesh, gw]', []],
    ['warning of rules for the gateway alone', server('HTTP'), `tcp: [{ match: [{ gateways: [gw] }], ${to} }]`, '[mesh, gw]', ['warning spec.tcp[0]: tcp rules are used on none of the servers for a.example.com: 443 (HTTP)']],
    ['nothing where a Gateway is not known', server('HTTP'), RULES.tcp, '[gw, elsewhere/gw]', []],
    ['nothing of a server that is refused', server('HTTPS'), RULES.http, '[gw]', []],
    ['nothing of another port', server('HTTP'), `tcp: [{ match: [{ port: 5432 }], ${to} }]`, '[gw]', []],
  ])('%s', (_title, servers, rules, gateways, expected) => expect(found(servers, rules, gateways)).toEqual(expected));
});

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
    ['through a server that does not, beside one that does', 'MESH_EXTERNAL', 'SIMPLE, credentialName: c } }, { port: { number: 444, name: b, protocol: HTTPS }, hosts: [b.example.com], tls: { mode: ISTIO_MUTUAL', '', 0],
  ])('a request goes %s', (_title, location, mode, extra, count) => expect(problems('egress-gateway/leaks-identity', entry(location), exit(mode), route(extra))).toHaveLength(count));
});
