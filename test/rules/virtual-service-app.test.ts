import { broken } from './broken';

function problems(only: string, text: string): string[] {
  return broken(text, { only: `virtual-service/${only}` }).map(({ problem }) => problem);
}

function places(only: string, text: string): string[] {
  return broken(text, { only: `virtual-service/${only}` }).map(({ at }) => at);
}

const REVIEWS = 'route: [{ destination: { host: reviews } }]';
const BETA = 'route: [{ destination: { host: beta } }]';

function virtualService(spec: string, name = 'routes', namespace = 'default'): string {
  return `kind: VirtualService\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n---\n`;
}

function routes(...http: string[]): string {
  return virtualService(`{ hosts: [reviews], http: [${http.map(rule => `{ ${rule} }`).join(', ')}] }`);
}

function document(kind: string, name: string, spec: string, namespace = 'default'): string {
  return `kind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n---\n`;
}

function whole(...documents: string[]): string {
  return documents.join('').replace(/---\n$/, '');
}

describe('undefined-subset', () => {
  const v3 = routes('route: [{ destination: { host: reviews, subset: v3 } }]');
  const rule = (spec: string, namespace = 'default') => document('DestinationRule', 'versions', spec, namespace);

  test.each([
    ['of a DestinationRule for the host', rule('{ host: reviews, subsets: [{ name: v2 }, { name: v1 }] }'), ['reviews.default.svc.cluster.local has no subset "v3"; defined: v2, v1']],
    ['of a DestinationRule without subsets', rule('{ host: reviews }'), ['reviews.default.svc.cluster.local has no subset "v3"; defined: none']],
    ['of a service that is written here', document('Service', 'reviews', '{}'), ['reviews.default.svc.cluster.local has no subset "v3"; defined: none']],
    ['that a wildcard defines', rule("{ host: '*.default.svc.cluster.local', subsets: [{ name: v3 }] }"), []],
    ['that may be defined elsewhere', '', []],
  ])('a subset %s', (_title, other, expected) => expect(problems('undefined-subset', whole(v3, other))).toEqual(expected));

  test.each(['mirror: { host: reviews, subset: v3 }', 'mirrors: [{ destination: { host: reviews, subset: v3 } }]'])('looks at %s', mirror => {
    expect(places('undefined-subset', whole(routes(`${REVIEWS}, ${mirror}`), rule('{ host: reviews, subsets: [{ name: v2 }] }')))).toHaveLength(1);
  });

  test('a subset that is nearly there is pointed out, with the DestinationRule', () => {
    const [{ at, and, fix }] = broken(whole(routes('route: [{ destination: { host: reviews, subset: canry } }]'), rule('{ host: reviews, subsets: [{ name: canary }] }')), { only: 'virtual-service/undefined-subset' });

    expect(at).toBe('VirtualService default/routes, spec.http[0].route[0].destination.subset');
    expect(and).toEqual(['DestinationRule default/versions, spec.subsets']);
    expect(fix).toBe('add the subset to the DestinationRule of reviews.default.svc.cluster.local; did you mean "canary"?');
  });
});

