import { broken, BrokenOptions } from './broken';

/** What a rule says of a ServiceEntry, each with the field below its spec. */
function said(rule: string, spec: string, options: BrokenOptions = {}): string[] {
  return broken(`kind: ServiceEntry\nspec: { ${spec} }`, { ...options, only: `service-entry/${rule}` }).map(({ at, problem }) => `${at.replace('ServiceEntry default/example-0, spec.', '')}: ${problem}`);
}

const entry = (name: string, namespace: string, rest: string, labels = '') => `
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }
spec: { hosts: [api.example.com], location: MESH_EXTERNAL, ${rest} }
---`;

describe('the shape of an entry', () => {
  test.each([
    ['bad-address', 'addresses: [10.0.0.0/33, 10.0.0.1, "::/0"]', ['addresses[0]: "10.0.0.0/33" is no IP address and no block of them']],
    ['bad-endpoint-address', 'resolution: STATIC, endpoints: [{ address: 192.0.2.1 }, { address: a.example.com }]', ['endpoints[1].address: the address is "a.example.com", and resolution is STATIC']],
    ['bad-endpoint-address', 'resolution: DNS, endpoints: [{ address: "*.example.com" }]', ['endpoints[0].address: the address is "*.example.com", and resolution is DNS']],
    ['bad-endpoint-address', 'resolution: DNS, endpoints: [{ address: "unix:///a" }]', ['endpoints[0].address: the address is "unix:///a", and resolution is DNS']],
    ['bad-endpoint-address', 'resolution: DNS, endpoints: [{ network: a }]', ['endpoints[0].address: the endpoint has no address, and resolution is DNS']],
    ['bad-endpoint-address', 'resolution: STATIC, endpoints: [{ address: "" }]', ['endpoints[0].address: the endpoint has no address, and resolution is STATIC']],
    ['bad-endpoint-address', 'resolution: STATIC, endpoints: [{}]', ['endpoints[0].address: the endpoint has no address, and resolution is STATIC']],
    ['bad-endpoint-address', 'resolution: DNS, endpoints: [{ weight: 2 }]', ['endpoints[0].address: the endpoint has no address, and resolution is DNS']],
    ['unknown-endpoint-port', 'resolution: DNS, ports: [{ number: 80, name: http }], endpoints: [{ address: a.b, ports: { web: 80 } }]', ['endpoints[0].ports.web: the endpoint has a port "web"; those of the entry are "http"']],
    ['unix-endpoint-ports', 'resolution: STATIC, endpoints: [{ address: "unix:///a" }]', ['endpoints[0].address: the endpoint is the socket "unix:///a", and the entry has 0 ports']],
    ['dns-wildcard-host', 'hosts: ["*.example.com", a.example.com, "*"], resolution: DNS_ROUND_ROBIN', ['hosts[0]: the host "*.example.com" is a wildcard, resolution is DNS_ROUND_ROBIN, and there are no endpoints']],
    ['dns-wildcard-host', 'hosts: ["42"], resolution: DNS', ['hosts[0]: the host "42" is no DNS name, resolution is DNS, and there are no endpoints']],
    ['hosts-share-address', 'hosts: [a.example.com, b.example.com], addresses: [192.0.2.1, 192.0.2.2], resolution: DNS, ports: [{ number: 443, name: a, protocol: HTTPS }]', ['addresses: 2 hosts have the addresses 192.0.2.1, 192.0.2.2 in common']],
    ['hosts-share-address', 'hosts: [a.example.com, b.example.com], addresses: [192.0.2.1], resolution: DNS, ports: [{ number: 80, name: a, protocol: HTTP }]', []],
    ['hosts-share-address', 'hosts: [a.example.com, b.example.com], addresses: [192.0.2.1], resolution: NONE, ports: [{ number: 443, name: a, protocol: TLS }]', []],
    ['hosts-share-address', 'hosts: [a.example.com], addresses: [192.0.2.1], resolution: DNS, ports: [{ number: 443, name: a, protocol: TLS }]', []],
    ['none-with-selector', 'workloadSelector: { labels: { a: b } }', ['workloadSelector: workloadSelector is set, and resolution is NONE']],
    ['partial-wildcard', 'hosts: ["*-shop.example.com"], resolution: NONE', ['hosts[0]: the host is "*-shop.example.com"']],
    ['several-hosts-on-tcp', 'hosts: [a.example.com, b.example.com], resolution: DNS, ports: [{ number: 443, name: a, protocol: TLS }, { number: 80, name: b }, { number: 81, name: c }]', ['ports[1].protocol: there are 2 hosts, and the protocol of port 80 is left out']],
    ['empty-selector', 'workloadSelector: {}', ['workloadSelector: workloadSelector has no labels']],
    ['default-location', 'resolution: DNS', ['location: location is left out, which is MESH_EXTERNAL']],
  ])('fails for %s: %s', (rule, spec, problems) => {
    expect(said(rule, spec)).toEqual(problems);
  });

  test.each([
    ['bad-address', 'addresses: [10.0.0.1, 10.0.0.0/8, "2001:db8::/32"]'],
    ['bad-endpoint-address', 'resolution: STATIC, endpoints: [{ network: a }, { address: "unix:///a" }, { address: "::1" }]'],
    ['bad-endpoint-address', 'resolution: NONE, endpoints: [{ address: "?" }]'],
    ['unix-endpoint-ports', 'resolution: DNS, endpoints: [{ address: "unix:///a" }]'],
    ['dns-wildcard-host', 'hosts: ["*.example.com"], resolution: DNS, endpoints: [{ address: a.example.com }]'],
    ['dns-wildcard-host', 'hosts: ["*.example.com"], resolution: NONE'],
    ['partial-wildcard', 'hosts: ["*-shop.example.com"], resolution: DYNAMIC_DNS'],
    ['several-hosts-on-tcp', 'hosts: [a.example.com, b.example.com], ports: [{ number: 80, name: b }]'],
    ['several-hosts-on-tcp', 'hosts: [a.example.com, b.example.com], resolution: DNS, ports: [{ number: 80, name: b, protocol: grpc }]'],
    ['static-without-endpoints', 'hosts: [a.example.com], resolution: STATIC, workloadSelector: { labels: { a: b } }'],
  ])('is silent for %s: %s', (rule, spec) => {
    expect(said(rule, spec)).toEqual([]);
  });

  test('fails for everything that DYNAMIC_DNS cannot do', () => {
    const spec = 'hosts: [a.example.com], resolution: DYNAMIC_DNS, addresses: [10.0.0.1], endpoints: [{ address: 10.0.0.1 }], ports: [{ number: 443, name: a, protocol: HTTPS }, { number: 80, name: b }]';
    expect(said('bad-dynamic-dns', spec)).toEqual([
      'hosts[0]: the host "a.example.com" has no wildcard, and resolution is DYNAMIC_DNS',
      'addresses: there are addresses, and resolution is DYNAMIC_DNS',
      'endpoints: there are endpoints, and resolution is DYNAMIC_DNS',
      'ports[0].protocol: the protocol is HTTPS, and resolution is DYNAMIC_DNS',
      'ports[1].protocol: the protocol is left out, and resolution is DYNAMIC_DNS',
    ]);
  });

  test('fails for DYNAMIC_DNS in the mesh behind a waypoint, and not for the label "none"', () => {
    const behind = (waypoint: string) => broken(entry('a', 'shop', 'resolution: DYNAMIC_DNS', `istio.io/use-waypoint: ${waypoint}`).replace('api.', '"*.').replace('.com]', '.com"]').replace('EXTERNAL', 'INTERNAL').replace('---', ''), { only: 'service-entry/bad-dynamic-dns' }).map(({ problem }) => problem);
    expect(behind('waypoint')).toEqual(['the location is MESH_INTERNAL, and the label istio.io/use-waypoint is "waypoint"']);
    expect(behind('None')).toEqual([]);
  });
});

