import { broken } from './broken';

const PODS = 'kind: Pod\nmetadata: { name: web, labels: { app: web, istio.io/dataplane-mode: ambient } }\nspec: {}\n';

function policy(action: string, rule: string, spec = 'selector: { matchLabels: { app: web } },', namespace = 'default'): string {
  const provider = action === 'CUSTOM' ? 'provider: { name: opa },' : '';
  return `kind: AuthorizationPolicy\nmetadata: { namespace: ${namespace} }\nspec: { ${spec} action: ${action}, ${provider} rules: [{ ${rule} }] }\n`;
}

function effects(...documents: string[]): string[] {
  return broken([PODS, ...documents].join('---\n'), { only: 'authz/l7-in-ambient' }).map(({ problem }) => problem.replace(' for Pod default/web, which is in ambient mode', ''));
}

const PATHS = 'to: [{ operation: { paths: [/admin] } }]';

describe('ztunnel leaves out what it does not see, and takes nothing left for no match', () => {
  test.each([
    ['DENY', PATHS, 'DENY rule with paths: the rule refuses nothing'],
    ['DENY', 'from: [{ source: { notRequestPrincipals: ["*"] } }]', 'DENY rule with notRequestPrincipals: the rule refuses nothing'],
    ['DENY', `from: [{ source: { namespaces: [a] } }], ${PATHS}`, 'DENY rule with paths: the rule refuses nothing'],
    ['DENY', 'from: [{ source: { namespaces: [a], requestPrincipals: ["*"] } }], to: [{ operation: { paths: [/admin] } }]', 'DENY rule with paths: the rule refuses nothing'],
    ['DENY', 'from: [{ source: { namespaces: [a] } }], when: [{ key: "request.headers[x]", values: [b] }]', 'DENY rule with request.headers[x]: the rule refuses nothing'],
    ['DENY', 'to: [{ operation: { paths: [/admin], ports: ["80"] } }]', 'DENY rule with paths: without it the rule refuses more than was meant'],
    ['DENY', 'to: [{ operation: { paths: [/admin] } }, { operation: { ports: ["80"] } }]', 'DENY rule with paths: nothing is left of to[0], which refuses nothing'],
    ['DENY', 'from: [{ source: { notTrustDomains: [a] } }]', 'DENY rule with notTrustDomains: the rule refuses nothing'],
    ['ALLOW', 'to: [{ operation: { paths: [/admin], ports: ["80"] } }]', 'ALLOW rule with paths: the rule allows nothing'],
    ['ALLOW', 'from: [{ source: { trustDomains: [a] } }]', 'ALLOW rule with trustDomains: the rule allows nothing'],
    ['ALLOW', 'from: [{ source: { trustDomains: [a], namespaces: [b] } }]', 'ALLOW rule with trustDomains: without it the rule allows more than was meant'],
    ['CUSTOM', PATHS, 'action CUSTOM: ztunnel passes it over, and nobody is asked'],
  ])('%s by { %s }', (action, rule, effect) => {
    expect(effects(policy(action, rule))).toEqual([effect]);
  });

  test.each([
    ['waypoints get it', policy('DENY', PATHS, 'targetRefs: [{ kind: Service, name: web }],')],
    ['it is for other pods', policy('DENY', PATHS, 'selector: { matchLabels: { app: other } },')],
    ['it is for another namespace', policy('DENY', PATHS, '', 'other')],
    ['it only logs', policy('AUDIT', PATHS)],
    ['it is only tried', policy('DENY', PATHS).replace('metadata: {', 'metadata: { annotations: { istio.io/dry-run: "true" },')],
    ['ztunnel sees all of it', policy('DENY', 'from: [{ source: { notPrincipals: ["*"] } }], to: [{ operation: { notPorts: ["80"] } }]')],
  ])('is silent where %s', (_, document) => {
    expect(effects(document)).toEqual([]);
  });

  test('a policy of the root namespace is for all pods', () => {
    expect(effects(policy('CUSTOM', PATHS, '', 'istio-system'))).toHaveLength(1);
  });
});

describe('ztunnel knows the trust domain by its name only', () => {
  const said = (source: string, trustDomains: string[], pods = PODS) => broken([pods, policy('DENY', source)].join('---\n'), { only: 'authz/local-trust-domain-in-ambient', settings: { trustDomains } })
    .map(({ at, problem, fix }) => [at, problem, fix]);
  const FROM = 'from: [{ source: { principals: ["*", cluster.local/ns/a/sa/b] } }]';
  const FIX = 'write "example.org/ns/a/sa/b", or serviceAccounts, which are for any trust domain';

  test('and not as cluster.local', () => {
    expect(said(FROM, ['example.org'])).toEqual([[
      'AuthorizationPolicy default/example-1, spec.rules[0].from[0].source.principals[1]',
      '"cluster.local/ns/a/sa/b" is no identity in the trust domain example.org, and Pod default/web is in ambient mode: the DENY rule is about nobody by it',
      FIX,
    ]]);
    expect(said('when: [{ key: source.principal, notValues: [cluster.local/ns/a/sa/b] }]', ['example.org'])).toEqual([[
      'AuthorizationPolicy default/example-1, spec.rules[0].when[0].notValues[0]',
      '"cluster.local/ns/a/sa/b" is no identity in the trust domain example.org, and Pod default/web is in ambient mode: the DENY rule is about that caller as well',
      FIX,
    ]]);
  });

  test.each([
    ['it is called so', FROM, ['cluster.local'], PODS],
    ['another cluster is called so', FROM, ['example.org', 'cluster.local'], PODS],
    ['the name is written', 'from: [{ source: { principals: [example.org/ns/a/sa/b, cluster.localhost/ns/a/sa/b] } }]', ['example.org'], PODS],
    ['the pods have sidecars', FROM, ['example.org'], PODS.replace('istio.io/dataplane-mode: ambient', 'sidecar.istio.io/inject: "true"')],
  ])('which is fine where %s', (_, source, trustDomains, pods) => {
    expect(said(source, trustDomains, pods)).toEqual([]);
  });
});

test('what proxies make of conditions of HTTP on a TCP port is not said of pods in ambient mode, written or not', () => {
  const documents = (labels: string) => [`kind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`, policy('DENY', PATHS, '', 'shop'),
    'kind: Service\nmetadata: { name: db, namespace: shop }\nspec: { selector: { app: db }, ports: [{ name: tcp, port: 5432 }] }\n'].join('---\n');
  expect(broken(documents('istio-injection: enabled'), { only: 'authz/deny-http-on-tcp' })).toHaveLength(1);
  expect(broken(documents('istio.io/dataplane-mode: ambient'), { only: 'authz/deny-http-on-tcp' })).toEqual([]);
});

test('ztunnel takes mutual TLS whatever the mode is, so that callers are known', () => {
  const namespace = (labels: string) => `kind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`;
  const documents = (labels: string) => [namespace(labels), 'kind: PeerAuthentication\nmetadata: { namespace: shop }\nspec: { mtls: { mode: DISABLE } }\n',
    policy('ALLOW', 'from: [{ source: { namespaces: [a] } }]', '', 'shop')].join('---\n');
  expect(broken(documents('istio-injection: enabled'), { only: 'authz/identity-without-mtls' })).toHaveLength(1);
  expect(broken(documents('istio.io/dataplane-mode: ambient'), { only: 'authz/identity-without-mtls' })).toEqual([]);
});