describe('subset-not-visible', () => {
  const route = (extra = '') => virtualService(`{ hosts: [reviews], ${extra} http: [{ route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v1 } }] }] }`, 'routes', 'shop');
  const rule = (namespace: string, extra = '') => document('DestinationRule', 'versions', `{ host: reviews.shop.svc.cluster.local, ${extra} subsets: [{ name: v1 }] }`, namespace);
  const pod = (namespace: string) => document('Pod', 'pod', '{ containers: [{ name: app }] }', namespace);

  test.each([
    ['in a third namespace', route(), rule('third'), ['clients in shop do not see subset "v1" of reviews.shop.svc.cluster.local: it is defined only in DestinationRule third/versions']],
    ['in the namespace of the service', route(), rule('shop'), []],
    ['in the root namespace', route(), rule('istio-system'), []],
    ['private to the service', route('exportTo: [web],'), rule('shop', 'exportTo: [.],'), ['clients in web do not see subset "v1" of reviews.shop.svc.cluster.local: it is defined only in DestinationRule shop/versions']],
    ['exported to the client', route('exportTo: [web],'), rule('shop', 'exportTo: [web],'), []],
    ['in the namespace of all known clients', route(), rule('web') + pod('web'), []],
    ['for some workloads', route(), rule('shop', 'workloadSelector: { matchLabels: { app: web } },'), []],
  ])('a DestinationRule %s', (_title, vs, others, expected) => expect(problems('subset-not-visible', whole(vs, others))).toEqual(expected));

  test('a gateway looks from the namespace of its pods', () => {
    const gateway = (namespace: string) => whole(
      document('Gateway', 'gw', "{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }", 'shop'),
      `kind: Pod\nmetadata: { name: gw, namespace: ${namespace}, labels: { istio: ingress } }\nspec: { containers: [{ name: app }] }\n---\n`,
      route('gateways: [gw],'),
      rule('edge'),
    );

    expect(problems('subset-not-visible', gateway('other'))).toEqual(['clients in other do not see subset "v1" of reviews.shop.svc.cluster.local: it is defined only in DestinationRule edge/versions']);
    expect(problems('subset-not-visible', gateway('edge'))).toEqual([]);
  });
});

describe('shadowed-match', () => {
  test.each([
    ['a rule without match first', routes(REVIEWS, `match: [{ method: { exact: GET } }], ${BETA}`), ['spec.http[1]']],
    ['an earlier rule with fewer headers', routes(`match: [{ headers: { a: {} } }], ${REVIEWS}`, `match: [{ headers: { a: { exact: x }, b: {} } }], ${BETA}`), ['spec.http[1]']],
    ['one of two blocks', routes(`match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a/b } }, { uri: { prefix: /c } }], ${BETA}`), ['spec.http[1].match[0]']],
    ['all blocks', routes(`match: [{ uri: { prefix: /a } }, { uri: { prefix: /c } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a/b } }, { uri: { exact: /cd } }], ${BETA}`), ['spec.http[1]']],
    ['a path and all below it, where the path alone comes first', routes(`match: [{ uri: { exact: /a } }], ${REVIEWS}`, `match: [{ uri: { exact: /a } }, { uri: { prefix: /a/ } }], ${BETA}`), []],
    ['the narrower rule first', routes(`match: [{ uri: { prefix: /a/b } }], ${BETA}`, `match: [{ uri: { prefix: /a } }], ${REVIEWS}`), []],
    ['rules that do the same', routes(`match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a/b } }], ${REVIEWS}`), []],
    ['a regex that nobody can compare', routes(`match: [{ uri: { regex: '/a[0-9]+' } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a1 } }], ${BETA}`), []],
    ['another port', routes(`match: [{ port: 80 }], ${REVIEWS}`, `match: [{ port: 81 }], ${BETA}`), []],
  ])('http: %s', (_title, text, fields) => expect(places('shadowed-match', whole(text))).toEqual(fields.map(field => `VirtualService default/routes, ${field}`)));

  test('a rule says what takes its requests', () => {
    expect(problems('shadowed-match', whole(routes(`match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { exact: /a/b }, headers: { x-beta: {} } }], ${BETA}`)))).toEqual([
      'spec.http[1] (uri exact "/a/b" and header "x-beta") is never reached: spec.http[0] comes first and takes all of it (uri prefix "/a")',
    ]);
  });

  test('rules of a delegate are told of once, at the delegate', () => {
    const root = (name: string) => virtualService(`{ hosts: [${name}.example.com], gateways: [edge/gw], http: [{ delegate: { name: leaf } }] }`, name);
    const leaf = virtualService(`{ http: [{ ${REVIEWS} }, { match: [{ uri: { prefix: /a } }], ${BETA} }] }`, 'leaf');

    expect(places('shadowed-match', whole(root('a'), root('b'), leaf))).toEqual(['VirtualService default/leaf, spec.http[1]']);
  });

  const l4 = (list: string, ...rules: string[]) => virtualService(`{ hosts: [db.example.com], ${list}: [${rules.map(rule => `{ ${rule} }`).join(', ')}] }`);

  test.each([
    ['tcp after a rule for everything', l4('tcp', REVIEWS, `match: [{ port: 90 }], ${BETA}`), ['spec.tcp[1].match[0]']],
    ['tcp for other clients', l4('tcp', `match: [{ sourceLabels: { app: a } }], ${REVIEWS}`, BETA), []],
    ['tcp for some addresses first', l4('tcp', `match: [{ destinationSubnets: [10.0.0.0/8] }], ${REVIEWS}`, BETA), []],
    ['tls for the same names', l4('tls', `match: [{ sniHosts: [db.example.com] }], ${REVIEWS}`, `match: [{ sniHosts: [db.example.com], port: 443 }], ${BETA}`), ['spec.tls[1].match[0]']],
    ['tls for a wildcard first: the longer name is preferred whatever the order', l4('tls', `match: [{ sniHosts: ['*.example.com'] }], ${REVIEWS}`, `match: [{ sniHosts: [db.example.com] }], ${BETA}`), []],
  ])('%s', (_title, text, fields) => expect(places('shadowed-match', whole(text))).toEqual(fields.map(field => `VirtualService default/routes, ${field}`)));

  test('lost settings of a route to the same place are another rule', () => {
    const text = whole(routes(`match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a/b } }], timeout: 9s, ${REVIEWS}`));

    expect(places('shadowed-match', text)).toEqual([]);
    expect(places('shadowed-settings', text)).toEqual(['VirtualService default/routes, spec.http[1]']);
  });
});

