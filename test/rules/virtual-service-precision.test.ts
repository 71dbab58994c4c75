import { broken } from './broken';

const WEB = 'route: [{ destination: { host: web } }]';
const API = 'route: [{ destination: { host: api } }]';

function document(kind: string, name: string, spec: string, namespace = 'default', metadata = ''): string {
  return `kind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace}${metadata} }\nspec: ${spec}\n---\n`;
}

function virtualService(spec: string, name = 'routes', namespace = 'default'): string {
  return document('VirtualService', name, `{ ${spec} }`, namespace);
}

function said(rule: string, ...documents: string[]): string[] {
  return broken(documents.join('').replace(/---\n$/, ''), { only: `virtual-service/${rule}` }).map(({ at, problem }) => `${at.replace(/^VirtualService /, '')}: ${problem}`);
}

const GATEWAY = document('Gateway', 'gw', '{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }', 'edge');
const GATEWAY_POD = document('Pod', 'gw', '{ containers: [{ name: istio-proxy }] }', 'edge', ', labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway }');
const AT_GATEWAY = 'hosts: [shop.example.com], gateways: [edge/gw]';

describe('what release controllers write', () => {
  const split = (weight: number) => virtualService(`hosts: [web], http: [{ route: [{ destination: { host: web-primary }, weight: ${100 - weight} }, { destination: { host: web-canary }, weight: ${weight} }], mirror: { host: web-canary } }]`);

  test('passes where what is mirrored to gets no requests yet', () => {
    expect(said('mirror-to-itself', split(0))).toEqual([]);
  });

  test('fails where it gets some', () => {
    expect(said('mirror-to-itself', split(10))).toEqual(['default/routes, spec.http[0].mirror: web-canary is a destination of the route and a mirror of it']);
  });
});

describe('port-left-out', () => {
  const services = document('Service', 'web', '{ ports: [{ name: http, port: 80 }] }') + document('Service', 'api', '{ ports: [{ name: http, port: 8080 }] }');
  const both = (...http: string[]) => virtualService(`hosts: [web, api], http: [${http.map(rule => `{ ${rule} }`).join(', ')}]`);

  test.each([
    ['rules that choose among the hosts by their authority', both(`match: [{ authority: { prefix: web } }], ${WEB}`, `match: [{ authority: { prefix: api } }], ${API}`)],
    ['rules that choose by the header host', both(`match: [{ headers: { Host: { prefix: web } } }], ${WEB}`, `match: [{ authority: { prefix: api } }], ${API}`)],
    ['a rule for the rest, where an earlier one takes the other port', both(`match: [{ port: 8080 }], ${API}`, WEB)],
    ['a rule for some paths of the rest', both(`match: [{ port: 8080, uri: { prefix: / } }], ${API}`, `match: [{ uri: { prefix: /a } }], ${WEB}`)],
  ])('passes %s', (_title, vs) => {
    expect(said('port-left-out', services, vs)).toEqual([]);
  });

  test.each([
    ['a rule for both hosts', both(WEB), 'default/routes, spec.http[0].route[0].destination: requests come for port 8080, which web.default.svc.cluster.local does not have; it has 80 (http)'],
    ['a block for both hosts beside one for an authority', both(`match: [{ authority: { prefix: web } }, { uri: { prefix: /a } }], ${WEB}`), 'default/routes, spec.http[0].route[0].destination: requests come for port 8080, which web.default.svc.cluster.local does not have; it has 80 (http)'],
    ['a rule for the rest, where an earlier one takes a part of the other port', both(`match: [{ port: 8080, uri: { prefix: /a } }], ${API}`, WEB), 'default/routes, spec.http[1].route[0].destination: requests come for port 8080, which web.default.svc.cluster.local does not have; it has 80 (http)'],
  ])('fails for %s', (_title, vs, expected) => {
    expect(said('port-left-out', services, vs)).toEqual([expected]);
  });
});

