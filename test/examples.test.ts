import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing, Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { CatalogChart } from '../examples/canary-steps/catalog-chart';
import { EXAMPLES, exampleNames, runExample } from '../scripts/demo/examples';
import { examplesPage } from '../scripts/indexes/examples-page';

const NAMES = exampleNames();
const apps = new Map<string, App>();
const written = new Map<string, any[]>();

/** Runs the app of an example, once, and reads the files that it writes, in the order in which they are applied. */
function objectsOf(example: string): any[] {
  if (!written.has(example)) written.set(example, run(example));
  return written.get(example)!;
}

function run(example: string): any[] {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    apps.set(example, runExample(() => jest.requireActual(join(EXAMPLES, example, 'main')), outdir));
    return readdirSync(outdir, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.yaml'))
      .sort()
      .flatMap(file => parseAllDocuments(readFileSync(join(outdir, file), 'utf8')).map(document => document.toJS()));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function countsOf(example: string): { [kind: string]: number } {
  const counts: { [kind: string]: number } = {};
  for (const { kind } of objectsOf(example)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function specOf(example: string, kind: string, name: string): any {
  const found = objectsOf(example).filter(object => object.kind === kind && object.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0].spec;
}

test.each(NAMES)('example %s is written without a warning', example => {
  const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(objectsOf(example).length).toBeGreaterThan(0);
    expect(warnings.mock.calls).toEqual([]);
  } finally {
    warnings.mockRestore();
  }
});

describe('bookinfo', () => {
  test('runs the four services', () => {
    const { Service, ServiceAccount, Deployment } = countsOf('bookinfo');
    expect({ Service, ServiceAccount, Deployment }).toEqual({ Service: 4, ServiceAccount: 4, Deployment: 6 });
  });

  test('is this in the mesh', () => {
    const mesh = objectsOf('bookinfo').filter(({ apiVersion, kind }) => apiVersion.includes('istio.io') || kind === 'Namespace');
    expect(Yaml.stringify(...mesh)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: bookinfo
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: bookinfo
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: deny-by-default
       namespace: bookinfo
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: details-allow
       namespace: bookinfo
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/bookinfo/sa/bookinfo-productpage
           to:
             - operation:
                 methods:
                   - GET
                 paths:
                   - /details/{*}
                 ports:
                   - "9080"
       selector:
         matchLabels:
           app: details
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: productpage-allow
       namespace: bookinfo
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account
       selector:
         matchLabels:
           app: productpage
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: reviews
       namespace: bookinfo
     spec:
       host: reviews.bookinfo.svc.cluster.local
       subsets:
         - labels:
             version: v1
           name: v1
         - labels:
             version: v2
           name: v2
         - labels:
             version: v3
           name: v3
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: reviews-allow
       namespace: bookinfo
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/bookinfo/sa/bookinfo-productpage
           to:
             - operation:
                 methods:
                   - GET
                 paths:
                   - /reviews/{*}
                 ports:
                   - "9080"
       selector:
         matchLabels:
           app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: reviews
       namespace: bookinfo
     spec:
       hosts:
         - reviews.bookinfo.svc.cluster.local
       http:
         - match:
             - headers:
                 end-user:
                   exact: jason
           route:
             - destination:
                 host: reviews.bookinfo.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
         - route:
             - destination:
                 host: reviews.bookinfo.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
               weight: 90
             - destination:
                 host: reviews.bookinfo.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
               weight: 10
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: ratings-allow
       namespace: bookinfo
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/bookinfo/sa/bookinfo-reviews
           to:
             - operation:
                 methods:
                   - GET
                 paths:
                   - /ratings/{*}
                 ports:
                   - "9080"
       selector:
         matchLabels:
           app: ratings
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: ratings
       namespace: bookinfo
     spec:
       host: ratings.bookinfo.svc.cluster.local
       trafficPolicy:
         connectionPool:
           http:
             http1MaxPendingRequests: 50
           tcp:
             maxConnections: 100
         outlierDetection:
           baseEjectionTime: 1m
           consecutive5xxErrors: 0
           consecutiveGatewayErrors: 3
           maxEjectionPercent: 50
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: ratings
       namespace: bookinfo
     spec:
       hosts:
         - ratings.bookinfo.svc.cluster.local
       http:
         - fault:
             delay:
               fixedDelay: 7s
               percentage:
                 value: 100
           match:
             - headers:
                 end-user:
                   exact: jason
               method:
                 regex: DELETE|GET|HEAD|OPTIONS|PUT|TRACE
           retries:
             attempts: 2
             perTryTimeout: 500ms
             retryOn: 5xx,reset,connect-failure,refused-stream
           route:
             - destination:
                 host: ratings.bookinfo.svc.cluster.local
                 port:
                   number: 9080
           timeout: 2s
         - fault:
             delay:
               fixedDelay: 7s
               percentage:
                 value: 100
           match:
             - headers:
                 end-user:
                   exact: jason
           retries:
             attempts: 2
             perTryTimeout: 500ms
             retryOn: connect-failure,refused-stream,unavailable,cancelled
           route:
             - destination:
                 host: ratings.bookinfo.svc.cluster.local
                 port:
                   number: 9080
           timeout: 2s
         - match:
             - method:
                 regex: DELETE|GET|HEAD|OPTIONS|PUT|TRACE
           retries:
             attempts: 2
             perTryTimeout: 500ms
             retryOn: 5xx,reset,connect-failure,refused-stream
           route:
             - destination:
                 host: ratings.bookinfo.svc.cluster.local
                 port:
                   number: 9080
           timeout: 2s
         - retries:
             attempts: 2
             perTryTimeout: 500ms
             retryOn: connect-failure,refused-stream,unavailable,cancelled
           route:
             - destination:
                 host: ratings.bookinfo.svc.cluster.local
                 port:
                   number: 9080
           timeout: 2s
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: bookinfo-edge
       namespace: istio-system
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - bookinfo/bookinfo.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - bookinfo/bookinfo.example.com
           port:
             name: https-443-bookinfo-cert
             number: 443
             protocol: HTTPS
           tls:
             credentialName: bookinfo-cert
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: bookinfo-front
       namespace: bookinfo
     spec:
       gateways:
         - istio-system/bookinfo-edge
       hosts:
         - bookinfo.example.com
       http:
         - directResponse:
             status: 400
           match:
             - uri:
                 regex: .*/[.][.]?(;|%3[Bb]).*
           name: refuse-ambiguous-paths
         - match:
             - uri:
                 exact: /
           redirect:
             uri: /productpage
         - match:
             - uri:
                 exact: /productpage
           route:
             - destination:
                 host: productpage.bookinfo.svc.cluster.local
                 port:
                   number: 9080
         - match:
             - uri:
                 exact: /login
           route:
             - destination:
                 host: productpage.bookinfo.svc.cluster.local
                 port:
                   number: 9080
         - match:
             - uri:
                 exact: /logout
           route:
             - destination:
                 host: productpage.bookinfo.svc.cluster.local
                 port:
                   number: 9080
         - match:
             - uri:
                 exact: /static
             - uri:
                 prefix: /static/
           route:
             - destination:
                 host: productpage.bookinfo.svc.cluster.local
                 port:
                   number: 9080
         - match:
             - uri:
                 exact: /api/v1/products
             - uri:
                 prefix: /api/v1/products/
           route:
             - destination:
                 host: productpage.bookinfo.svc.cluster.local
                 port:
                   number: 9080
     ---
     apiVersion: networking.istio.io/v1
     kind: ServiceEntry
     metadata:
       name: www-googleapis-com
       namespace: bookinfo
     spec:
       exportTo:
         - "."
       hosts:
         - www.googleapis.com
       location: MESH_EXTERNAL
       ports:
         - name: http-80
           number: 80
           protocol: HTTP
           targetPort: 443
         - name: tls-443
           number: 443
           protocol: TLS
       resolution: DNS
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: www-googleapis-com
       namespace: bookinfo
     spec:
       exportTo:
         - "."
       host: www.googleapis.com
       trafficPolicy:
         portLevelSettings:
           - port:
               number: 80
             tls:
               mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: www-googleapis-com
       namespace: bookinfo
     spec:
       exportTo:
         - "."
       hosts:
         - www.googleapis.com
       http:
         - match:
             - method:
                 regex: DELETE|GET|HEAD|OPTIONS|PUT|TRACE
           retries:
             attempts: 2
             perTryTimeout: 1s
             retryOn: 5xx,reset,connect-failure,refused-stream
           route:
             - destination:
                 host: www.googleapis.com
                 port:
                   number: 80
               headers:
                 request:
                   remove:
                     - x-forwarded-client-cert
                     - x-forwarded-for
                     - x-forwarded-proto
                     - x-envoy-attempt-count
                     - x-envoy-decorator-operation
                     - x-envoy-expected-rq-timeout-ms
                     - x-envoy-external-address
                     - x-envoy-internal
                     - x-envoy-original-host
                     - x-envoy-original-path
                     - x-envoy-peer-metadata
                     - x-envoy-peer-metadata-id
           timeout: 3s
         - retries:
             attempts: 2
             perTryTimeout: 1s
             retryOn: connect-failure,refused-stream,unavailable,cancelled
           route:
             - destination:
                 host: www.googleapis.com
                 port:
                   number: 80
               headers:
                 request:
                   remove:
                     - x-forwarded-client-cert
                     - x-forwarded-for
                     - x-forwarded-proto
                     - x-envoy-attempt-count
                     - x-envoy-decorator-operation
                     - x-envoy-expected-rq-timeout-ms
                     - x-envoy-external-address
                     - x-envoy-internal
                     - x-envoy-original-host
                     - x-envoy-original-path
                     - x-envoy-peer-metadata
                     - x-envoy-peer-metadata-id
           timeout: 3s
     "
    `);
  });
});

describe('canary-steps', () => {
  const weights = (percent: number, name: string) => {
    const app = Testing.app();
    app.node.setContext('canaryPercent', percent);
    const routes = Testing.synth(new CatalogChart(app, 'catalog')).find(({ kind, metadata }) => kind === 'VirtualService' && metadata.name === name);
    return routes.spec.http.map(({ route }: any) => Object.fromEntries(route.map(({ destination, weight }: any) => [destination.subset, weight])));
  };

  test.each([0, 10, 25, 50, 100])('shifts %i percent, in the mesh and at the gateway', percent => {
    const split = [{ v1: 100 - percent, v2: percent }];
    expect(weights(percent, 'catalog')).toEqual(split);
    expect(weights(percent, 'catalog-front')).toEqual(split);
  });
});

describe('ingress', () => {
  test('has one gateway, and routes for each host', () => {
    expect(countsOf('ingress')).toMatchObject({ Gateway: 1, VirtualService: 8, DestinationRule: 1, AuthorizationPolicy: 12, Certificate: 1 });
  });

  test('listens once for each certificate, and sends plain HTTP to HTTPS', () => {
    const servers = specOf('ingress', 'Gateway', 'public').servers.map(({ port, hosts, tls }: any) => [port.name, hosts.length, tls.mode ?? tls]);
    expect(servers).toEqual([
      ['http-80-redirect', 4, { httpsRedirect: true }],
      ['https-443-www-cert', 1, 'SIMPLE'],
      ['https-443-api-example-com-tls', 1, 'SIMPLE'],
      ['https-443-partners-cert', 1, 'MUTUAL'],
      ['tls-443', 1, 'PASSTHROUGH'],
      ['tls-5671-broker-cert', 1, 'SIMPLE'],
    ]);
  });

  test('strips the prefix with its slash', () => {
    const { http } = specOf('ingress', 'VirtualService', 'shop-api');
    expect(http[1].rewrite).toEqual({ uriRegexRewrite: { match: '^/catalog/?(.*)$', rewrite: '/\\1' } });
    expect(http[1].route[0].destination.subset).toBe('v2');
  });

  test('has the certificate of cert-manager beside the pods of the gateway', () => {
    expect(objectsOf('ingress').find(({ kind }) => kind === 'Certificate')).toMatchObject({ metadata: { namespace: 'istio-ingress' }, spec: { dnsNames: ['api.example.com'], secretName: 'api-example-com-tls' } });
  });

  test('leaves a path to the team of the help pages', () => {
    expect(specOf('ingress', 'VirtualService', 'shop-www').http.find(({ delegate }: any) => delegate).delegate).toEqual({ name: 'help-routes', namespace: 'help' });
    expect(specOf('ingress', 'VirtualService', 'help-routes').hosts).toBeUndefined();
  });

  test('binds the second team to the gateway of its owner', () => {
    expect(specOf('ingress', 'VirtualService', 'blog-front')).toMatchObject({ gateways: ['istio-ingress/company'], hosts: ['blog.example.com'] });
  });
});

describe('egress', () => {
  test('has an entry for each host, seen in its namespace only', () => {
    expect(countsOf('egress')).toMatchObject({ ServiceEntry: 5, DestinationRule: 3, VirtualService: 2, WorkloadEntry: 2, Sidecar: 1 });
    const hidden = objectsOf('egress').filter(({ kind, spec }) => kind === 'ServiceEntry' && spec.exportTo?.[0] === '.');
    expect(hidden).toHaveLength(4);
  });

  test('shows the client certificate for the one caller only', () => {
    expect(specOf('egress', 'DestinationRule', 'api-bank-example-com-payments')).toMatchObject({
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'MUTUAL', credentialName: 'bank-client-cert' } }] },
      workloadSelector: { matchLabels: { app: 'payments' } },
    });
  });

  test('leaves TLS to the application where it speaks it', () => {
    expect(specOf('egress', 'ServiceEntry', 'smtp-example-com').ports).toEqual([{ name: 'tls-465', number: 465, protocol: 'TLS' }]);
  });
});

describe('security', () => {
  test('has mutual TLS for mesh, namespaces, workloads and ports', () => {
    const modes = objectsOf('security')
      .filter(({ kind }) => kind === 'PeerAuthentication')
      .map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec.mtls.mode, spec.portLevelMtls]);
    expect(modes).toEqual([
      ['bank/default', 'STRICT', undefined],
      ['legacy/default', 'PERMISSIVE', undefined],
      ['legacy/legacy-database', 'STRICT', { 33061: { mode: 'DISABLE' } }],
      ['istio-system/default', 'STRICT', undefined],
      ['shop/default', 'STRICT', undefined],
      ['shop/orders', 'STRICT', { 9090: { mode: 'PERMISSIVE' } }],
    ]);
  });

  test('has a policy of each action', () => {
    const actions = objectsOf('security')
      .filter(({ kind }) => kind === 'AuthorizationPolicy')
      .map(({ spec }) => spec.action)
      .sort();
    expect([...new Set(actions)]).toEqual(['ALLOW', 'AUDIT', 'CUSTOM', 'DENY']);
    expect(specOf('security', 'AuthorizationPolicy', 'legacy-open')).toEqual({ action: 'ALLOW', rules: [{}] });
    expect(specOf('security', 'AuthorizationPolicy', 'bank-nobody-else')).toEqual({ action: 'ALLOW' });
  });

  test('asks for the token that it validates', () => {
    const [{ issuer }] = specOf('security', 'RequestAuthentication', 'shop-tokens').jwtRules;
    const [rule] = specOf('security', 'AuthorizationPolicy', 'web-allow').rules;
    expect(rule.when[0]).toEqual({ key: 'request.auth.claims[iss]', values: [issuer] });
  });
});

describe('traffic', () => {
  test('has one object for each host and kind', () => {
    expect(countsOf('traffic')).toEqual({ DestinationRule: 2, VirtualService: 1, Sidecar: 1 });
  });

  test('keeps the order of the routes', () => {
    const { http } = specOf('traffic', 'VirtualService', 'traffic-cart-routes');
    expect(http.map(({ name }: any) => name)).toEqual(['moved', 'moved', 'gone', 'testers', 'api', 'rest']);
  });
});

describe('observability-and-extensions', () => {
  test('has one object of each kind, and a second Telemetry for a workload', () => {
    expect(countsOf('observability-and-extensions')).toEqual({ Telemetry: 2, ProxyConfig: 1, EnvoyFilter: 1, WasmPlugin: 1, TrafficExtension: 1 });
  });

  test('adds filters to selected workloads only', () => {
    const filters = objectsOf('observability-and-extensions').filter(({ kind }) => ['EnvoyFilter', 'WasmPlugin', 'TrafficExtension'].includes(kind));
    expect(filters.map(({ spec }) => spec.workloadSelector?.labels ?? spec.selector?.matchLabels)).toEqual([
      { app: 'cart' },
      { app: 'admin' },
      { app: 'cart' },
    ]);
  });
});

describe('progressive-delivery', () => {
  test('leaves the weights to each controller', () => {
    expect(countsOf('progressive-delivery')).toMatchObject({ Rollout: 1, Canary: 1, DestinationRule: 1, VirtualService: 4 });
    expect(specOf('progressive-delivery', 'Rollout', 'podinfo').strategy.canary.trafficRouting.istio.virtualServices.map(({ name }: any) => name)).toEqual(['podinfo', 'argo-front']);
    expect(specOf('progressive-delivery', 'VirtualService', 'flagger-front').http).toEqual([{ delegate: { name: 'podinfo', namespace: 'flagger' } }]);
  });

  test('says limits and steps in the words of both', () => {
    expect(specOf('progressive-delivery', 'VirtualService', 'podinfo').http.map(({ timeout }: any) => timeout)).toEqual(['5s', '5s']);
    expect(specOf('progressive-delivery', 'Rollout', 'podinfo').strategy.canary.steps.filter((step: any) => 'setWeight' in step)).toEqual([{ setWeight: 5 }, { setWeight: 20 }, { setWeight: 50 }]);
    expect(specOf('progressive-delivery', 'Canary', 'podinfo')).toMatchObject({ service: { timeout: '5s', delegation: true }, analysis: { stepWeights: [5, 20, 50] } });
  });
});

describe('tenants', () => {
  test('have a host and a certificate each on one gateway', () => {
    const { servers } = specOf('tenants', 'Gateway', 'platform-tenants');
    const tenants = servers.filter(({ tls }: any) => tls.credentialName).map(({ hosts, tls }: any) => [hosts, tls.credentialName]);
    expect(tenants).toEqual([
      [['acme/acme.example.com'], 'acme-example-com-tls'],
      [['globex/globex.example.com'], 'globex-example-com-tls'],
    ]);
    const certificates = objectsOf('tenants').filter(({ kind }) => kind === 'Certificate').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(certificates).toEqual(['edge/acme-example-com', 'edge/globex-example-com']);
  });

  test.each(['acme', 'globex'])('take no token but their own: %s', tenant => {
    const [{ to: [{ operation }], when }] = specOf('tenants', 'AuthorizationPolicy', `${tenant}-login`).rules;
    expect(operation.hosts).toEqual([`${tenant}.example.com`, `${tenant}.example.com:*`]);
    expect(when).toEqual([{ key: 'request.auth.claims[iss]', notValues: [`https://login.${tenant}.example`] }]);
  });

  test('limit the rate of their own pods only', () => {
    const filters = objectsOf('tenants').filter(({ kind }) => kind === 'EnvoyFilter');
    expect(filters.map(({ metadata, spec }) => [metadata.namespace, spec.workloadSelector.labels])).toEqual([['acme', { app: 'api' }], ['globex', { app: 'api' }]]);
  });
});

describe('egress-gateway', () => {
  test('lets each caller through for its own host', () => {
    const rules = specOf('egress-gateway', 'AuthorizationPolicy', 'shop-egress-allow').rules;
    expect(rules.map(({ from, when }: any) => [from[0].source.principals, when[0].values])).toEqual([
      [['cluster.local/ns/shop/sa/checkout'], ['api.payments.example']],
      [['cluster.local/ns/shop/sa/mails'], ['smtp.mail.example']],
    ]);
  });

  test('shows the client certificate at the gateway, and nothing of the caller', () => {
    expect(specOf('egress-gateway', 'DestinationRule', 'api-payments-example')).toMatchObject({
      exportTo: ['istio-system'], trafficPolicy: { portLevelSettings: [{ tls: { mode: 'MUTUAL', credentialName: 'payments-client-cert' } }] },
    });
    const [{ headers }] = specOf('egress-gateway', 'VirtualService', 'api-payments-example-egress').http;
    expect(headers.request.remove).toEqual(expect.arrayContaining(['x-forwarded-client-cert', 'x-envoy-peer-metadata']));
  });

  test('shows each workload what it is said to call', () => {
    const visible = (name: string) => specOf('egress-gateway', 'Sidecar', name).egress[0].hosts;
    expect(visible('default')).toEqual(['istio-system/*']);
    expect(visible('checkout')).toEqual(['istio-system/*', 'shop/api.payments.example', 'shop/ledger.db.example', 'shop/mails.shop.svc.cluster.local']);
    expect(visible('mails')).toEqual(['istio-system/*', 'shop/*.parcels.example', 'shop/smtp.mail.example']);
  });
});

describe('ambient', () => {
  test('has the rules of services at the waypoint, and lets nobody go past it', () => {
    const policies = objectsOf('ambient').filter(({ kind }) => kind === 'AuthorizationPolicy').map(({ metadata, spec }) => [metadata.name, spec.targetRefs?.[0].kind]);
    expect(policies).toEqual([
      ['deny-by-default', undefined],
      ['cart-allow', 'Service'],
      ['prices-allow', 'Service'],
      ['db-allow', 'Service'],
      ['waypoint-deny-by-default', 'Gateway'],
      ['from-waypoint', undefined],
    ]);
    expect(specOf('ambient', 'AuthorizationPolicy', 'from-waypoint').rules).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }] }]);
  });

  test('splits between Services, without subsets', () => {
    const [{ route }] = specOf('ambient', 'VirtualService', 'prices').http;
    expect(route.map(({ destination: { host, subset }, weight }: any) => [host, subset, weight])).toEqual([
      ['prices.shop.svc.cluster.local', undefined, 95],
      ['prices-next.shop.svc.cluster.local', undefined, 5],
    ]);
    expect(countsOf('ambient').DestinationRule).toBeUndefined();
  });
});

test('docs/examples.md has the pictures of the examples as they are', () => {
  NAMES.forEach(objectsOf);
  const page = readFileSync(join(__dirname, '..', 'docs', 'examples.md'), 'utf8');
  expect(page).toBe(examplesPage(new Map(NAMES.map(name => [name, apps.get(name)!]))));
});