describe('duplicate-host-on-mesh', () => {
  const one = (spec: string) => virtualService(`{ hosts: [reviews], ${spec} }`, 'one');
  const two = (spec: string, namespace = 'default') => virtualService(`{ hosts: [reviews.default.svc.cluster.local], ${spec} }`, 'two', namespace);

  test.each([
    ['for everybody', one(`http: [{ ${REVIEWS} }]`), two(`http: [{ ${BETA} }]`), true],
    ['from two namespaces', one(`http: [{ ${REVIEWS} }]`), two(`http: [{ ${BETA} }]`, 'other'), true],
    ['one of them private: it comes first', one(`exportTo: [.], http: [{ ${REVIEWS} }]`), two(`http: [{ ${BETA} }]`), false],
    ['private in two namespaces', one(`exportTo: [.], http: [{ ${REVIEWS} }]`), two(`exportTo: [.], http: [{ ${BETA} }]`, 'other'), false],
    ['one of them on a gateway only', one(`http: [{ ${REVIEWS} }]`), two(`gateways: [edge/gw], http: [{ ${BETA} }]`), false],
    ['both on mesh and on a gateway', one(`http: [{ ${REVIEWS} }]`), two(`gateways: [edge/gw, mesh], http: [{ ${BETA} }]`), true],
    ['whose rules on the mesh are of one', one(`http: [{ ${REVIEWS} }]`), two(`gateways: [edge/gw, mesh], http: [{ match: [{ gateways: [edge/gw] }], ${BETA} }]`), false],
    ['for different ports', one(`http: [{ match: [{ port: 80 }], ${REVIEWS} }]`), two(`http: [{ match: [{ port: 81 }], ${BETA} }]`), false],
    ['for different clients', one(`http: [{ match: [{ sourceLabels: { app: a } }], ${REVIEWS} }]`), two(`http: [{ match: [{ sourceLabels: { app: b } }], ${BETA} }]`), false],
    ['HTTP and TCP', one(`http: [{ ${REVIEWS} }]`), two(`tcp: [{ ${BETA} }]`), false],
    ['TCP and TCP', one(`tcp: [{ ${REVIEWS} }]`), two(`tcp: [{ ${BETA} }]`), true],
  ])('two VirtualServices %s', (_title, a, b, found) => {
    expect(problems('duplicate-host-on-mesh', whole(a, b))).toEqual(found ? ['reviews.default.svc.cluster.local is routed on the mesh by VirtualService default/one too, and only the older one is used'] : []);
  });
});