describe('duplicate-host-on-mesh beside Sidecars', () => {
  const team = (name: string) => virtualService(`hosts: [api.example.com], http: [{ ${WEB} }]`, name, name);
  const sidecar = (namespace: string, hosts: string) => document('Sidecar', 'default', `{ egress: [{ hosts: ${hosts} }] }`, namespace);
  const clash = ['b/b, spec.hosts[0]: api.example.com is routed on the mesh by VirtualService a/a too, and only the older one is used'];

  test.each([
    ['each namespace imports its own, by the Sidecar of the mesh', sidecar('istio-system', '[./*]'), []],
    ['each namespace imports its own, by a Sidecar in each', sidecar('a', '[./*]') + sidecar('b', '["b/*"]'), []],
    ['one namespace imports all', sidecar('a', '[./*]') + sidecar('b', '["*/*"]'), clash],
    ['one namespace has no Sidecar', sidecar('a', '[./*]'), clash],
    ['a third namespace with workloads has none', sidecar('a', '[./*]') + sidecar('b', '[./*]') + document('Pod', 'pod', '{ containers: [{ name: app }] }', 'c'), clash],
  ])('where %s', (_title, sidecars, expected) => {
    expect(said('duplicate-host-on-mesh', team('a'), team('b'), sidecars)).toEqual(expected);
  });
});

describe('shadowed rules', () => {
  const rule = (match: string, host: string) => `{ match: [{ ${match} }], route: [{ destination: { host: ${host} } }] }`;
  const fillers = Array.from({ length: 10 }, (_, i) => rule(`uri: { prefix: /filler-${i} }`, 'filler'));
  const many = (...first: string[]) => virtualService(`hosts: [web], http: [${[...first, ...fillers, rule('uri: { prefix: /a/b }, headers: { x: { exact: y } }', 'web')].join(', ')}]`);
  const byPath = rule('uri: { prefix: /a }', 'web');
  const byHeader = rule('headers: { x: {} }', 'api');

  test('are held against the first rule that takes their requests, however many there are', () => {
    expect(said('shadowed-match', many(byPath, byHeader))).toEqual([]);
    expect(said('shadowed-match', many(byHeader, byPath))).toEqual([
      'default/routes, spec.http[12]: spec.http[12] (uri prefix "/a/b" and header "x") is never reached: spec.http[0] comes first and takes all of it (header "x")',
    ]);
  });

  test('of a delegate say in which object the earlier rule is', () => {
    const root = virtualService(`${AT_GATEWAY}, http: [{ match: [{ uri: { prefix: /a } }], ${API} }, { match: [{ uri: { prefix: /a/b } }], delegate: { name: leaf } }]`);
    expect(said('shadowed-match', root, virtualService(`http: [{ ${WEB} }]`, 'leaf'))).toEqual([
      'default/leaf, spec.http[0]: spec.http[0] (uri prefix "/a/b") is never reached: spec.http[0] of VirtualService default/routes comes first and takes all of it (uri prefix "/a")',
    ]);
  });

  test('for gateways that the VirtualService is not bound to are told of as such', () => {
    const vs = virtualService(`hosts: [db.example.com], tcp: [{ ${WEB} }, { match: [{ gateways: [edge/gw] }], ${API} }]`);
    expect(said('shadowed-match', vs)).toEqual([]);
    expect(said('unbound-match', vs)).toEqual(['default/routes, spec.tcp[1].match[0].gateways: the match is for "edge/gw", and the VirtualService is bound to the mesh, since it names no gateways']);
  });
});

describe('unbound-match', () => {
  test.each([
    ['another gateway', `${AT_GATEWAY}, http: [{ match: [{ gateways: [gw] }], ${WEB} }]`, 'http', '"gw", and the VirtualService is bound to "edge/gw" only'],
    ['the mesh, which is no gateway of it', `${AT_GATEWAY}, tls: [{ match: [{ sniHosts: [shop.example.com], gateways: [mesh] }], ${WEB} }]`, 'tls', '"mesh", and the VirtualService is bound to "edge/gw" only'],
  ])('fails for %s', (_title, spec, list, problem) => {
    expect(said('unbound-match', virtualService(spec))).toEqual([`default/routes, spec.${list}[0].match[0].gateways: the match is for ${problem}`]);
  });

  test.each([
    ['one of two', `${AT_GATEWAY}, http: [{ match: [{ gateways: [mesh, edge/gw] }], ${WEB} }]`],
    ['the same gateway in the old form', `${AT_GATEWAY}, http: [{ match: [{ gateways: [gw.edge.svc.cluster.local] }], ${WEB} }]`],
    ['the mesh where no gateways are named', `hosts: [web], http: [{ match: [{ gateways: [mesh] }], ${WEB} }]`],
    ['what a delegate leaves to those that name it', `http: [{ match: [{ gateways: [edge/gw] }], ${WEB} }]`],
  ])('passes %s', (_title, spec) => {
    expect(said('unbound-match', virtualService(spec))).toEqual([]);
  });
});