test('endpoints of another entry of the host are enough for STATIC', () => {
  const text = entry('a', 'shop', 'resolution: STATIC') + entry('b', 'shop', 'resolution: STATIC, endpoints: [{ address: 10.0.0.1 }]').slice(0, -3);
  expect(broken(text, { only: 'service-entry/static-without-endpoints' })).toEqual([]);
});

describe('service-entry/tcp-without-address', () => {
  const db = 'hosts: [db.example.com], ports: [{ number: 27017, name: a, protocol: mongo }, { number: 80, name: b }, { number: 443, name: c, protocol: TLS }, { number: 81, name: d, protocol: HTTP }, { number: 82, name: e, protocol: X }]';

  test('fails for each port that may be TCP, and for no other', () => {
    expect(said('tcp-without-address', `${db}, resolution: DNS`)).toEqual([
      'ports[0]: port 27017 is mongo, and there are no addresses',
      'ports[1]: port 80 has no protocol, which may be TCP, and there are no addresses',
    ]);
  });

  test.each([['NONE', 2], ['STATIC', 0], ['DNS', 0]])('where Istio gives addresses resolution %s has %d findings', (resolution, count) => {
    expect(said('tcp-without-address', `${db}, resolution: ${resolution}`, { settings: { allocatesAddresses: true } })).toHaveLength(count);
  });

  test('fails where Istio gives addresses to others and the entry asked for none', () => {
    const text = entry('a', 'shop', 'resolution: DNS, ports: [{ number: 5432, name: a, protocol: TCP }]', 'networking.istio.io/enable-autoallocate-ip: "false"').slice(0, -3);
    expect(broken(text, { only: 'service-entry/tcp-without-address', settings: { allocatesAddresses: true } })).toHaveLength(1);
  });

  test.each([
    ['the namespace is ambient', 'istio.io/dataplane-mode: ambient', '', 0],
    ['the namespace has a waypoint', 'istio.io/use-waypoint: waypoint', '', 0],
    ['the entry has a waypoint', '', 'istio.io/use-waypoint: waypoint', 0],
    ['the entry says that it has no waypoint', '', 'istio.io/use-waypoint: none', 1],
    ['the namespace has sidecars', 'istio-injection: enabled', '', 1],
  ])('where %s', (_, namespace, labels, count) => {
    const text = `kind: Namespace\nmetadata: { name: shop, labels: { ${namespace} } }\n---${entry('a', 'shop', 'resolution: DNS, ports: [{ number: 5432, name: a, protocol: TCP }]', labels).slice(0, -3)}`;
    expect(broken(text, { only: 'service-entry/tcp-without-address' })).toHaveLength(count);
  });

  test('is silent for selected workloads that nobody resolves', () => {
    expect(said('tcp-without-address', `${db}, workloadSelector: { labels: { a: b } }`)).toEqual([]);
  });
});