describe('order-dependent-routes', () => {
  const vs = (name: string, http: string, extra = '') => virtualService(`{ hosts: [shop.example.com], gateways: [edge/gw], ${extra} http: [{ ${http} }] }`, name);

  test.each([
    ['a prefix and a longer one', `match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a/b } }], ${BETA}`, true],
    ['a prefix and a header', `match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ headers: { x: {} } }], ${BETA}`, true],
    ['two that take everything', REVIEWS, BETA, true],
    ['one that takes everything: it goes to the end', REVIEWS, `match: [{ uri: { prefix: /a/b } }], ${BETA}`, false],
    ['different paths', `match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { prefix: /b } }], ${BETA}`, false],
    ['different methods', `match: [{ method: { exact: GET } }], ${REVIEWS}`, `match: [{ method: { exact: PUT } }], ${BETA}`, false],
    ['the same action', `match: [{ uri: { prefix: /a } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a/b } }], ${REVIEWS}`, false],
    ['a regex that nobody can compare', `match: [{ uri: { regex: '/a[0-9]+' } }], ${REVIEWS}`, `match: [{ uri: { prefix: /a } }], ${BETA}`, false],
  ])('%s', (_title, a, b, found) => expect(places('order-dependent-routes', whole(vs('one', a), vs('two', b)))).toHaveLength(found ? 1 : 0));

  test('the order between scopes is known', () => {
    expect(places('order-dependent-routes', whole(vs('one', REVIEWS), vs('two', BETA, 'exportTo: [.],')))).toEqual([]);
  });
});

describe('host-not-on-gateway', () => {
  const gateway = (hosts: string) => document('Gateway', 'gw', `{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ${hosts} }] }`);
  const vs = (hosts: string, gateways: string) => virtualService(`{ hosts: ${hosts}, gateways: ${gateways}, http: [{ ${REVIEWS} }] }`);

  test.each([
    ['a wildcard of the Gateway', "['*.example.com']", '[shop.example.com]', '[gw]', []],
    ['a wildcard of the VirtualService', '[shop.example.com]', "['*.example.com']", '[gw]', []],
    ['another host', '[shop.example.com]', '[web.example.com, shop.example.com]', '[gw]', ['spec.hosts[0]']],
    ['hosts that are for the mesh', '[shop.example.com]', '[reviews, shop.example.com]', '[gw, mesh]', []],
    ['no host at all, and mesh', '[shop.example.com]', '[reviews]', '[gw, mesh]', ['spec.gateways[0]']],
    ['a Gateway that is not known', '[shop.example.com]', '[web.example.com]', '[gw, edge/other]', []],
    ['a host in another case', '[Shop.example.com]', '[shop.Example.com]', '[gw]', []],
  ])('%s', (_title, served, hosts, gateways, fields) => {
    expect(places('host-not-on-gateway', whole(gateway(served), vs(hosts, gateways)))).toEqual(fields.map(field => `VirtualService default/routes, ${field}`));
  });
});

