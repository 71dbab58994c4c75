import { broken } from './broken';

const DB = 'selector: { matchLabels: { app: db } }';
const SERVICE = 'kind: Service\nmetadata: { name: db }\nspec: { selector: { app: db }, ports: [{ name: http, port: 8080 }, { name: http-metrics, port: 9090 }] }\n';

function policy(spec: string, name = 'policy', annotations = ''): string {
  return `kind: AuthorizationPolicy\nmetadata: { name: ${name}, annotations: { ${annotations} } }\nspec: { ${spec} }\n`;
}

function deployment(labels = '', spec = ''): string {
  return `kind: Deployment\nmetadata: { name: db }\nspec: { template: { metadata: { labels: { app: db, version: v1, ${labels} } }, spec: { ${spec} containers: [{ name: app }] } } }\n`;
}

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

describe('a port that no ALLOW rule is for', () => {
  const said = (...documents: string[]) => problems('authz/default-deny', SERVICE, ...documents);
  const TO_8080 = policy(`${DB}, rules: [{ to: [{ operation: { ports: ["8080"] } }] }]`);

  test('is closed', () => {
    expect(said(TO_8080)).toEqual([
      'nothing is allowed on port 9090 of the pods of Service default/db (port "http-metrics" of Service default/db), since AuthorizationPolicy default/policy allows other ports only',
    ]);
  });

  test('is told of once, at the first policy for these pods', () => {
    expect(broken([SERVICE, TO_8080, TO_8080.replace('name: policy', 'name: other')].join('---\n'), { only: 'authz/default-deny' }).map(({ at }) => at))
      .toEqual(['AuthorizationPolicy default/policy, spec.rules']);
  });

  test.each([
    ['another policy for these pods opens it', policy(`${DB}, rules: [{ to: [{ operation: { ports: ["9090"] } }] }]`, 'other')],
    ['a policy for the whole namespace opens it', policy('rules: [{ to: [{ operation: { ports: ["9090"] } }] }]', 'other')],
    ['a policy of the root namespace opens it', policy('rules: [{ from: [{ source: { namespaces: [monitoring] } }] }]', 'other').replace('metadata: {', 'metadata: { namespace: istio-system,')],
  ])('is none where %s', (_, other) => {
    expect(said(TO_8080, other)).toEqual([]);
  });

  test.each(['"true"', '"True"', '"1"'])('is open where the policy is a dry run (%s)', value => {
    expect(said(policy(`${DB}, rules: [{ to: [{ operation: { ports: ["8080"] } }] }]`, 'policy', `istio.io/dry-run: ${value}`))).toEqual([]);
  });
});

describe('several providers', () => {
  const custom = (name: string, selector = '') => policy(`${selector} action: CUSTOM, provider: { name: ${name} }, rules: [{ to: [{ operation: { paths: [/a] } }] }]`, name);
  const said = (...documents: string[]) => problems('authz/several-providers', ...documents);

  test('are one too many for a workload', () => {
    expect(said(deployment(), custom('login'), custom('opa', `${DB},`))).toEqual(['Deployment default/db has the providers "login" and "opa"']);
  });

  test('are told of once, however many workloads have them', () => {
    expect(said(deployment(), deployment().replace('name: db }', 'name: other }'), custom('login'), custom('opa'))).toHaveLength(1);
  });

  test.each([
    ['they are for other pods', [deployment(), custom('login', `${DB},`), custom('opa', 'selector: { matchLabels: { app: web } },')]],
    ['the pods have no proxy', [deployment('istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false"'), custom('login'), custom('opa')]],
    ['the pods are in ambient mode, where nobody is asked', [deployment('istio.io/dataplane-mode: ambient'), custom('login'), custom('opa')]],
  ])('are nobody\'s business where %s', (_, documents) => {
    expect(said(...documents)).toEqual([]);
  });
});

describe('a workload without a policy', () => {
  const said = (...documents: string[]) => problems('authz/uncovered-workload', ...documents);

  test('is open to whoever reaches it', () => {
    expect(said(deployment())).toEqual(['no AuthorizationPolicy is for Deployment default/db: whoever reaches it may call it']);
    expect(said(deployment('istio.io/dataplane-mode: ambient'), SERVICE)).toHaveLength(1);
  });

  test.each([
    ['the mesh refuses by default', deployment(), policy('').replace('metadata: {', 'metadata: { namespace: istio-system,')],
    ['it has no proxy', deployment('istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false"'), ''],
    ['a policy is for its Service, at a waypoint', deployment('istio.io/dataplane-mode: ambient'), policy('targetRefs: [{ kind: Service, name: db }], rules: [{}]')],
  ])('is not told where %s', (_, pods, other) => {
    expect(said(pods, SERVICE, ...other ? [other] : [])).toEqual([]);
  });

  test('is not told where the settings say that somebody else refuses by default', () => {
    expect(broken(deployment(), { only: 'authz/uncovered-workload', settings: { denyByDefault: true } })).toEqual([]);
  });
});