describe('service-entry/http-on-443', () => {
  const http = (port: string) => entry('a', 'shop', `resolution: DNS, ports: [{ number: 443, name: a, ${port} }]`);
  const rule = (host: string, policy: string) => `\nkind: DestinationRule\nspec: { host: ${host}, trafficPolicy: { ${policy} } }`;
  const said443 = (text: string) => broken(text, { only: 'service-entry/http-on-443' }).map(({ problem }) => problem);

  test.each([
    ['a DestinationRule for another host', rule('b.example.com', 'tls: { mode: SIMPLE }')],
    ['mutual TLS of the mesh', rule('api.example.com', 'tls: { mode: ISTIO_MUTUAL }')],
    ['no TLS', rule('api.example.com', 'tls: { mode: DISABLE }')],
  ])('fails with %s', (_, other) => {
    expect(said443(http('protocol: HTTP2') + other)).toEqual(['port 443 of api.example.com is HTTP2, and no DestinationRule here has TLS for it']);
  });

  test.each([
    ['TLS for the host', http('protocol: HTTP') + rule('api.example.com', 'tls: { mode: MUTUAL }')],
    ['TLS for a port of hosts under a wildcard', http('protocol: HTTP') + rule('"*.example.com"', 'portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE } }]')],
    ['another port of the server', http('protocol: HTTP, targetPort: 8080').slice(0, -3)],
    ['an entry in the mesh', http('protocol: HTTP').replace('EXTERNAL', 'INTERNAL').slice(0, -3)],
    ['TLS of the application', http('protocol: TLS').slice(0, -3)],
  ])('is silent with %s', (_, text) => {
    expect(said443(text)).toEqual([]);
  });
});