describe('destinations', () => {
  const namespace = (name: string) => `kind: Namespace\nmetadata: { name: ${name} }\n---\n`;
  const service = (name: string, ports: string, where = 'default') => document('Service', name, `{ ports: ${ports} }`, where);
  const HTTP = '[{ name: http, port: 80, targetPort: 8080 }]';

  test.each([
    ['a host in a namespace that is not known', routes('route: [{ destination: { host: nobody } }]'), []],
    ['a host in a known namespace', namespace('default') + service('reviews', HTTP) + routes('route: [{ destination: { host: nobody } }]'), ['no Service or ServiceEntry has the host nobody.default.svc.cluster.local']],
    ['a short host of another namespace', namespace('default') + service('a', HTTP) + service('reviews', HTTP, 'shop') + routes(REVIEWS), ['no Service or ServiceEntry has the host reviews.default.svc.cluster.local; there is reviews.shop.svc.cluster.local']],
    ['an external host', namespace('default') + service('reviews', HTTP) + routes('route: [{ destination: { host: www.example.com } }]'), []],
  ])('missing-destination: %s', (_title, text, expected) => expect(problems('missing-destination', whole(text))).toEqual(expected));

  test.each([
    ['the port of the pods', 8080, ['reviews.default.svc.cluster.local has no port 8080; it has 80 (http); 8080 is the port of the pods behind 80']],
    ['a port of the service', 80, []],
  ])('missing-destination-port: %s', (_title, port, expected) => {
    expect(problems('missing-destination-port', whole(service('reviews', HTTP), routes(`route: [{ destination: { host: reviews, port: { number: ${port} } } }]`)))).toEqual(expected);
  });

  const OTHER = '[{ name: http, port: 9080 }]';
  const TWO = '[{ name: http, port: 9080 }, { name: http-admin, port: 9090 }]';
  test.each([
    ['one port, on the mesh', OTHER, routes(BETA), ['requests come for port 80, which beta.default.svc.cluster.local does not have; it has 9080 (http)']],
    ['the same port', HTTP, routes(BETA), []],
    ['a rule for a port that it has', OTHER, routes(`match: [{ port: 9080 }], ${BETA}`), []],
    ['one port, on a gateway', OTHER, virtualService(`{ hosts: [shop.example.com], gateways: [gw], http: [{ ${BETA} }] }`), []],
    ['two ports, on a gateway', TWO, virtualService(`{ hosts: [shop.example.com], gateways: [gw], http: [{ ${BETA} }] }`), ['requests come for port 80, which beta.default.svc.cluster.local does not have; it has 9080 (http), 9090 (http-admin)']],
  ])('port-left-out: a service with %s', (_title, ports, vs, expected) => {
    const gateway = document('Gateway', 'gw', "{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }");
    expect(problems('port-left-out', whole(service('reviews', HTTP), service('beta', ports), gateway, vs))).toEqual(expected);
  });

  test.each([
    ['http on a TCP port', '[{ name: tcp, port: 80 }]', routes(REVIEWS), ['http rules are used on none of the ports of reviews: 80 (TCP)']],
    ['http on a port that says nothing', '[{ port: 80 }]', routes(REVIEWS), []],
    ['http on one port of two', '[{ name: tcp, port: 81 }, { name: http, port: 80 }]', routes(REVIEWS), []],
    ['http for the TCP port of two', '[{ name: tcp, port: 81 }, { name: http, port: 80 }]', routes(`match: [{ port: 81 }], ${REVIEWS}`), ['http rules are used on none of the ports of reviews: 81 (TCP), 80 (HTTP)']],
    ['tcp on an HTTP port', HTTP, virtualService(`{ hosts: [reviews], tcp: [{ ${REVIEWS} }] }`), ['tcp rules are used on none of the ports of reviews: 80 (HTTP)']],
    ['tls on a TCP port', '[{ name: tcp, port: 80 }]', virtualService(`{ hosts: [reviews], tls: [{ match: [{ sniHosts: [reviews] }], ${REVIEWS} }] }`), ['tls rules are used on none of the ports of reviews: 80 (TCP)']],
    ['rules for a gateway', '[{ name: tcp, port: 80 }]', virtualService(`{ hosts: [reviews], gateways: [mesh, edge/gw], http: [{ match: [{ gateways: [edge/gw] }], ${REVIEWS} }] }`), []],
  ])('routes-for-other-protocol: %s', (_title, ports, vs, expected) => expect(problems('routes-for-other-protocol', whole(service('reviews', ports), vs))).toEqual(expected));

  const entry = (ports: string) => document('ServiceEntry', 'api', `{ hosts: [api.example.com], ports: ${ports}, resolution: DNS }`);
  test.each([
    ['only TLS', '[{ number: 443, name: https, protocol: HTTPS }]', 1],
    ['HTTP too', '[{ number: 443, name: https, protocol: HTTPS }, { number: 80, name: http, protocol: HTTP }]', 0],
  ])('http-for-external-tls: a host with %s', (_title, ports, count) => {
    expect(problems('http-for-external-tls', whole(entry(ports), virtualService(`{ hosts: [api.example.com], http: [{ ${REVIEWS} }] }`)))).toHaveLength(count);
  });
});