describe('ignored-on-gateway', () => {
  const tcp = (match: string, bound = '[edge/gw]') => virtualService(`hosts: [db.example.com], gateways: ${bound}, tcp: [{ match: [{ ${match} }], ${WEB} }]`);

  test('fails for each limit of a TCP and of a TLS rule, at the first', () => {
    expect(said('ignored-on-gateway', tcp('sourceLabels: { app: a }, destinationSubnets: [10.0.0.0/8]'))).toEqual(['default/routes, spec.tcp[0].match[0].sourceLabels: sourceLabels and destinationSubnets do nothing on the gateway edge/gw']);
    expect(said('ignored-on-gateway', virtualService(`${AT_GATEWAY}, tls: [{ match: [{ sniHosts: [shop.example.com], sourceNamespace: a }], ${WEB} }]`))).toEqual(['default/routes, spec.tls[0].match[0].sourceNamespace: sourceNamespace does nothing on the gateway edge/gw']);
  });

  test('names the gateways that the match is for', () => {
    expect(said('ignored-on-gateway', tcp('sourceNamespace: a', '[mesh, edge/gw, edge/two]'))).toEqual(['default/routes, spec.tcp[0].match[0].sourceNamespace: sourceNamespace does nothing on the gateways edge/gw, edge/two']);
    expect(said('ignored-on-gateway', tcp('sourceNamespace: a, gateways: [edge/two, mesh]', '[mesh, edge/gw, edge/two]'))).toEqual(['default/routes, spec.tcp[0].match[0].sourceNamespace: sourceNamespace does nothing on the gateway edge/two']);
  });

  test.each([
    ['on the mesh', tcp('sourceNamespace: a', '[mesh]')],
    ['in a match for the mesh', tcp('sourceNamespace: a, gateways: [mesh]', '[mesh, edge/gw]')],
    ['in HTTP rules, which a gateway reads', virtualService(`${AT_GATEWAY}, http: [{ match: [{ sourceNamespace: a }], ${WEB} }]`)],
    ['where there is none', tcp('port: 80')],
  ])('passes %s', (_title, vs) => {
    expect(said('ignored-on-gateway', vs)).toEqual([]);
  });
});

describe('source-on-gateway', () => {
  const http = (match: string) => virtualService(`${AT_GATEWAY}, http: [{ match: [{ ${match} }], ${WEB} }]`);

  test.each([
    ['labels of clients', http('sourceLabels: { app: a }'), 'sourceLabels: the labels {"app":"a"} are not those of the pods of edge/gw, so the rule is never used'],
    ['the namespace of clients', http('sourceNamespace: shop'), 'sourceNamespace: the namespace shop is not that of the pods of edge/gw, so the rule is never used'],
  ])('fails for %s', (_title, vs, problem) => {
    expect(said('source-on-gateway', GATEWAY, GATEWAY_POD, vs)).toEqual([`default/routes, spec.http[0].match[0].${problem}`]);
  });

  test.each([
    ['those of the gateway itself', [GATEWAY, GATEWAY_POD, http('sourceLabels: { istio: ingress }, sourceNamespace: edge')]],
    ['a namespace where the pods are not known', [GATEWAY, http('sourceNamespace: shop')]],
    ['a Gateway that is not known', [http('sourceLabels: { app: a }, sourceNamespace: shop')]],
    ['the mesh besides', [GATEWAY, GATEWAY_POD, virtualService(`hosts: [a.example.com], gateways: [edge/gw, mesh], http: [{ match: [{ sourceNamespace: shop }], ${WEB} }]`)]],
  ])('passes %s', (_title, documents) => {
    expect(said('source-on-gateway', ...documents)).toEqual([]);
  });
});

