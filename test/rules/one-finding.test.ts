import { broken } from './broken';

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