test('http-for-external-tls is silent where calls to port 80 are routed to the TLS port, and the proxy adds the TLS', () => {
  const entry = document('ServiceEntry', 'api', '{ hosts: [api.example.com], ports: [{ number: 443, name: https, protocol: HTTPS }], resolution: DNS }');
  const toTls = virtualService('{ hosts: [api.example.com], http: [{ timeout: 3s, route: [{ destination: { host: api.example.com, port: { number: 443 } } }] }] }');
  const rule = document('DestinationRule', 'api', '{ host: api.example.com, trafficPolicy: { tls: { mode: SIMPLE } } }');

  expect(problems('http-for-external-tls', whole(entry, toTls))).toHaveLength(1);
  expect(problems('http-for-external-tls', whole(entry, toTls, rule))).toEqual([]);
});

describe('delegates', () => {
  const root = virtualService('{ hosts: [a.example.com], gateways: [edge/gw], http: [{ match: [{ uri: { prefix: /a } }], delegate: { name: leaf, namespace: shop } }] }');

  test.each([
    ['nowhere', '', []],
    ['missing from a known namespace', 'kind: Namespace\nmetadata: { name: shop }\n---\n' + document('Service', 'a', '{}', 'shop'), ['there is no VirtualService shop/leaf']],
    ['with hosts', virtualService(`{ hosts: [b.example.com], http: [{ ${REVIEWS} }] }`, 'leaf', 'shop'), ['VirtualService shop/leaf has hosts, so it is no delegate']],
    ['not exported', virtualService(`{ exportTo: [.], http: [{ ${REVIEWS} }] }`, 'leaf', 'shop'), ['VirtualService shop/leaf is exported only to ., not to default']],
    ['exported', virtualService(`{ exportTo: [default], http: [{ ${REVIEWS} }] }`, 'leaf', 'shop'), []],
  ])('missing-delegate: %s', (_title, leaf, expected) => expect(problems('missing-delegate', whole(root, leaf))).toEqual(expected));

  test('delegate-conflict names the match that does not fit, and why', () => {
    const leaf = virtualService(`{ http: [{ match: [{ uri: { prefix: /a/b } }, { uri: { exact: /b } }], ${REVIEWS} }] }`, 'leaf', 'shop');
    const [found] = broken(whole(root, leaf), { only: 'virtual-service/delegate-conflict' });

    expect(found.at).toBe('VirtualService shop/leaf, spec.http[0].match[1]');
    expect(found.problem).toBe('uri exact "/b" is not within what VirtualService default/routes delegates, uri prefix "/a": uri differs');
  });
});

