import { broken } from './broken';

function policy(spec: string, metadata = ''): string {
  return `kind: AuthorizationPolicy\nmetadata: { name: policy, ${metadata} }\nspec: { ${spec} }\n`;
}

function service(ports: string, { name = 'db', type = 'ClusterIP' } = {}): string {
  return `kind: Service\nmetadata: { name: ${name} }\nspec: { type: ${type}, selector: { app: db }, ports: [${ports}] }\n`;
}

function deployment(ports = '', labels = 'app: db', spec = ''): string {
  return `kind: Deployment\nmetadata: { name: db }\nspec: { template: { metadata: { labels: { ${labels}, version: v1 } }, spec: { ${spec} containers: [{ name: app, ports: [${ports}] }] } } }\n`;
}

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

const DB = 'selector: { matchLabels: { app: db } }';
const WIRE = service('{ name: tcp-wire, port: 5432 }');
const BOTH = service('{ name: http, port: 8080 }, { name: tcp-wire, port: 5432 }');
const GATEWAY = 'kind: Gateway\nmetadata: { name: edge }\nspec: { selector: { app: db }, servers: [] }\n';

describe('9.5 C2: a DENY rule with conditions of HTTP', () => {
  const said = (rule: string, ...documents: string[]) => problems('authz/deny-http-on-tcp', policy(`${DB}, action: DENY, rules: [{ ${rule} }]`), ...documents);

  test.each([
    ['paths on any port', 'to: [{ operation: { paths: [/a] } }]', 'paths'],
    ['a missing token', 'from: [{ source: { notRequestPrincipals: ["*"] } }]', 'notRequestPrincipals'],
    ['a header', 'when: [{ key: "request.headers[x]", values: [y] }]', 'request.headers[x]'],
    ['methods on the TCP port', 'to: [{ operation: { methods: [GET], ports: ["5432"] } }]', 'methods'],
    ['methods on all ports but one', 'to: [{ operation: { methods: [GET], notPorts: ["8080"] } }]', 'methods'],
    ['one alternative of two', 'to: [{ operation: { ports: ["8080"] } }, { operation: { paths: [/a] } }]', 'paths'],
  ])('reaches the TCP port by %s', (_, rule, name) => {
    expect(said(rule, BOTH)).toEqual([
      `DENY rule with ${name} is also for port 5432 of the pods of Service default/db, which carries TCP: port "tcp-wire" of Service default/db`,
    ]);
  });

  test.each([
    ['it names the HTTP port', 'to: [{ operation: { paths: [/a], ports: ["8080"] } }]'],
    ['it leaves the TCP port out', 'to: [{ operation: { paths: [/a], notPorts: ["5432"] } }]'],
    ['a condition names the HTTP port', 'to: [{ operation: { paths: [/a] } }], when: [{ key: destination.port, values: ["8080"] }]'],
    ['nothing in it is of HTTP', 'from: [{ source: { namespaces: [a] } }]'],
    ['the alternative for the TCP port has nothing of HTTP', 'to: [{ operation: { paths: [/a], ports: ["8080"] } }, { operation: { ports: ["5432"] } }]'],
  ])('is silent where %s', (_, rule) => {
    expect(said(rule, BOTH)).toEqual([]);
  });

  const PATHS = 'to: [{ operation: { paths: [/a] } }]';

  test.each([
    ['HTTP', [service('{ name: http, port: 80 }')]],
    ['not said', [service('{ name: web, port: 80 }')]],
    ['HTTP for another Service', [WIRE, service('{ name: http, port: 5432 }', { name: 'db-http' })]],
  ])('is silent where the protocol of the port is %s', (_, documents) => {
    expect(said(PATHS, ...documents)).toEqual([]);
  });

  test.each([
    ['gateways, whose ports Gateways say', [WIRE, GATEWAY]],
    ['without a proxy', [WIRE, deployment('', 'app: db, istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false"')]],
    ['in ambient mode', [WIRE, deployment('', 'app: db, istio.io/dataplane-mode: ambient')]],
    ['others', [WIRE.replace('app: db', 'app: other')]],
  ])('is silent where the pods are %s', (_, documents) => {
    expect(said(PATHS, ...documents)).toEqual([]);
  });

  test('is known by the workload and by the target of the port', () => {
    const to = service('{ name: tcp, port: 80, targetPort: wire }');
    expect(said(PATHS, to, deployment('{ name: wire, containerPort: 5432 }'))).toEqual([
      'DENY rule with paths is also for port 5432 of Deployment default/db, which carries TCP: port "tcp" of Service default/db',
    ]);
  });

  test('only logs what is dry, and AUDIT too', () => {
    expect(problems('authz/deny-http-on-tcp', policy(`${DB}, action: AUDIT, rules: [{ ${PATHS} }]`), WIRE)).toEqual([]);
    expect(problems('authz/deny-http-on-tcp', policy(`${DB}, action: DENY, rules: [{ ${PATHS} }]`, 'annotations: { istio.io/dry-run: "true" }'), WIRE)).toEqual([]);
  });

  test('of the root namespace is for all namespaces', () => {
    expect(problems('authz/deny-http-on-tcp', policy(`action: DENY, rules: [{ ${PATHS} }]`, 'namespace: istio-system'), WIRE)).toHaveLength(1);
    expect(problems('authz/deny-http-on-tcp', policy(`action: DENY, rules: [{ ${PATHS} }]`, 'namespace: other'), WIRE)).toEqual([]);
  });
});

