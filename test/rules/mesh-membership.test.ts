import { broken } from './broken';

function problems(only: string, ...documents: string[]): string[] {
  return broken(documents.join('---\n'), { only }).map(({ problem }) => problem);
}

function namespace(labels: string): string {
  return `kind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`;
}

function deployment(labels = ''): string {
  return `kind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { metadata: { labels: { app: web, version: v1, ${labels} } }, spec: { containers: [{ name: app }] } } }\n`;
}

test.each([
  ['istio-injection: "true"', ['istio-injection is "true" for the pods of namespace shop, which gives them no sidecars']],
  ['istio-injection: Enabled', ['istio-injection is "Enabled" for the pods of namespace shop, which gives them no sidecars']],
  ['istio.io/dataplane-mode: enabled', ['istio.io/dataplane-mode is "enabled" for the pods of namespace shop, which does not put them into ambient mode']],
  ['istio-injection: enabled', []],
  ['istio-injection: disabled', []],
  ['istio-injection: "false"', []],
  ['istio.io/dataplane-mode: ambient', []],
  ['istio.io/dataplane-mode: none', []],
  ['istio.io/rev: canary', []],
])('a namespace with %s', (labels, expected) => {
  expect(problems('namespace/bad-label-value', namespace(labels))).toEqual(expected);
});

test('a label of namespaces is none as an annotation', () => {
  expect(problems('annotations/unknown', 'kind: Namespace\nmetadata: { name: shop, annotations: { istio-injection: enabled, example.com/a: b } }')).toEqual([
    'istio-injection is a label, and read as an annotation by nobody',
  ]);
});

test.each([
  ['istio-injection: disabled, istio.io/rev: canary', 1],
  ['istio-injection: disabled, istio.io/rev: canary, istio.io/dataplane-mode: ambient', 0],
])('the revision of %s counts for nothing: told %d times', (labels, times) => {
  expect(problems('namespace/two-injection-labels', namespace(labels))).toHaveLength(times);
});

test('pods may name a waypoint of their own', () => {
  const missing = deployment('istio.io/use-waypoint: shop-waypoint');
  expect(broken([namespace('istio.io/dataplane-mode: ambient'), missing].join('---\n'), { only: 'namespace/missing-waypoint' }).map(({ at, problem }) => [at, problem])).toEqual([
    ['Deployment shop/web, spec.template.metadata.labels["istio.io/use-waypoint"]', 'there is no Gateway "shop-waypoint" in namespace shop'],
  ]);
});

describe('a policy for a Service whose pods have sidecars', () => {
  const service = (labels = '') => `kind: Service\nmetadata: { name: web, namespace: shop, labels: { ${labels} } }\nspec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }\n`;
  const policy = 'kind: AuthorizationPolicy\nmetadata: { namespace: shop }\nspec: { targetRefs: [{ kind: Service, name: web }], action: DENY, rules: [{}] }\n';
  const pods = deployment('sidecar.istio.io/inject: "true"');

  test.each([
    ['is ignored by them', [service(), namespace('')], 1],
    ['holds at the waypoint that the Service uses', [service('istio.io/use-waypoint: waypoint'), namespace('')], 0],
    ['holds at the waypoint that the namespace uses', [service(), namespace('istio.io/use-waypoint: waypoint')], 0],
  ])('%s', (_, documents, times) => {
    expect(problems('common/target-without-waypoint', policy, pods, ...documents)).toHaveLength(times);
  });
});

describe('in ambient mode', () => {
  const said = (action: string, rule: string) => problems('authz/l7-in-ambient', namespace('istio.io/dataplane-mode: ambient'), deployment(),
    `kind: AuthorizationPolicy\nmetadata: { namespace: shop }\nspec: { selector: { matchLabels: { app: web } }, action: ${action}, rules: [{ ${rule} }] }\n`);

  test.each([
    ['ALLOW', 'from: [{ source: { trustDomains: [cluster.local] } }]', 'ALLOW rule with trustDomains', 'the rule allows nothing'],
    ['DENY', 'from: [{ source: { notTrustDomains: [cluster.local] } }]', 'DENY rule with notTrustDomains', 'the rule refuses nothing'],
    ['ALLOW', 'when: [{ key: source.serviceAccount, values: [shop/web] }]', 'ALLOW rule with source.serviceAccount', 'the rule allows nothing'],
    ['ALLOW', 'when: [{ key: source.trustDomain, values: [cluster.local] }]', 'ALLOW rule with source.trustDomain', 'the rule allows nothing'],
    ['DENY', 'to: [{ operation: { methods: [GET] } }]', 'DENY rule with methods', 'the rule refuses nothing'],
  ])('ztunnel does not read: %s, %s', (action, rule, what, effect) => {
    expect(said(action, rule)).toEqual([`${what} for Deployment shop/web, which is in ambient mode: ${effect}`]);
  });

  test.each(['from: [{ source: { serviceAccounts: [shop/web] } }]', 'when: [{ key: source.principal, values: [cluster.local/ns/shop/sa/web] }]', 'when: [{ key: destination.port, values: ["80"] }]'])('ztunnel reads: %s', rule => {
    expect(said('ALLOW', rule)).toEqual([]);
  });
});