test.each([
  ['duplicate-destination', 'route: [{ destination: { host: a }, weight: 50 }, { destination: { host: a.default.svc.cluster.local }, weight: 50 }]', 1],
  ['duplicate-destination', 'route: [{ destination: { host: a, subset: v1 }, weight: 50 }, { destination: { host: a, subset: v2 }, weight: 50 }]', 0],
  ['duplicate-destination', 'route: [{ destination: { host: a }, weight: 50, headers: { response: { set: { x: y } } } }, { destination: { host: a }, weight: 50 }]', 0],
  ['odd-weights', 'route: [{ destination: { host: a }, weight: 50 }, { destination: { host: b }, weight: 20 }]', 1],
  ['odd-weights', 'route: [{ destination: { host: a }, weight: 150 }, { destination: { host: b }, weight: 51 }]', 1],
  ['odd-weights', 'route: [{ destination: { host: a }, weight: 1 }, { destination: { host: b }, weight: 2 }]', 0],
  ['odd-weights', 'route: [{ destination: { host: a }, weight: 999 }, { destination: { host: b }, weight: 1 }]', 0],
  ['odd-weights', 'route: [{ destination: { host: a }, weight: 100 }, { destination: { host: b }, weight: 0 }]', 0],
  ['odd-weights', 'route: [{ destination: { host: a }, weight: 100 }, { destination: { host: b } }]', 1],
  ['single-weight', 'route: [{ destination: { host: a }, weight: 0 }]', 1],
  ['single-weight', 'route: [{ destination: { host: a }, weight: 100 }]', 0],
  ['mirror-to-itself', 'route: [{ destination: { host: a } }], mirrors: [{ destination: { host: a }, percentage: { value: 5 } }]', 1],
  ['mirror-to-itself', 'route: [{ destination: { host: a } }], mirrors: [{ destination: { host: a }, percentage: { value: 0 } }]', 0],
  ['mirror-to-itself', 'route: [{ destination: { host: a, subset: v1 } }], mirror: { host: a, subset: v2 }', 0],
  ['rewrite-slash', `match: [{ uri: { prefix: /a } }], rewrite: { uri: / }, ${REVIEWS}`, 1],
  ['rewrite-slash', `match: [{ uri: { prefix: / } }], rewrite: { uri: /v1 }, ${REVIEWS}`, 1],
  ['rewrite-slash', `match: [{ uri: { prefix: /a/ } }], rewrite: { uri: / }, ${REVIEWS}`, 0],
  ['rewrite-slash', `match: [{ uri: { prefix: /a/ } }, { uri: { prefix: /a } }], rewrite: { uri: / }, ${REVIEWS}`, 0],
  ['rewrite-slash', `match: [{ uri: { prefix: /a } }], rewrite: { uri: /b }, ${REVIEWS}`, 0],
  ['rewrite-slash', `match: [{ uri: { exact: /a } }], rewrite: { uri: / }, ${REVIEWS}`, 0],
  ['redirect-code', 'redirect: { uri: /a, redirectCode: 300 }', 1],
  ['redirect-code', 'redirect: { uri: /a, redirectCode: 308 }', 0],
  ['redirect-code', 'redirect: { uri: /a }', 0],
  ['redirect-code', 'redirect: { uri: /a, redirectCode: 404 }', 0],
  ['fault-without-share', `fault: { delay: { fixedDelay: 1s, percent: 5 } }, ${REVIEWS}`, 0],
  ['fault-without-share', `fault: { delay: {}, abort: {} }, ${REVIEWS}`, 0],
  ['fault-without-share', `fault: { delay: { fixedDelay: 1s }, abort: { httpStatus: 500 } }, ${REVIEWS}`, 2],
  ['retry-without-time', `timeout: 2s, retries: { attempts: 1, perTryTimeout: 3000ms }, ${REVIEWS}`, 1],
  ['retry-without-time', `timeout: 2s, retries: { attempts: 0, perTryTimeout: 2s }, ${REVIEWS}`, 0],
  ['retry-without-time', `retries: { attempts: 3, perTryTimeout: 2s }, ${REVIEWS}`, 0],
  ['retry-without-time', `timeout: 0s, retries: { attempts: 3, perTryTimeout: 2s }, ${REVIEWS}`, 0],
  ['retry-repeats-writes', `retries: { attempts: 3, retryOn: 'connect-failure,503' }, ${REVIEWS}`, 1],
  ['retry-repeats-writes', `retries: { attempts: 3, retryOn: 'connect-failure,refused-stream' }, ${REVIEWS}`, 0],
  ['preflight-not-matched', `match: [{ method: { exact: PUT } }], corsPolicy: {}, ${REVIEWS}`, 1],
  ['preflight-not-matched', `match: [{ method: { exact: GET } }], corsPolicy: {}, ${REVIEWS}`, 0],
  ['preflight-not-matched', `match: [{ method: { exact: GET } }], corsPolicy: { allowHeaders: [x-user] }, ${REVIEWS}`, 1],
  ['rewrite-on-regex', `match: [{ uri: { regex: '/app/.*' } }], rewrite: { uri: /index.html }, ${REVIEWS}`, 0],
  ['rewrite-on-regex', `match: [{ uri: { regex: '/(health|ready)' } }], rewrite: { uri: /status }, ${REVIEWS}`, 0],
  ['rewrite-on-regex', `match: [{ uri: { regex: '^/v1/(.*)$' } }], rewrite: { uri: /v2 }, ${REVIEWS}`, 1],
  ['rewrite-on-regex', `match: [{ uri: { regex: '/([a-z]+)' } }], rewrite: { uri: '/v2/\\1' }, ${REVIEWS}`, 1],
  ['preflight-not-matched', `corsPolicy: {}, ${REVIEWS}`, 0],
  ['ignored-source', `match: [{ gateways: [mesh], sourceNamespace: a }], ${REVIEWS}`, 1],
  ['ignored-source', `match: [{ sourceNamespace: a }], ${REVIEWS}`, 0],
  ['no-route-for-rest', `match: [{ uri: { prefix: / } }], ${REVIEWS}`, 0],
  ['no-route-for-rest', `match: [{ uri: { prefix: / }, headers: { a: {} } }], ${REVIEWS}`, 1],
])('%s on { %s }', (rule, http, count) => expect(problems(rule, whole(routes(http)))).toHaveLength(count));