describe('9.5 C1: an ALLOW rule with conditions of HTTP', () => {
  const said = (rules: string, ...documents: string[]) => problems('authz/allow-http-on-tcp', policy(`${DB}, rules: [${rules}]`), ...documents);

  test('never allows anything on a TCP port, where there is no other', () => {
    expect(said('{ to: [{ operation: { methods: [GET] } }] }', WIRE)).toEqual([
      'ALLOW rule with methods never allows anything on port 5432 of the pods of Service default/db, which carries TCP: port "tcp-wire" of Service default/db',
    ]);
  });

  test('never allows anything on a TCP port that it names', () => {
    expect(said('{ to: [{ operation: { methods: [GET], ports: ["5432"] } }] }, { to: [{ operation: { ports: ["5432"] } }] }', BOTH)).toHaveLength(1);
  });

  test.each([
    ['the workload has HTTP ports too', '{ to: [{ operation: { methods: [GET] } }] }', [BOTH]],
    ['another rule opens the port', '{ to: [{ operation: { methods: [GET] } }] }, { from: [{ source: { namespaces: [a] } }] }', [WIRE]],
    ['another policy opens the port', '{ to: [{ operation: { methods: [GET] } }] }', [WIRE, policy('rules: [{}]').replace('name: policy', 'name: other')]],
    ['no Service is known', '{ to: [{ operation: { methods: [GET] } }] }', [deployment()]],
  ])('is silent where %s', (_, rules, documents) => {
    expect(said(rules, ...documents)).toEqual([]);
  });

  test('for a whole namespace is told where nothing else closes the port', () => {
    const whole = policy('rules: [{ to: [{ operation: { methods: [GET] } }] }]');
    expect(problems('authz/allow-http-on-tcp', whole, WIRE)).toHaveLength(1);
    expect(problems('authz/allow-http-on-tcp', whole, WIRE, policy('').replace('name: policy', 'name: deny-all'))).toEqual([]);
  });
});

describe('9.4 S12: ports are those of the workload', () => {
  const said = (rule: string, ...documents: string[]) => problems('authz/service-port', policy(`${DB}, rules: [{ ${rule} }]`), ...documents);
  const TO_80 = 'to: [{ operation: { ports: ["80"] } }]';

  test('fails for a port that only the Service has', () => {
    expect(said(TO_80, service('{ name: http, port: 80, targetPort: 8080 }'))).toEqual([
      'ports has 80, which is port "http" of Service default/db; the ports of the pods of Service default/db are 8080, so this ALLOW never matches by it',
    ]);
    expect(said('when: [{ key: destination.port, notValues: ["80"] }]', service('{ port: 80, targetPort: web }'), deployment('{ name: web, containerPort: 8080 }'))).toEqual([
      'destination.port has 80, which is port 80 of Service default/db; the ports of Deployment default/db are 8080, so this port is left out of nothing',
    ]);
  });

  test.each([
    ['the workload lists the port', [service('{ port: 80, targetPort: 8080 }'), deployment('{ containerPort: 80 }')]],
    ['another Service goes to the port', [service('{ port: 80, targetPort: 8080 }'), service('{ port: 81, targetPort: 80 }', { name: 'other' })]],
    ['the target is a name that nobody says', [service('{ port: 80, targetPort: web }')]],
    ['no Service has the port', [service('{ port: 81, targetPort: 8080 }')]],
    ['the Service does not translate it', [service('{ port: 80 }')]],
    ['another workload of the policy listens on it', [service('{ port: 80, targetPort: 8080 }'), service('{ port: 80 }', { name: 'other' }).replace('app: db', 'app: db, x: y')]],
  ])('is silent where %s', (_, documents) => {
    expect(said(TO_80, ...documents)).toEqual([]);
  });
});

