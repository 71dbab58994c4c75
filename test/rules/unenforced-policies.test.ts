import { broken } from './broken';

function told(only: string, ...documents: string[]): Array<[string, string]> {
  return broken(documents.join('\n---\n'), { only }).map(({ at, problem }) => [at, problem]);
}

const namespace = (labels: string, name = 'shop') => `kind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }`;
const service = (labels = '') => `kind: Service\nmetadata: { name: web, namespace: shop, labels: { ${labels} } }\nspec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }`;
const deployment = (labels = '', annotations = '', spec = '') => `kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, version: v1, ${labels} }, annotations: { ${annotations} } }, spec: { ${spec} containers: [{ name: app, ports: [{ containerPort: 8080 }] }] } } }`;
const policy = (spec: string, kind = 'AuthorizationPolicy', home = 'shop') => `kind: ${kind}\nmetadata: { namespace: ${home} }\nspec: { ${spec} }`;

const DENY = 'action: DENY, rules: [{ from: [{ source: { notNamespaces: [shop] } }] }]';
const SELECTED = 'selector: { matchLabels: { app: web } }';

describe('a policy for a Service in ambient mode', () => {
  const targeting = policy(`targetRefs: [{ group: "", kind: Service, name: web }], ${DENY}`);
  const ambient = 'istio.io/dataplane-mode: ambient';
  const TOLD = [['AuthorizationPolicy shop/x, spec.targetRefs[0]', 'the target is Service "web", which is in ambient mode and uses no waypoint: the policy is enforced nowhere']];

  test.each([
    ['nothing names a waypoint', ambient, '', TOLD],
    ['the namespace asks for none', `${ambient}, istio.io/use-waypoint: none`, '', TOLD],
    ['the Service asks for none', `${ambient}, istio.io/use-waypoint: waypoint`, 'istio.io/use-waypoint: none', TOLD],
    ['the namespace names one', `${ambient}, istio.io/use-waypoint: waypoint`, '', []],
    ['the Service names one', ambient, 'istio.io/use-waypoint: waypoint', []],
    ['the pods have sidecars', 'istio-injection: enabled', '', []],
  ])('where %s', (_, labels, own, expected) => {
    expect(told('common/service-without-waypoint', namespace(labels), service(own), deployment(), targeting.replace('namespace: shop', 'name: x, namespace: shop'))).toEqual(expected);
  });

  test('says nothing where the namespace is not written', () => {
    expect(told('common/service-without-waypoint', service(), deployment(ambient), targeting)).toEqual([]);
  });
});

describe('a policy for workloads without a proxy', () => {
  const outside = namespace('istio-injection: disabled');
  const inside = namespace('istio-injection: enabled');
  const times = (...documents: string[]) => told('common/policy-without-proxy', ...documents).length;

  test.each([
    ['by selector', `${SELECTED}, ${DENY}`, 'AuthorizationPolicy', 1],
    ['for all of the namespace', 'mtls: { mode: STRICT }', 'PeerAuthentication', 1],
    ['that asks for nothing', 'mtls: { mode: PERMISSIVE }', 'PeerAuthentication', 0],
    ['of tokens', `${SELECTED}, jwtRules: [{ issuer: a, jwksUri: "https://example.com/keys" }]`, 'RequestAuthentication', 1],
    ['by target', `targetRefs: [{ group: "", kind: Service, name: web }], ${DENY}`, 'AuthorizationPolicy', 0],
  ])('%s', (_, spec, kind, expected) => {
    expect(times(outside, service(), deployment(), policy(spec, kind))).toBe(expected);
  });

  test('is enforced where there are sidecars, or where nobody says whether there are', () => {
    expect(times(inside, deployment(), policy(`${SELECTED}, ${DENY}`))).toBe(0);
    expect(times(namespace(''), deployment(), policy(`${SELECTED}, ${DENY}`))).toBe(0);
  });

  test('is enforced on others of the namespace', () => {
    const other = deployment('', '', 'hostNetwork: true,').replace('name: web', 'name: agent');
    expect(times(inside, deployment(), other, policy(DENY))).toBe(0);
  });

  test('says nothing of gateways, which need no injection', () => {
    expect(times(outside, deployment('', '', '').replace('name: app', 'name: istio-proxy'), policy(`${SELECTED}, ${DENY}`))).toBe(0);
  });

  test('says nothing of the root namespace, from where a policy is for all', () => {
    const root = [namespace('istio-injection: disabled', 'istio-system'), deployment('', '', '').replace('namespace: shop', 'namespace: istio-system')];
    expect(times(...root, policy(DENY, 'AuthorizationPolicy', 'istio-system'))).toBe(0);
  });
});

describe('a port that goes past the sidecar', () => {
  const excluding = (ports: string) => deployment('sidecar.istio.io/inject: "true"', `traffic.sidecar.istio.io/excludeInboundPorts: "${ports}"`);
  const forPort = (port: number) => policy(`${SELECTED}, action: DENY, rules: [{ to: [{ operation: { ports: ["${port}"] } }] }]`);

  test.each([
    ['named by the policy', excluding('8080'), [forPort(8080)], 1],
    ['one of several', excluding('15999, 8080'), [forPort(8080)], 1],
    ['not named by the policy', excluding('9090'), [forPort(8080)], 0],
    ['the only one of the workload', excluding('8080'), [service(), policy(`${SELECTED}, ${DENY}`)], 1],
    ['one beside that of the Service', excluding('9090'), [service(), policy(`${SELECTED}, ${DENY}`)], 0],
    ['of a workload without a policy of its own', excluding('8080'), [service(), policy(DENY)], 0],
    ['of a workload without a sidecar', excluding('8080').replace('"true"', '"false"'), [forPort(8080)], 0],
  ])('%s', (_, workload, others, expected) => {
    expect(told('authz/port-past-sidecar', namespace(''), workload, ...others)).toHaveLength(expected);
  });

  test('says where', () => {
    expect(told('authz/port-past-sidecar', excluding('8080'), forPort(8080).replace('namespace: shop', 'name: x, namespace: shop'))).toEqual([[
      'Deployment shop/web, spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]',
      'traffic.sidecar.istio.io/excludeInboundPorts is "8080", and AuthorizationPolicy shop/x is for port 8080',
    ]]);
  });
});

test.each([
  ['issuer: robot@example.com', 1],
  ['issuer: robot@example.com, jwksUri: "https://example.com/keys"', 0],
  ['issuer: robot@example.com, jwks: "{}"', 0],
  ['issuer: "https://issuer.example.com"', 0],
  ['issuer: "HTTPS://issuer.example.com"', 0],
  ['issuer: PATCH_ME', 0],
  ['issuer: ISSUER', 1],
])('a JWT rule with %s', (rule, expected) => {
  expect(told('request-auth/undiscoverable-issuer', policy(`jwtRules: [{ ${rule} }]`, 'RequestAuthentication'))).toHaveLength(expected);
});