describe('service-entry/tls-to-port-80', () => {
  const http = entry('a', 'shop', 'resolution: DNS, ports: [{ number: 80, name: a, protocol: HTTP }]');
  const rule = (policy: string) => `\nkind: DestinationRule\nspec: { host: api.example.com, trafficPolicy: { ${policy} } }\n`;
  const said80 = (text: string) => broken(text, { only: 'service-entry/tls-to-port-80' }).map(({ at, and, problem }) => [at, and, problem]);

  test('fails for TLS on all ports', () => {
    expect(said80(http + rule('tls: { mode: SIMPLE }'))).toEqual([[
      'ServiceEntry shop/a, spec.ports[0].targetPort', ['DestinationRule default/example-1, spec.trafficPolicy'], 'port 80 of api.example.com has no targetPort, and what is sent there is TLS',
    ]]);
  });

  test('is silent for TLS on port 443 only', () => {
    expect(said80(http + rule('portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE } }]'))).toEqual([]);
  });

  test('is silent where port 80 has a policy of its own', () => {
    expect(said80(http + rule('tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }]'))).toEqual([]);
  });

  test('is silent where routes lead to another port', () => {
    const routes = '---\nkind: VirtualService\nspec: { hosts: [api.example.com], http: [{ route: [{ destination: { host: api.example.com, port: { number: 443 } } }] }] }';
    expect(said80(http + rule('tls: { mode: SIMPLE }') + routes)).toEqual([]);
  });
});

describe('service-entry/duplicate-host', () => {
  const http = 'resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP }]';
  const tls = 'resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }]';
  const rivals = (first: string, second: string) => broken((first + second).slice(0, -3), { only: 'service-entry/duplicate-host' }).map(({ problem }) => problem.replace(/^api.example.com is a host of ServiceEntry \w+\/a too: /, ''));

  test.each([
    ['another protocol', entry('a', 'shop', http), entry('b', 'shop', http.replace('HTTP', 'TCP')), 'port 80 is HTTP there and TCP here'],
    ['another protocol, seen where both are exported to', entry('a', 'shop', `${http}, exportTo: [web]`), entry('b', 'api', `${http.replace('HTTP', 'TCP')}, exportTo: [".", web]`), 'port 80 is HTTP there and TCP here'],
    ['another resolution', entry('a', 'shop', http), entry('b', 'api', http.replace('DNS', 'NONE')), 'resolution is DNS there and NONE here'],
    ['ports of another namespace', entry('a', 'shop', http), entry('b', 'api', tls), 'only one of them has port 80, 443'],
    ['ports with another visibility', entry('a', 'shop', http), entry('b', 'shop', `${tls}, exportTo: ["."]`), 'only one of them has port 80, 443'],
    ['ports with other labels', entry('a', 'shop', http), entry('b', 'shop', tls, 'team: web'), 'only one of them has port 80, 443'],
  ])('fails for %s', (_, first, second, problem) => {
    expect(rivals(first, second)).toEqual([problem]);
  });

  test.each([
    ['the same from two namespaces', entry('a', 'shop', http), entry('b', 'api', http)],
    ['ports that are put together', entry('a', 'shop', http), entry('b', 'shop', tls)],
    ['entries that only their own namespaces see', entry('a', 'shop', `${http}, exportTo: ["."]`), entry('b', 'api', `${tls}, exportTo: [api]`)],
    ['one for all and one for its own namespace', entry('a', 'shop', http), entry('b', 'api', `${tls}, exportTo: ["."]`)],
    ['one that nobody sees', entry('a', 'shop', http), entry('b', 'shop', `${tls}, exportTo: ["~"]`)],
  ])('is silent for %s', (_, first, second) => {
    expect(rivals(first, second)).toEqual([]);
  });
});

describe('service-entry/shadowed-by-service', () => {
  const service = '\nkind: Service\nmetadata: { name: cart, namespace: shop }\nspec: { ports: [{ port: 80 }] }';
  const shadowed = (namespace: string, rest: string) => broken(entry('a', namespace, rest).replace('api.example.com', 'Cart.shop.svc.cluster.local') + service, { only: 'service-entry/shadowed-by-service' }).map(({ problem }) => problem);

  test('fails beside the Service and elsewhere', () => {
    expect(shadowed('shop', 'resolution: DNS')).toEqual(['the host Cart.shop.svc.cluster.local is that of Service shop/cart']);
    expect(shadowed('web', 'resolution: STATIC, endpoints: [{ address: 10.0.0.1 }]')).toHaveLength(1);
  });

  test('is silent for an entry that adds endpoints to those of the Service', () => {
    expect(shadowed('shop', 'resolution: STATIC, endpoints: [{ address: 10.0.0.1 }]')).toEqual([]);
  });
});