describe('8.8: who calls is known by mutual TLS', () => {
  const peer = (mode: string, spec = '') => `kind: PeerAuthentication\nmetadata: { name: peer }\nspec: { ${spec} mtls: { mode: ${mode} } }\n`;

  test.each([
    ['ALLOW', 'principals: [cluster.local/ns/a/sa/b]', 'DISABLE', 'identity-without-mtls', 'principals, but namespace default takes no mutual TLS: it matches no caller'],
    ['DENY', 'notNamespaces: [a]', 'DISABLE', 'identity-without-mtls', 'notNamespaces, but namespace default takes no mutual TLS: it matches every caller'],
    ['ALLOW', 'serviceAccounts: [a]', 'DISABLE', 'identity-without-mtls', 'serviceAccounts, but namespace default takes no mutual TLS: it matches no caller'],
    ['DENY', 'namespaces: [a]', 'PERMISSIVE', 'identity-in-plain-text', 'namespaces, but namespace default also takes plain text, and such callers get past it'],
    ['DENY', 'trustDomains: [a]', 'PERMISSIVE', 'identity-in-plain-text', 'trustDomains, but namespace default also takes plain text, and such callers get past it'],
    ['ALLOW', 'notPrincipals: ["*"]', 'PERMISSIVE', 'identity-in-plain-text', 'notPrincipals, but namespace default also takes plain text, and such callers get past it'],
  ])('%s with %s under %s', (action, source, mode, rule, problem) => {
    const found = broken([policy(`action: ${action}, rules: [{ from: [{ source: { ${source} } }] }]`), peer(mode)].join('---\n'), { only: 'authz' }).filter(each => each.rule.includes('identity'));
    expect(found.map(each => [each.rule, each.problem])).toEqual([[`authz/${rule}`, `${action} rule with ${problem}`]]);
    expect(found[0].and).toEqual([`PeerAuthentication default/peer, spec.mtls.mode is ${mode}`]);
  });

  const NAMESPACES = policy('action: DENY, rules: [{ from: [{ source: { namespaces: [a] } }] }]');

  test.each([
    ['nothing says the mode', [NAMESPACES]],
    ['it takes only mutual TLS', [NAMESPACES, peer('STRICT')]],
    ['only mutual TLS is taken where there is a workload', [NAMESPACES, WIRE, peer('DISABLE'), peer('STRICT', `${DB},`).replace('name: peer', 'name: strict')]],
    ['who matches is refused: a DENY of all others', [policy('action: DENY, rules: [{ from: [{ source: { notNamespaces: [a] } }] }]'), peer('PERMISSIVE')]],
    ['who does not match is refused: an ALLOW', [policy('rules: [{ from: [{ source: { namespaces: [a] } }] }]'), peer('PERMISSIVE')]],
    ['some pods may have another mode', [NAMESPACES.replace('action', `${DB}, action`), peer('PERMISSIVE')]],
  ])('is silent where %s', (_, documents) => {
    expect(broken(documents.join('---\n'), { only: 'authz' }).filter(each => each.rule.includes('identity'))).toEqual([]);
  });
});