describe('claims-without-authentication', () => {
  const claim = (list: string, name = '@request.auth.claims.group') => virtualService(`${AT_GATEWAY}, http: [{ match: [{ ${list}: { "${name}": { exact: a } } }], ${WEB} }]`);
  const authentication = (namespace: string) => document('RequestAuthentication', 'jwt', '{ selector: { matchLabels: { istio: ingress } }, jwtRules: [{ issuer: "https://id.example.com" }] }', namespace);

  test.each(['headers', 'withoutHeaders'])('fails for a claim in %s, and names it', list => {
    expect(said('claims-without-authentication', GATEWAY, GATEWAY_POD, claim(list))).toEqual(['default/routes, spec.http[0].match[0]: "@request.auth.claims.group" is matched, and no RequestAuthentication is for the pods of Gateway edge/gw']);
  });

  test('fails where the RequestAuthentication is in another namespace', () => {
    expect(said('claims-without-authentication', GATEWAY, GATEWAY_POD, authentication('default'), claim('headers'))).toHaveLength(1);
  });

  test('passes with one for the pods, without known pods, and for headers that are only alike', () => {
    expect(said('claims-without-authentication', GATEWAY, GATEWAY_POD, authentication('edge'), claim('headers'))).toEqual([]);
    expect(said('claims-without-authentication', GATEWAY, claim('headers'))).toEqual([]);
    expect(said('claims-without-authentication', GATEWAY, GATEWAY_POD, claim('headers', '@request.auth.claims'))).toEqual([]);
  });
});

describe('missing-gateway', () => {
  const edge = `kind: Namespace\nmetadata: { name: edge }\n---\n${document('Service', 'ingress', '{}', 'edge')}`;
  const ofApi = 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: gw, namespace: edge }\nspec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }\n---\n';

  test('fails in a namespace that is known, and says where only one of the Gateway API has the name', () => {
    expect(said('missing-gateway', edge, virtualService(`${AT_GATEWAY}, http: [{ ${WEB} }]`))).toEqual(['default/routes, spec.gateways[0]: there is no Gateway edge/gw']);
    expect(said('missing-gateway', edge, ofApi, virtualService(`${AT_GATEWAY}, http: [{ ${WEB} }]`))).toEqual([
      'default/routes, spec.gateways[0]: the Gateway edge/gw is one of the Gateway API (gateway.networking.k8s.io), and there is none of Istio (networking.istio.io)',
    ]);
  });

  test('passes in one that is not, and where the Gateway is there', () => {
    expect(said('missing-gateway', virtualService(`${AT_GATEWAY}, http: [{ ${WEB} }]`))).toEqual([]);
    expect(said('missing-gateway', edge, GATEWAY, virtualService(`${AT_GATEWAY}, http: [{ ${WEB} }]`))).toEqual([]);
  });
});

describe('hidden-from-gateway', () => {
  const vs = (exportTo: string) => virtualService(`${AT_GATEWAY}, exportTo: ${exportTo}, http: [{ ${WEB} }]`);

  test.each([
    ['[.]', 'write exportTo: [., edge]'],
    ['["~"]', 'write exportTo: [edge]'],
  ])('fails for exportTo %s', (exportTo, fix) => {
    const [found] = broken(GATEWAY + GATEWAY_POD + vs(exportTo).replace(/---\n$/, ''), { only: 'virtual-service/hidden-from-gateway' });
    expect([found.at, found.fix]).toEqual(['VirtualService default/routes, spec.exportTo', fix]);
  });

  test.each([['everybody', GATEWAY + GATEWAY_POD, '["*"]'], ['the namespace of the pods', GATEWAY + GATEWAY_POD, '[., edge]'], ['nobody who is known', GATEWAY, '[.]']])('passes what is exported to %s', (_title, others, exportTo) => {
    expect(said('hidden-from-gateway', others, vs(exportTo))).toEqual([]);
  });
});

test('http-for-external-tls names the ports of the host it is about', () => {
  const entry = (host: string, port: number) => document('ServiceEntry', `e${port}`, `{ hosts: [${host}], ports: [{ number: ${port}, name: https, protocol: HTTPS }], resolution: DNS }`);
  const found = said('http-for-external-tls', entry('a.example.com', 443), entry('b.example.com', 8443), virtualService(`hosts: [a.example.com, b.example.com], http: [{ timeout: 1s, ${WEB} }]`));

  expect(found.map(text => /has only TLS ports, (.*), and http rules/.exec(text)![1])).toEqual(['443 (HTTPS)', '8443 (HTTPS)']);
});