describe('a namespace of callers', () => {
  const said = (source: string, ...documents: string[]) => problems('authz/unknown-namespace', policy(`rules: [{ ${source} }]`), ...documents);
  const SHOP = 'kind: Namespace\nmetadata: { name: shop }\n';

  test.each(['from: [{ source: { namespaces: [shops] } }]', 'from: [{ source: { notNamespaces: [shops] } }]', 'when: [{ key: source.namespace, values: [shops] }]'])('is not known: %s', source => {
    expect(said(source, SHOP)).toEqual(['namespace "shops" is not known; known: "shop"']);
  });

  test.each([
    ['it is written', 'namespaces: [shop]', SHOP],
    ['something is in it', 'namespaces: [default]', SHOP],
    ['it is a pattern', 'namespaces: ["shops-*"]', SHOP],
    ['it is the root namespace', 'namespaces: [istio-system]', SHOP],
    ['no namespace is written here', 'namespaces: [shops]', SERVICE],
  ])('is fine where %s', (_, source, document) => {
    expect(said(`from: [{ source: { ${source} } }]`, document)).toEqual([]);
  });
});

test.each([
  ['DENY', 'paths: [/admin, /a/*, "/b/{*}"]', ['DENY of "/admin" does not match the same path written in another way']],
  ['DENY', 'notPaths: [/shop]', []],
  ['ALLOW', 'paths: [/admin]', []],
])('%s by { %s } says %j of whole paths', (action, operation, expected) => {
  expect(problems('authz/exact-path-denied', policy(`action: ${action}, rules: [{ to: [{ operation: { ${operation} } }] }]`))).toEqual(expected);
});

test.each([
  ['rules: []', 'policy', ['the list of rules is empty, so the policy allows no request']],
  ['', 'allow-web', ['there are no rules, so the policy allows no request']],
  ['rules: []', 'deny-all', []],
  ['rules: []', 'allow-nothing', []],
  ['', 'allow-nothing', []],
  ['', 'allow-none', []],
  ['', 'allow-no-one', []],
  ['', 'default', []],
])('of a policy with { %s } that is called %2$s', (spec, name, expected) => {
  expect(problems('authz/allow-empty', policy(spec, name))).toEqual(expected);
});

test.each([
  ['to: [{ operation: { paths: [/a] } }]', 'say in every "to" which ports are meant, those that carry HTTP: operation.ports, or notPorts: ["5432"]'],
  ['from: [{ source: { notRequestPrincipals: ["*"] } }]', 'say in a "to" which ports are meant, those that carry HTTP: operation.ports, or notPorts: ["5432"]'],
])('a DENY rule with { %s } is mended by its ports', (rule, fix) => {
  const wire = SERVICE.replace('http-metrics', 'tcp-wire').replace('9090', '5432');
  expect(broken([wire, policy(`${DB}, action: DENY, rules: [{ ${rule} }]`)].join('---\n'), { only: 'authz/deny-http-on-tcp' }).map(each => each.fix)).toEqual([fix]);
});

test('both ports in one list are right for the one that counts', () => {
  const service = 'kind: Service\nmetadata: { name: db }\nspec: { selector: { app: db }, ports: [{ port: 80, targetPort: 8080 }] }\n';
  const peer = (ports: string) => `kind: PeerAuthentication\nspec: { ${DB}, portLevelMtls: { ${ports} } }\n`;
  expect(problems('authz/service-port', service, policy(`${DB}, rules: [{ to: [{ operation: { ports: ["80", "8080"] } }] }]`))).toEqual([]);
  expect(problems('authz/service-port', service, policy(`${DB}, rules: [{ to: [{ operation: { ports: ["80", "81"] } }] }]`))).toHaveLength(1);
  expect(problems('peer-auth/service-port', service, peer('80: { mode: DISABLE }, 8080: { mode: DISABLE }'))).toEqual([]);
  expect(problems('peer-auth/service-port', service, peer('80: { mode: DISABLE }, 81: { mode: DISABLE }'))).toHaveLength(1);
});

test.each([
  ['ipBlocks: [203.0.113.7]', '', 'use remoteIpBlocks'],
  ['', 'when: [{ key: source.ip, values: [203.0.113.7] }]', 'use remote.ip'],
])('addresses of clients behind a gateway are told of in { %s%s }', (source, when, fix) => {
  const route = 'kind: Gateway\nmetadata: { name: edge }\nspec: { selector: { app: edge } }\n---\nkind: VirtualService\nspec: { hosts: [a.example.com], gateways: [edge], http: [{ route: [{ destination: { host: db } }] }] }\n';
  const text = policy(`${DB}, rules: [{ ${source ? `from: [{ source: { ${source} } }]` : when} }]`);
  expect(broken([text, SERVICE, route].join('---\n'), { only: 'authz/client-address-behind-gateway' }).map(each => each.fix.split(',')[0])).toEqual([fix]);
});