describe('conditions on tokens', () => {
  const TOKEN = 'rules: [{ when: [{ key: "request.auth.claims[role]", values: [admin] }] }]';
  const reader = (spec: string, metadata = '') => `kind: RequestAuthentication\nmetadata: { name: jwt, ${metadata} }\nspec: { ${spec} }\n`;
  const said = (...documents: string[]) => problems('authz/token-without-request-authentication', ...documents);

  test('need a RequestAuthentication for the same pods', () => {
    expect(said(policy(`${DB}, ${TOKEN}`), reader('selector: { matchLabels: { app: web } }'))).toEqual([
      'request.auth.claims[role] is asked for, but no RequestAuthentication is for app: db; there are: "RequestAuthentication default/jwt"',
    ]);
    expect(said(policy(TOKEN, 'namespace: shop'), reader('', 'namespace: other'))).toEqual([
      'request.auth.claims[role] is asked for, but no RequestAuthentication is for its namespace; there are: "RequestAuthentication other/jwt"',
    ]);
  });

  test.each([
    ['the same pods', policy(`${DB}, ${TOKEN}`), reader(DB)],
    ['the whole namespace', policy(`${DB}, ${TOKEN}`), reader('')],
    ['some of the pods', policy(`${DB}, ${TOKEN}`), reader('selector: { matchLabels: { app: db, version: v1 } }')],
    ['the mesh', policy(`${DB}, ${TOKEN}`), reader('', 'namespace: istio-system')],
    ['a waypoint, maybe of these', policy(`${DB}, ${TOKEN}`), reader('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: way }]')],
  ])('are silent where one is for %s', (_, one, other) => {
    expect(said(one, other)).toEqual([]);
  });

  test('are silent where nobody here reads tokens, unless all of the namespace is here', () => {
    const whole = 'kind: Namespace\nmetadata: { name: shop }\n---\nkind: Service\nmetadata: { name: a, namespace: shop }\nspec: {}\n';
    expect(said(policy(TOKEN, 'namespace: shop'))).toEqual([]);
    expect(said(policy(TOKEN, 'namespace: shop'), whole)).toEqual(['request.auth.claims[role] is asked for, but no RequestAuthentication is for its namespace; there are: none']);
  });
});

describe('the preflight requests of CORS', () => {
  const EDGE = `
kind: Gateway
metadata: { name: edge }
spec: { selector: { istio: ingressgateway }, servers: [] }
---
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [edge], http: [{ corsPolicy: { allowOrigins: [{ exact: https://a.example }] }, route: [] }] }
`;
  const AT = 'selector: { matchLabels: { istio: ingressgateway } }';
  const said = (spec: string, ...documents: string[]) => problems('authz/refused-preflight', EDGE, policy(`${AT}, ${spec}`, 'namespace: istio-system'), ...documents);

  test.each([
    ['rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]', 'ALLOW by requestPrincipals'],
    ['rules: [{ to: [{ operation: { methods: [GET, POST] } }] }]', 'ALLOW by methods'],
    ['rules: [{ when: [{ key: "request.auth.claims[a]", values: [b] }], to: [{ operation: { methods: [OPTIONS] } }] }]', 'ALLOW by request.auth.claims[a]'],
    ['action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }]', 'DENY by notRequestPrincipals'],
  ])('are refused by %s', (spec, by) => {
    expect(said(spec)).toEqual([`${by} refuses the OPTIONS requests that browsers send for the routes with CORS behind Gateway default/edge`]);
  });

  test.each([
    'rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }, { to: [{ operation: { methods: [OPTIONS] } }] }]',
    'rules: [{ to: [{ operation: { methods: [GET] } }, { operation: { hosts: [shop.example.com] } }] }]',
    'rules: [{ from: [{ source: { notNamespaces: [a] } }] }]',
    'action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }], to: [{ operation: { notMethods: [OPTIONS] } }] }]',
    'action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }], to: [{ operation: { paths: [/admin] } }] }]',
    'action: DENY, rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]',
  ])('pass %s', spec => {
    expect(said(spec)).toEqual([]);
  });

  test('are nobody\'s business behind another gateway, and on a workload', () => {
    const spec = 'rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]';
    expect(problems('authz/refused-preflight', EDGE, policy(`selector: { matchLabels: { istio: other } }, ${spec}`))).toEqual([]);
    expect(problems('authz/refused-preflight', EDGE.replace('gateways: [edge]', 'gateways: [mesh]'), policy(`${AT}, ${spec}`))).toEqual([]);
  });
});