test('delegate-conflict is silent of a delegate that is hidden from the root', () => {
  const root = virtualService(`${AT_GATEWAY}, http: [{ match: [{ uri: { prefix: /a } }], delegate: { name: leaf, namespace: shop } }]`);
  const leaf = (exportTo: string) => virtualService(`exportTo: ${exportTo}, http: [{ match: [{ uri: { prefix: /b } }], ${WEB} }]`, 'leaf', 'shop');

  expect(said('delegate-conflict', root, leaf('[.]'))).toEqual([]);
  expect(said('delegate-conflict', root, leaf('["*"]'))).toHaveLength(1);
});

describe('advice about what a rule leaves out', () => {
  const root = (more: string, name = 'root') => virtualService(`${AT_GATEWAY}, http: [{ ${more} delegate: { name: leaf } }]`, name);
  const leaf = virtualService(`http: [{ ${WEB} }]`, 'leaf');

  test.each([['no-timeout', 'timeout: 3s,'], ['default-retries', 'retries: { attempts: 0 },']])('%s knows what a delegate inherits', (rule, setting) => {
    expect(said(rule, root(setting), leaf)).toEqual([]);
    expect(said(rule, root(setting), root('', 'other'), leaf)).toHaveLength(1);
    expect(said(rule, leaf)).toHaveLength(1);
    expect(said(rule, virtualService('hosts: [web], http: [{ redirect: { uri: / } }]'))).toEqual([]);
  });

  test('no-route-for-rest waits for delegates that are not known, and reads only what limits a match', () => {
    const first = `${AT_GATEWAY}, http: [{ match: [{ uri: { prefix: /a } }], ${WEB} }`;
    expect(said('no-route-for-rest', virtualService(`${first}, { delegate: { name: elsewhere } }]`))).toEqual([]);
    expect(said('no-route-for-rest', virtualService(`${first}, { match: [{ uri: { prefix: / }, statPrefix: rest, ignoreUriCase: true }], ${API} }]`))).toEqual([]);
    expect(said('no-route-for-rest', virtualService(`${first}]`))).toHaveLength(1);
  });
});

test('a short host that no server is for is told of in full', () => {
  const gateway = 'kind: Gateway\nmetadata: { name: gw }\nspec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [web] }] }\n';
  const routes = 'kind: VirtualService\nspec: { hosts: [web], gateways: [gw], http: [{ route: [{ destination: { host: web } }] }] }\n';
  expect(broken(`${gateway}---\n${routes}`, { only: 'virtual-service/host-not-on-gateway' }).map(({ problem }) => problem)).toEqual([
    'no server of Gateway default/gw is for web, which is web.default.svc.cluster.local in full; they are for web',
  ]);
});

test.each([
  ['Service', 'http', 'kind: Service\nmetadata: { name: api }\nspec: { ports: [{ name: redis, port: 80 }] }', 'where that is HTTP name the port of the Service so, as http-web, or set its appProtocol'],
  ['ServiceEntry', 'http', 'kind: ServiceEntry\nspec: { hosts: [api.default.svc.cluster.local], ports: [{ number: 80, name: a, protocol: TCP }] }', 'where that is HTTP set the protocol of the port to HTTP'],
  ['Service', 'tcp', 'kind: Service\nmetadata: { name: api }\nspec: { ports: [{ name: http, port: 80 }] }', 'correct the name of the port'],
  ['ServiceEntry', 'tcp', 'kind: ServiceEntry\nspec: { hosts: [api.default.svc.cluster.local], ports: [{ number: 80, name: a, protocol: HTTP }] }', 'correct the protocol of the port'],
])('a %s with a port that %s rules are not used on is corrected where it says so', (_kind, rules, service, fix) => {
  const routes = `kind: VirtualService\nspec: { hosts: [api], ${rules}: [{ route: [{ destination: { host: api } }] }] }`;
  expect(broken(`${service}\n---\n${routes}`, { only: 'virtual-service/routes-for-other-protocol' }).map(each => each.fix)).toEqual([`write rules for what the port carries, or ${fix}`]);
});

