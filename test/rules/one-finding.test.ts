import { broken, meshOf } from './broken';
import { Severity } from '../../src/report/message';
import { Rule } from '../../src/rules/rule';
import { run } from '../../src/rules/run';

const server = (more: string) => `{ kind: Gateway, spec: { selector: { istio: a }, servers: [{ port: { number: 443, name: a, protocol: HTTPS }, hosts: [a.example.com], ${more} }] } }`;
const route = (rules: string) => `{ kind: VirtualService, spec: { hosts: [a], ${rules} } }`;
const entry = (endpoints: string) => `{ kind: ServiceEntry, spec: { hosts: [a.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], location: MESH_EXTERNAL, resolution: STATIC, ${endpoints} } }`;
const authorize = (spec: string) => `{ kind: AuthorizationPolicy, spec: ${spec} }`;

describe('what is misspelled is told of as that, and not as missing too', () => {
  test.each([
    ['a field of a source', authorize('{ rules: [{ from: [{ source: { principal: [cluster.local/ns/a/sa/b] } }] }] }')],
    ['the source', authorize('{ rules: [{ from: [{ sources: { principals: [cluster.local/ns/a/sa/b] } }] }] }')],
    ['a field of an operation', authorize('{ rules: [{ to: [{ operation: { method: [GET] } }] }] }')],
    ['the values of a condition', authorize('{ rules: [{ when: [{ key: "request.headers[a]", value: [b] }] }] }')],
    ['the rules', authorize('{ action: DENY, rule: [{ to: [{ operation: { methods: [GET] } }] }] }')],
    ['the labels of a selector', authorize('{ selector: { labels: { app: a } }, rules: [{ to: [{ operation: { methods: [GET] } }] }] }')],
    ['the name of a provider', authorize('{ action: CUSTOM, provider: { nam: a }, rules: [{}] }')],
    ['the provider', authorize('{ action: CUSTOM, providers: { name: a }, rules: [{}] }')],
    ['the patch of an EnvoyFilter', '{ kind: EnvoyFilter, spec: { priority: 1, configPatches: [{ applyTo: CLUSTER, patches: { operation: REMOVE } }] } }'],
    ['the operation of a patch', '{ kind: EnvoyFilter, spec: { priority: 1, configPatches: [{ applyTo: CLUSTER, patch: { op: REMOVE } }] } }'],
    ['the value of a tag', '{ kind: Telemetry, spec: { metrics: [{ overrides: [{ tagOverrides: { a: { val: b } } }] }] } }'],
    ['the value of a tag with a dot', '{ kind: Telemetry, spec: { metrics: [{ overrides: [{ tagOverrides: { a.b: { val: b } } }] }] } }'],
    ['the expression of a filter', '{ kind: Telemetry, spec: { accessLogging: [{ providers: [{ name: envoy }], filter: { expr: "true" } }] } }'],
    ['the issuer', '{ kind: RequestAuthentication, spec: { jwtRules: [{ isuer: a }] } }'],
    ['the labels of whose ports are meant', '{ kind: PeerAuthentication, spec: { selector: { matchLabel: { app: a } }, portLevelMtls: { "80": { mode: STRICT } } } }'],
  ])('%s', (_, document) => {
    expect(broken(document).map(({ rule }) => rule).filter(rule => rule !== 'envoy-filter/discouraged')).toEqual(['common/unknown-field']);
  });

  test('the rules of a policy that allows', () => {
    const document = '{ kind: AuthorizationPolicy, metadata: { name: allow-web }, spec: { rule: [{}] } }';
    expect(broken(document).map(({ rule }) => rule)).toEqual(['common/unknown-field']);
  });

  test.each([
    ['the percentage of a fault', 'fault: { abort: { httpStatus: 500, percent: 50 } }, route: [{ destination: { host: a } }]'],
    ['the host of a destination', 'route: [{ destination: { name: a } }]'],
  ])('%s', (_, rule) => {
    const found = broken(`{ kind: VirtualService, spec: { hosts: [a], http: [{ ${rule} }] } }`).filter(({ severity }) => severity !== 'advice');
    expect(found.map(({ rule: id }) => id)).toEqual(['common/unknown-field']);
  });

  test.each([
    ['a port that is a number', authorize('{ rules: [{ to: [{ operation: { ports: [8080] } }] }] }'), 'common/wrong-type'],
    ['a rule that is a text', authorize('{ action: DENY, rules: [all] }'), 'common/wrong-type'],
    ['a value of a condition that is a number', authorize('{ rules: [{ when: [{ key: "request.headers[a]", values: [8] }] }] }'), 'common/wrong-type'],
    ['the tls of a server', server('tsl: { mode: SIMPLE, credentialName: a }'), 'common/unknown-field'],
    ['the tls of a server that is a text', server('tls: SIMPLE'), 'common/wrong-type'],
    ['the name of a certificate', server('tls: { mode: SIMPLE, credential: a }'), 'common/unknown-field'],
    ['the mode of a server', server('tls: { mod: SIMPLE, credentialName: a }'), 'common/unknown-field'],
    ['the servers', '{ kind: Gateway, spec: { selector: { istio: a }, server: [] } }', 'common/unknown-field'],
    ['the rules of a VirtualService', route('https: []'), 'common/unknown-field'],
    ['the route of a rule', route('http: [{ routes: [] }]'), 'common/unknown-field'],
    ['weights that are texts', route('http: [{ route: [{ destination: { host: a }, weight: "80" }, { destination: { host: b } }] }]'), 'common/wrong-type'],
    ['what a rule matches, by which another is shadowed', route('http: [{ match: [{ url: { prefix: /a } }], route: [{ destination: { host: a } }] }, { route: [{ destination: { host: b } }] }]'), 'common/unknown-field'],
    ['the length of a delay that is a number', route('http: [{ fault: { delay: { fixedDelay: 5, percentage: { value: 50 } } }, route: [{ destination: { host: a } }] }]'), 'common/wrong-type'],
    ['the attempts of retries', route('http: [{ retries: { attempt: 3, perTryTimeout: 2s }, route: [{ destination: { host: a } }] }]'), 'common/unknown-field'],
    ['the certificate for mutual TLS', '{ kind: DestinationRule, spec: { host: a, trafficPolicy: { tls: { mode: MUTUAL, clientCert: /a, privateKey: /b } } } }', 'common/unknown-field'],
    ['the endpoints', entry('endpoint: [{ address: 192.0.2.1 }]'), 'common/unknown-field'],
    ['the address of an endpoint', entry('endpoints: [{ adress: 192.0.2.1 }]'), 'common/unknown-field'],
    ['the address of the keys', '{ kind: RequestAuthentication, spec: { jwtRules: [{ issuer: a, jwkUri: "https://a.example.com/keys" }] } }', 'common/unknown-field'],
  ])('%s, and what comes of it', (_, document, rule) => {
    expect(broken(document).filter(({ severity }) => severity !== 'advice').map(each => each.rule)).toEqual([rule]);
  });

  test('what is wrong beside it, and does not come of it, is told of as well', () => {
    const document = server('tls: { mode: SIMPLE, credentialName: a, cipherSuite: [] } }, { port: { number: 443, name: b, protocol: HTTPS }, hosts: [b.example.com]');
    expect(broken(document).filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['common/unknown-field', 'gateway/tls-missing']);
    expect(broken(authorize('{ rules: [{ to: [{ operation: { ports: ["8080x"], methods: [8] } }] }] }')).map(({ rule }) => rule).sort()).toEqual(['authz/bad-port', 'common/wrong-type']);
  });

  test('what is written and wrong is told of beside a field that nobody knows', () => {
    const document = route('colour: red, http: [{ colour: red, route: [{ destination: { host: a, colour: red }, weight: -1 }] }]');
    expect(broken(document).map(({ rule }) => rule)).toContain('virtual-service/unusable-weights');
  });

  test.each([
    ['another field of the earlier one', 'fault: { abort: { httpStatus: 500, percent: 50 } }', ['common/unknown-field', 'virtual-service/shadowed-match']],
    ['the path of the earlier one', 'match: [{ uri: { prefx: /a } }]', ['common/unknown-field']],
    ['all matches of the earlier one', 'match: { uri: { prefix: /a } }', ['common/wrong-type']],
  ])('a rule is shadowed by one that lost %s', (_, lost, expected) => {
    const document = route(`http: [{ ${lost}, route: [{ destination: { host: a } }] }, { route: [{ destination: { host: b } }] }]`);
    expect(broken(document).filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(expected);
  });

  test('a token that nobody asks for is told of beside a rule that lost a field', () => {
    const document = '{ kind: RequestAuthentication, spec: { selector: { matchLabels: { app: a } }, jwtRules: [{ issuer: "https://a.example.com", outputPayloadHeader: a }] } }';
    const pods = '\n---\nkind: Deployment\nmetadata: { name: a }\nspec: { template: { metadata: { labels: { app: a, version: v1 } }, spec: { containers: [{ name: a }] } } }';
    expect(broken(document + pods).filter(({ severity }) => severity !== 'advice').map(({ rule }) => rule)).toEqual(['common/unknown-field', 'request-auth/optional-token']);
  });

  test('a subset that nobody defines is told of beside one that lost its labels', () => {
    const versions = 'kind: DestinationRule\nspec: { host: a, subsets: [{ name: v2, labels: [v2] }] }\n---\n';
    const found = broken(versions + route('http: [{ route: [{ destination: { host: a, subset: v1 } }] }]')).filter(({ severity }) => severity === 'error');
    expect(found.map(({ rule }) => rule)).toEqual(['common/wrong-type', 'virtual-service/undefined-subset']);
  });

  test.each(['off', 'warning'] as const)('what comes of a loss that is no error, %s, is told of', lesser => {
    const severityOf = (rule: Rule, _at: unknown, severity: Severity) => rule.id === 'common/wrong-type' ? lesser : severity;
    const found = run(meshOf(server('tls: SIMPLE')), { severityOf });
    expect(found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id)).toEqual(['gateway/tls-missing']);
  });

  test('what is empty beside something misspelled elsewhere is told of as well', () => {
    const document = authorize('{ colour: red, rules: [{ from: [{ source: {} }] }] }');
    expect(broken(document).map(({ rule }) => rule).sort()).toEqual(['authz/empty-rule-part', 'common/unknown-field']);
  });
});

test('a header that cannot be set is told of, and not its value', () => {
  const document = (name: string) => `kind: VirtualService\nspec: { hosts: [a], http: [{ headers: { request: { set: { "${name}": "50%" } } }, route: [{ destination: { host: a } }] }] }`;
  const said = (name: string) => broken(document(name)).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(said(':path')).toEqual(['common/bad-header-change']);
  expect(said('x-discount')).toEqual(['common/bad-header-value']);
});

test('an issuer that is empty is told of by the schema alone', () => {
  expect(broken('{ kind: RequestAuthentication, spec: { jwtRules: [{ issuer: "" }] } }').map(({ rule }) => rule)).toEqual(['common/out-of-limits']);
});

test('policies with a selector in the root namespace contradict nobody, since they are for nobody', () => {
  const peer = (name: string, mode: string) => `kind: PeerAuthentication\nmetadata: { name: ${name}, namespace: istio-system }\nspec: { selector: { matchLabels: { app: a } }, mtls: { mode: ${mode} } }\n`;
  expect(broken(`${peer('a', 'STRICT')}---\n${peer('b', 'DISABLE')}`).map(({ rule }) => rule)).toEqual(['peer-auth/root-selector', 'peer-auth/root-selector']);
});