describe('service-entry/not-exported', () => {
  const routed = (exportTo: string, clients: string, others = '') => broken(`${entry('api', 'partners', `resolution: DNS, exportTo: [${exportTo}]`)}
kind: VirtualService
metadata: { name: api, namespace: shop }
spec: { hosts: [api.shop], exportTo: [${clients}], http: [{ route: [{ destination: { host: api.example.com } }] }] }${others}`, { only: 'service-entry/not-exported' }).map(({ at, problem }) => `${at}: ${problem}`);

  test('fails where no client of the route sees the entry', () => {
    expect(routed('".", web', '"."')).toEqual([
      'VirtualService shop/api, spec.http[0].route[0].destination.host: api.example.com is known where ServiceEntry partners/api is exported to, ".", "web", and not to clients in shop',
    ]);
  });

  test.each([
    ['the entry is for all', '"*"', '"."', ''],
    ['the clients are where the entry is', '"."', 'partners', ''],
    ['another entry of the host is seen', '"."', '"."', `\n---${entry('own', 'shop', 'resolution: DNS').slice(0, -3)}`],
  ])('is silent where %s', (_, exportTo, clients, others) => {
    expect(routed(exportTo, clients, others)).toEqual([]);
  });
});

describe('service-entry/not-exported for clients in namespaces that see none of its hosts', () => {
  const client = 'kind: Pod\nmetadata: { name: web, namespace: web, labels: { app: web } }\nspec: {}\n---\n';
  const wide = entry('wide', 'partners', 'resolution: DNS').replace('api.example.com', 'other.example.com');
  const unseen = (rule: string, host = 'api.example.com') => broken(`${client}${wide}${entry('api', 'partners', 'resolution: DNS, exportTo: [shop]')}
kind: VirtualService
metadata: { name: api, namespace: shop }
spec: { hosts: ["${host}"], ${rule} }`, { only: 'service-entry/not-exported' }).map(({ problem }) => problem);
  const TOLD = ['api.example.com is known where ServiceEntry partners/api is exported to, "shop", and not to clients in web'];
  const destination = 'route: [{ destination: { host: api.example.com } }]';

  test.each([
    ['tls', `tls: [{ match: [{ port: 443, sniHosts: [api.example.com] }], ${destination} }]`, []],
    ['tcp', `tcp: [{ ${destination} }]`, []],
    ['http, which is for whoever asks for the host', `http: [{ ${destination} }]`, TOLD],
  ])('%s', (_, rule, expected) => {
    expect(unseen(rule)).toEqual(expected);
  });

  test.each(['other.example.com', '*.example.com', 'unknown.example.com'])('tcp of %s, which they see or may see', host => {
    expect(unseen(`tcp: [{ ${destination} }]`, host)).toEqual(TOLD);
  });
});

test('an entry of STATIC without endpoints may be there for the routes of its host', () => {
  const anchor = entry('a', 'shop', 'resolution: STATIC');
  const routes = (gateways: string) => `kind: VirtualService\nmetadata: { name: a, namespace: shop }\nspec: { hosts: [api.example.com], gateways: [${gateways}], http: [{ route: [{ destination: { host: web.shop.svc.cluster.local } }] }] }`;
  const count = (text: string) => broken(text, { only: 'service-entry/static-without-endpoints' }).length;
  expect(count(`${anchor}\n${routes('mesh')}`)).toBe(0);
  expect(count(`${anchor}\n${routes('edge/shop')}`)).toBe(1);
});

test('a socket that the schema refuses is told of as an endpoint, also beside WorkloadEntries', () => {
  const workload = '\nkind: WorkloadEntry\nspec: { address: 10.0.0.1 }';
  const socket = `${entry('a', 'shop', 'resolution: STATIC, ports: [{ number: 80, name: http, protocol: HTTP }], endpoints: [{ address: "unix:///a", ports: { http: 80 } }]')}${workload}`;
  expect(broken(socket).filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['service-entry/bad-endpoint-address']);
});