describe('a VirtualService in the root namespace is for clients elsewhere', () => {
  const routes = virtualService('hosts: [egress.edge.svc.cluster.local], http: [{ route: [{ destination: { host: egress.edge.svc.cluster.local, subset: api } }] }]', 'egress', 'istio-system');
  const subset = document('DestinationRule', 'egress', '{ host: egress.edge.svc.cluster.local, subsets: [{ name: api }] }', 'shop');
  const clients = (namespace: string) => document('Pod', 'client', '{ containers: [{ name: app }] }', namespace);
  const told = (...documents: string[]) => broken(documents.join('').replace(/---\n$/, ''), { only: 'virtual-service/subset-not-visible' }).map(({ problem }) => problem);

  test.each([
    ['nobody knows where', ''],
    ['they see the subset', clients('shop')],
    ['something of Istio itself is beside it', clients('istio-system')],
  ])('%s', (_, others) => {
    expect(told(routes, subset, others)).toEqual([]);
  });

  test('the namespace of the subset is left to whoever applies it', () => {
    expect(told(routes, subset.replace('namespace: shop', 'namespace: ""'), clients('web'))).toEqual([]);
  });

  test('they do not see the subset', () => {
    expect(told(routes, subset, clients('web'))).toEqual(['clients in web do not see subset "api" of egress.edge.svc.cluster.local: it is defined only in DestinationRule shop/egress']);
  });
});

test('bad-source-namespace is refused in http rules, and only useless in tls and tcp rules', () => {
  const match = 'match: [{ sourceNamespace: "shop-*" }]';
  const tls = 'match: [{ sniHosts: [web], sourceNamespace: "shop-*" }]';
  const found = broken(`kind: VirtualService\nspec: { hosts: [web], http: [{ ${match}, ${WEB} }], tls: [{ ${tls}, ${WEB} }], tcp: [{ ${match}, ${WEB} }] }`, { only: 'virtual-service/bad-source-namespace' });

  expect(found.map(({ at, severity }) => `${at.replace(/^.*, spec\./, '')} ${severity}`)).toEqual(['http[0].match[0].sourceNamespace error', 'tls[0].match[0].sourceNamespace warning', 'tcp[0].match[0].sourceNamespace warning']);
});

test('authority-without-port knows the names that the header has', () => {
  const http = (match: string) => said('authority-without-port', virtualService(`hosts: [a.example.com], http: [{ match: [{ ${match} }], ${WEB} }]`));

  for (const name of ['host', 'Host', ':authority']) {
    expect(http(`headers: { "${name}": { exact: a.example.com } }`)).toEqual([`default/routes, spec.http[0].match[0].headers["${name}"].exact: a.example.com:8080 does not match a.example.com`]);
  }
  expect(http('authority: { exact: "a.example.com:8080" }')).toEqual([]);
  expect(http('authority: { prefix: a.example.com }')).toEqual([]);
});

describe('names of subsets that cannot be', () => {
  test.each([['v1.2', 'v1-2'], ['_v1', 'v1'], ['v1.', 'v1'], ['...', 'v1']])('%s becomes %s', (subset, meant) => {
    const [{ fix }] = broken(`kind: VirtualService\nspec: { hosts: [web], http: [{ route: [{ destination: { host: web, subset: "${subset}" } }] }] }`, { only: 'virtual-service/bad-subset-name' });
    expect(fix).toBe(`use letters, digits and "-", for example ${meant}, here and in the DestinationRule`);
  });
});

test('cors-any-origin-with-credentials reads the older list only where the newer is empty', () => {
  const cors = (policy: string) => said('cors-any-origin-with-credentials', virtualService(`hosts: [web], http: [{ corsPolicy: { allowCredentials: true, ${policy} }, ${WEB} }]`));

  expect(cors('allowOrigins: [{ exact: "https://a.example.com" }], allowOrigin: ["*"]')).toEqual([]);
  expect(cors('allowOrigin: ["https://a.example.com", "*"]')).toEqual(['default/routes, spec.http[0].corsPolicy.allowOrigin[1]: the origin "*" is every one, and allowCredentials is set']);
});

test('share-without-mirror leaves delegates alone, whose roots may have the mirror', () => {
  const http = `http: [{ ${WEB}, mirrorPercentage: { value: 5 } }]`;

  expect(said('share-without-mirror', virtualService(http))).toEqual([]);
  expect(said('share-without-mirror', virtualService(`hosts: [web], ${http}`))).toEqual(['default/routes, spec.http[0].mirrorPercentage: there is mirrorPercentage, and no mirror']);
});