test.each([
  ['a host network', [service('{ port: 80 }'), deployment('', 'app: db', 'hostNetwork: true,')]],
  ['a load balancer of its own', [service('{ port: 80 }', { type: 'LoadBalancer' })]],
  ['no route from a gateway', []],
])('client addresses may be seen directly with %s', (_, documents) => {
  const route = documents.length === 0 ? service('{ port: 80 }') : `${GATEWAY.replace('app: db', 'app: edge')}---
kind: VirtualService
spec: { hosts: [a.example.com], gateways: [edge], http: [{ route: [{ destination: { host: db } }] }] }
`;
  expect(problems('authz/client-address-behind-gateway', policy(`${DB}, rules: [{ from: [{ source: { ipBlocks: [203.0.113.7] } }] }]`), route, ...documents)).toEqual([]);
});

test.each([
  ['203.0.113.7', 1], ['8.8.8.0/24', 1], ['10.1.2.3', 0], ['192.168.0.0/16', 0], ['0.0.0.0/0', 0], ['100.64.1.0/24', 0], ['"2001:db8::/32"', 0], ['8.0.0.0/8', 0],
])('ipBlocks of %s behind a gateway are told %d times', (block, times) => {
  const route = 'kind: Gateway\nmetadata: { name: edge }\nspec: { selector: { app: edge } }\n---\nkind: VirtualService\nspec: { hosts: [a.example.com], gateways: [edge], http: [{ route: [{ destination: { host: db } }] }] }\n';
  expect(problems('authz/client-address-behind-gateway', policy(`${DB}, rules: [{ from: [{ source: { ipBlocks: [${block}] } }] }]`), route, service('{ port: 80 }'))).toHaveLength(times);
});

test('providers are only known where the mesh says them', () => {
  const custom = policy('action: CUSTOM, provider: { name: opaa }, rules: [{ to: [{ operation: { paths: [/a] } }] }]');
  expect(problems('authz/unknown-provider', custom)).toEqual([]);
  expect(broken(custom, { only: 'authz/unknown-provider', settings: { extensionProviders: ['opa'] } })).toEqual([expect.objectContaining({
    problem: 'the mesh has no extension provider "opaa"; known: "opa"',
    fix: expect.stringMatching(/; did you mean "opa"\?$/),
  })]);
});

test.each([
  ['principals: [cluster.local/ns/shop/sa/other]', ['no workload of namespace shop runs as service account "other"; there are: "db", "spare"']],
  ['serviceAccounts: [shop/other]', ['no workload of namespace shop runs as service account "other"; there are: "db", "spare"']],
  ['serviceAccounts: [shop/db, shop/spare]', []],
  ['serviceAccounts: [other]', []],
  ['principals: ["cluster.local/ns/shop/sa/*", "*", cluster.local/ns/elsewhere/sa/x]', []],
])('of service accounts { %s } says %j', (source, expected) => {
  const shop = `
kind: Namespace
metadata: { name: shop }
---
kind: ServiceAccount
metadata: { name: spare, namespace: shop }
---
${deployment('', 'app: db', 'serviceAccountName: db,').replace('name: db }', 'name: db, namespace: shop }')}`;
  expect(problems('authz/unknown-service-account', policy(`rules: [{ from: [{ source: { ${source} } }] }]`), shop)).toEqual(expected);
});

test.each([
  ['to: [{ operation: { methods: [GET] } }]', 1],
  ['from: [{ source: { remoteIpBlocks: [10.0.0.0/8] } }]', 1],
  ['when: [{ key: connection.sni, values: [a] }]', 1],
  ['from: [{ source: { namespaces: [a], ipBlocks: [10.0.0.0/8] } }], to: [{ operation: { ports: ["80"] } }]', 0],
])('ztunnel cannot read { %s }: told %d times', (rule, times) => {
  expect(problems('authz/l7-in-ambient', policy(`${DB}, rules: [{ ${rule} }]`), deployment('', 'app: db, istio.io/dataplane-mode: ambient'))).toHaveLength(times);
  expect(problems('authz/l7-in-ambient', policy(`${DB}, rules: [{ ${rule} }]`), deployment('', 'app: db, sidecar.istio.io/inject: "true"'))).toEqual([]);
});