describe('virtual-service/duplicate-sni', () => {
  const gateway = (hosts: string, mode = 'PASSTHROUGH') => document('Gateway', 'gw', `{ selector: { istio: ingress }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: ${hosts}, tls: { mode: ${mode}, credentialName: a } }, { port: { number: 8443, name: tls-b, protocol: TLS }, hosts: ${hosts}, tls: { mode: PASSTHROUGH } }] }`, 'edge');
  const rule = (match: string, host = 'web') => `{ match: [{ ${match} }], route: [{ destination: { host: ${host} } }] }`;
  const tls = (name: string, rules: string, more = '') => virtualService(`{ hosts: ['*.example.com'], gateways: [edge/gw], tls: [${rules}] ${more} }`, name);
  const A = 'sniHosts: [a.example.com]';
  const AB = 'sniHosts: [a.example.com, b.example.com]';

  test.each([
    ['in two VirtualServices', [tls('one', rule(A)), tls('two', rule(AB, 'api'))], ['a.example.com on Gateway edge/gw is also in VirtualService default/one, and the match of the younger one is left out']],
    ['in two matches', [tls('one', `${rule(A)}, ${rule(AB, 'api')}`)], ['a.example.com on Gateway edge/gw is also in spec.tls[0].match[0], and this match is left out']],
    ['in the same match twice, which is never reached', [tls('one', `${rule(A)}, ${rule(A, 'api')}`)], []],
    ['that only a match has which is left out itself', [tls('one', `${rule(A)}, ${rule(AB, 'api')}, ${rule('sniHosts: [b.example.com]', 'next')}`)], ['a.example.com on Gateway edge/gw is also in spec.tls[0].match[0], and this match is left out']],
    ['with the same route', [tls('one', rule(A)), tls('two', rule(A))], []],
    ['on other ports', [tls('one', rule(`port: 443, ${A}`)), tls('two', rule(`port: 8443, ${A}`, 'api'))], []],
    ['for other gateways', [tls('one', rule(A)), tls('two', rule(`gateways: [edge/other], ${A}`, 'api'))], []],
    ['in another scope', [tls('one', rule(A)), tls('two', rule(A, 'api'), ', exportTo: [edge]')], []],
  ])('one server name %s', (_title, views, expected) => expect(problems('duplicate-sni', whole(gateway("['*.example.com']"), ...views))).toEqual(expected));

  test('is silent for Gateways that are not known, end TLS, or are for other namespaces', () => {
    const views = [tls('one', rule(`port: 443, ${A}`)), tls('two', rule(`port: 443, ${A}`, 'api'))];
    expect(problems('duplicate-sni', whole(gateway("['*.example.com']"), ...views))).toHaveLength(1);
    for (const others of [[], [gateway("['*.example.com']", 'SIMPLE')], [gateway("['shop/*.example.com']")]]) expect(problems('duplicate-sni', whole(...others, ...views))).toEqual([]);
  });
});