test.each([
  ['https://*.example.com', ['write a regex: a * is no wildcard in exact, unless it stands alone']],
  ['HTTPS://www.Example.com/', ['write "https://www.example.com", as browsers do']],
  ['*', []],
  ['https://www.example.com:8443', []],
])('impossible-origin: exact %s', (exact, fixes) => {
  const cors = `kind: VirtualService\nspec: { hosts: [web], http: [{ corsPolicy: { allowOrigins: [{ exact: "${exact}" }] }, ${WEB} }] }`;
  expect(broken(cors, { only: 'virtual-service/impossible-origin' }).map(({ fix }) => fix)).toEqual(fixes);
});

describe('overlapping-sni', () => {
  const entry = (protocol = 'TLS', ports = [443]) => document('ServiceEntry', 'se', `{ hosts: [a.example.com, b.example.com], ports: [${ports.map(port => `{ number: ${port}, name: p${port}, protocol: ${protocol} }`).join(', ')}], resolution: DNS }`);
  const rule = (match: string) => `{ match: [{ ${match} }], ${WEB} }`;
  const tls = (matches: string[], more = '', name = 'routes', namespace = 'default') => virtualService(`hosts: [a.example.com, b.example.com], ${more} tls: [${matches.map(rule).join(', ')}]`, name, namespace);
  const A = 'sniHosts: [a.example.com]';
  const AB = 'sniHosts: [a.example.com, b.example.com]';
  const BA = 'sniHosts: [b.example.com, a.example.com]';
  const second = ['default/routes, spec.tls[1].match[0].sniHosts: the server name a.example.com is also in spec.tls[0].match[0], and the lists are not the same'];

  test.each([
    ['two lists that share a name', [A, AB], second],
    ['the same names in another order', [AB, BA], ['default/routes, spec.tls[1].match[0].sniHosts: the server name b.example.com is also in spec.tls[0].match[0], and the lists are not the same']],
    ['a name in another case', [A, 'sniHosts: [A.example.com, b.example.com]'], second],
    ['the very same list, of which the second is left out', [A, A], []],
    ['a wildcard over the other', ['sniHosts: ["*.example.com"]', A], []],
    ['different ports', [`port: 443, ${A}`, `port: 8443, ${AB}`], []],
    ['a port without TLS', [`port: 80, ${A}`, `port: 80, ${AB}`], []],
    ['different clients', [`sourceLabels: { app: a }, ${A}`, `sourceLabels: { app: b }, ${AB}`], []],
    ['subnets', [`destinationSubnets: [10.0.0.0/8], ${A}`, AB], []],
    ['a match for a gateway only', [`gateways: [mesh], ${A}`, `gateways: [edge/gw], ${AB}`], []],
  ])('on the mesh: %s', (_title, matches, expected) => {
    expect(said('overlapping-sni', entry('TLS', [443, 8443]), tls(matches, 'gateways: [mesh, edge/gw],'))).toEqual(expected);
  });

  test('is silent where no port of a known service carries TLS, and on gateways, which leave the match out', () => {
    expect(said('overlapping-sni', tls([A, AB]))).toEqual([]);
    expect(said('overlapping-sni', entry('TCP'), tls([A, AB]))).toEqual([]);
    expect(said('overlapping-sni', entry(), tls([A, AB], 'gateways: [edge/gw],'))).toEqual([]);
  });

  test('two VirtualServices collide where one proxy uses both', () => {
    const found = ['default/two, spec.tls[0].match[0].sniHosts: the server name a.example.com is also in VirtualService default/one, and the lists are not the same'];
    expect(said('overlapping-sni', entry(), tls([A], '', 'one'), tls([AB], '', 'two'))).toEqual(found);
    expect(said('overlapping-sni', entry(), tls([A], 'exportTo: [.],', 'one'), tls([AB], '', 'two'))).toEqual(found);
    expect(said('overlapping-sni', entry(), tls([A], 'exportTo: [.],', 'one'), tls([AB], 'exportTo: [.],', 'two', 'other'))).toEqual([]);
  });

  test('of two VirtualServices of one name only one will exist', () => {
    expect(said('overlapping-sni', entry(), tls([A]), tls([AB]))).toEqual([]);
  });

  test('a name stands once in a match, on gateways too', () => {
    expect(said('overlapping-sni', tls(['sniHosts: [a.example.com, b.example.com, A.example.com]'], 'gateways: [edge/gw],'))).toEqual(['default/routes, spec.tls[0].match[0].sniHosts[2]: the server name "a.example.com" is in this match twice']);
  });
});