describe('in ambient mode nobody checks tokens without a waypoint', () => {
  const tokens = (spec = '', where = 'shop') => `kind: RequestAuthentication\nmetadata: { name: jwt, namespace: ${where} }\nspec: { ${spec} jwtRules: [{ issuer: https://idp.example }] }\n`;
  const AMBIENT = namespace('istio.io/dataplane-mode: ambient');

  test.each([
    ['for pods by their labels', [tokens('selector: { matchLabels: { app: web } },'), AMBIENT, deployment()], 1],
    ['for the whole namespace', [tokens(), AMBIENT, deployment()], 1],
    ['where the waypoint is a target', [tokens('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }],'), AMBIENT, deployment()], 0],
    ['where other pods have sidecars', [tokens(), AMBIENT, deployment(), deployment('sidecar.istio.io/inject: "true", istio.io/dataplane-mode: none').replace('name: web', 'name: old')], 0],
    ['where nobody is in ambient mode', [tokens(), deployment()], 0],
    ['for the mesh', [tokens('', 'istio-system'), AMBIENT, deployment()], 0],
  ])('%s', (_, documents, times) => {
    expect(problems('common/ignored-in-ambient', ...documents)).toHaveLength(times);
  });
});

test('the port that an injected proxy has for its metrics is there', () => {
  const service = (target: string) => `kind: Service\nmetadata: { name: web, namespace: shop }\nspec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: ${target} }] }\n`;
  expect(problems('service/unknown-target-port', service('http-envoy-prom'), deployment())).toEqual([]);
  expect(problems('service/unknown-target-port', service('metrics'), deployment())).toHaveLength(1);
});

test.each([
  ['from: []', ['from is an empty list, so the ALLOW rule is about every caller']],
  ['from: [{ source: { namespaces: [] , ipBlocks: [10.0.0.0/8] } }]', ['namespaces is an empty list, so the ALLOW rule is about all namespaces']],
  ['to: []', ['to is an empty list, so the ALLOW rule is about every request']],
  ['from: [{ source: { ipBlocks: [10.0.0.0/8], notIpBlocks: [] } }]', []],
  ['from: [{ source: { namespaces: [] } }]', []],
])('a rule with %s', (rule, expected) => {
  expect(problems('authz/empty-list', `kind: AuthorizationPolicy\nspec: { rules: [{ ${rule} }] }`)).toEqual(expected);
});

test.each([
  ['from: []', 'error'],
  ['from: [], to: [{ operation: { methods: [GET] } }]', 'error'],
  ['to: []', 'error'],
  ['from: [], when: [{ key: source.namespace, values: [a] }]', 'warning'],
  ['from: [{ source: { namespaces: [a] } }], to: []', 'warning'],
  ['from: [{ source: { namespaces: [] , ipBlocks: [10.0.0.0/8] } }]', 'warning'],
])('a rule with %s, by which an ALLOW policy lets everybody in or not: %s', (rule, severity) => {
  const said = (policy: string) => broken(policy, { only: 'authz/empty-list' }).map(each => each.severity);
  expect(said(`kind: AuthorizationPolicy\nspec: { rules: [{ ${rule} }] }`)).toEqual([severity]);
  expect(said(`kind: AuthorizationPolicy\nspec: { action: DENY, rules: [{ ${rule} }] }`)).toEqual(['warning']);
  expect(said(`kind: AuthorizationPolicy\nmetadata: { annotations: { istio.io/dry-run: "true" } }\nspec: { rules: [{ ${rule} }] }`)).toEqual(['warning']);
});

test('the module of an extension is looked at without any WasmPlugin', () => {
  const extension = 'kind: TrafficExtension\nspec: { selector: { matchLabels: { app: a } }, wasm: { url: "s3://modules/filter" } }';
  expect(broken(extension).map(({ rule }) => rule)).toEqual(['wasm/bad-url']);
});

test('a port of a ServiceEntry says its protocol itself, and not by its name', () => {
  const entry = 'kind: ServiceEntry\nspec: { hosts: [a.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{ number: 80, name: http-grpc, protocol: HTTP }] }\n';
  expect(problems('service/grpc-as-http', entry, 'kind: Service\nmetadata: { name: a }\nspec: { ports: [{ name: http, port: 80 }] }')).toEqual([]);
});
