import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import {
  Caller,
  CanaryRelease,
  ConnectionLimits,
  EgressGateway,
  ExternalApi,
  ExternalApiProps,
  GatewayPods,
  ICaller,
  IngressGateway,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  Retries,
  TlsOrigination,
} from '../../src';
import { manifest } from '../manifest';

let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
let batch: MeshWorkload;
beforeEach(() => {
  chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  web = ns.addService('web', { ports: [MeshPort.http(80)], serviceAccount: 'web' });
  batch = new MeshWorkload(chart, 'batch', { namespace: MeshNamespace.fromName('jobs'), labels: { job: 'report' } });
});

const api = (props: Partial<ExternalApiProps> = {}, id = 'Api') => new ExternalApi(chart, id, { host: 'api.example.com', ...props });
const spec = (kind: string) => Testing.synth(chart).find(each => each.kind === kind)?.spec;

test('writes a client certificate for each caller, beside the caller', () => {
  api({
    callers: [web, batch],
    tls: TlsOrigination.mutual('bank-cert', { sni: 'bank.example.com', subjectAltNames: ['bank.example.com'] }),
    timeout: Duration.seconds(10),
    retries: Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(3) }),
    limits: ConnectionLimits.of({ maxConnections: 20 }),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: api-example-com
     namespace: shop
   spec:
     exportTo:
       - jobs
       - shop
     hosts:
       - api.example.com
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
     name: api-example-com-web
     namespace: shop
   spec:
     exportTo:
       - "."
     host: api.example.com
     trafficPolicy:
       portLevelSettings:
         - connectionPool:
             tcp:
               maxConnections: 20
           port:
             number: 80
           tls:
             credentialName: bank-cert
             mode: MUTUAL
             sni: bank.example.com
             subjectAltNames:
               - bank.example.com
     workloadSelector:
       matchLabels:
         app: web
   ---
   apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: api-example-com-report
     namespace: jobs
   spec:
     exportTo:
       - "."
     host: api.example.com
     trafficPolicy:
       portLevelSettings:
         - connectionPool:
             tcp:
               maxConnections: 20
           port:
             number: 80
           tls:
             credentialName: bank-cert
             mode: MUTUAL
             sni: bank.example.com
             subjectAltNames:
               - bank.example.com
     workloadSelector:
       matchLabels:
         job: report
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: api-example-com
     namespace: shop
   spec:
     exportTo:
       - jobs
       - shop
     hosts:
       - api.example.com
     http:
       - match:
           - method:
               regex: DELETE|GET|HEAD|OPTIONS|PUT|TRACE
         retries:
           attempts: 2
           perTryTimeout: 3s
           retryOn: 5xx,reset,connect-failure,refused-stream
         route:
           - destination:
               host: api.example.com
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
         timeout: 10s
       - retries:
           attempts: 2
           perTryTimeout: 3s
           retryOn: connect-failure,refused-stream,unavailable,cancelled
         route:
           - destination:
               host: api.example.com
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
         timeout: 10s
   "
  `);
});

test('is reached on port 80, and by TLS of the application on the port of the API', () => {
  const ports = (props: Partial<ExternalApiProps>) => {
    const other = new Chart(new App(), 'other', { namespace: 'shop' });
    const external = new ExternalApi(other, 'Api', { host: 'api.example.com', ...props });
    return [
      external.targetConfig().port,
      ...Testing.synth(other)[0].spec.ports.map(({ name, targetPort }: any) => (targetPort ? `${name} to ${targetPort}` : name)),
    ];
  };
  expect(ports({})).toEqual([80, 'http-80 to 443', 'tls-443']);
  expect(ports({ port: 8443 })).toEqual([80, 'http-80 to 8443', 'tls-8443']);
  expect(ports({ tls: TlsOrigination.byApplication() })).toEqual([443, 'tls-443']);
  expect(ports({ tls: TlsOrigination.byApplication(), port: 8443 })).toEqual([8443, 'tls-8443']);
  expect(ports({ tls: TlsOrigination.none() })).toEqual([80, 'http-80']);
  expect(ports({ tls: TlsOrigination.none(), port: 8080 })).toEqual([8080, 'http-8080']);
});

test('writes as little as was said, and routes where there are headers to take away', () => {
  const kinds = (props: Partial<ExternalApiProps>, id: string) => {
    const { destinationRules, virtualService } = api({ host: `${id.toLowerCase()}.example.com`, ...props }, id);
    return [destinationRules.length, virtualService !== undefined];
  };
  expect(kinds({}, 'A')).toEqual([1, true]);
  expect(kinds({ tls: TlsOrigination.none() }, 'B')).toEqual([0, true]);
  expect(kinds({ tls: TlsOrigination.byApplication() }, 'C')).toEqual([0, false]);
  expect(kinds({ tls: TlsOrigination.byApplication(), limits: ConnectionLimits.of({ maxConnections: 1 }) }, 'D')).toEqual([1, false]);
  expect(kinds({ tls: TlsOrigination.none(), retries: Retries.none() }, 'E')).toEqual([0, true]);
  expect(kinds({ tls: TlsOrigination.mutual('cert'), callers: [web, batch] }, 'F')).toEqual([2, true]);
  expect(kinds({ keepProxyHeaders: true }, 'G')).toEqual([1, false]);
  expect(kinds({ keepProxyHeaders: false }, 'H')).toEqual([1, true]);
  expect(kinds({ keepProxyHeaders: true, timeout: Duration.seconds(1) }, 'I')).toEqual([1, true]);
});

test('hears nothing of the mesh from proxies, unless it is to', () => {
  const removed = (props: Partial<ExternalApiProps>, id: string) => {
    const { virtualService } = api({ host: `${id}.example.com`, timeout: Duration.seconds(1), ...props }, id);
    return ApiObject.of(virtualService!).toJson().spec.http.map(({ headers, route }: any) => [headers, route[0].headers?.request.remove]);
  };
  const names = expect.arrayContaining(['x-forwarded-client-cert', 'x-forwarded-for', 'x-forwarded-proto', 'x-envoy-decorator-operation']);
  expect(removed({ tls: TlsOrigination.none() }, 'a')).toEqual([[undefined, names]]);
  expect(removed({ retries: Retries.onServerErrors(1) }, 'b')).toEqual([[undefined, names], [undefined, names]]);
  expect(removed({ keepProxyHeaders: true }, 'c')).toEqual([[undefined, undefined]]);
  // The proxy's own log has it from the request that leaves.
  expect(removed({}, 'd')[0][1]).not.toContain('x-request-id');
});

test('says TLS and limits for the port on which the proxy speaks TLS, and leaves the other alone', () => {
  api({ tls: TlsOrigination.simple({ caFile: '/etc/ca.pem' }), limits: ConnectionLimits.of({ maxRequests: 5 }) });
  expect(spec('DestinationRule').trafficPolicy).toEqual({
    portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', caCertificates: '/etc/ca.pem' }, connectionPool: { http: { http2MaxRequests: 5 } } }],
  });
});

describe('is visible', () => {
  test.each<[string, () => ICaller[] | undefined, string, string[] | undefined]>([
    ['everywhere, where nobody is named', () => undefined, 'shop', undefined],
    ['in the namespace of its only caller', () => [web], 'shop', ['.']],
    ['in the namespaces of its callers', () => [web, batch, MeshNamespace.fromName('a')], 'shop', ['a', 'jobs', 'shop']],
    ['in the namespaces of a group of callers', () => [Caller.anyOf(MeshNamespace.fromName('b'), MeshNamespace.fromName('a'))], 'b', ['a', 'b']],
    ['in the namespace of service accounts', () => [Caller.serviceAccounts(MeshNamespace.fromName('a'), 'x', 'y')], 'a', ['.']],
    ['everywhere for everyone with an identity', () => [Caller.anyAuthenticated()], 'shop', undefined],
    ['everywhere, where one of a group can be anywhere', () => [Caller.anyOf(web, Caller.peerIps('10.0.0.0/8'))], 'shop', undefined],
    ['everywhere, where one of the callers can be anywhere', () => [batch, Caller.anyOf(web, Caller.anyAuthenticated())], 'jobs', undefined],
  ])('%s', (_, callers, namespace, exportTo) => {
    api({ callers: callers(), timeout: Duration.seconds(1) });
    const written = Testing.synth(chart);
    expect(written.map(({ kind, metadata, spec: { exportTo: to } }) => [kind, metadata.namespace, to])).toEqual(
      ['ServiceEntry', 'DestinationRule', 'VirtualService'].map(kind => [kind, namespace, exportTo]),
    );
  });

  test('in the namespace that is said as well', () => {
    api({ callers: [batch], namespace: MeshNamespace.fromName('egress') });
    expect([spec('ServiceEntry').exportTo, Testing.synth(chart)[0].metadata.namespace]).toEqual([['egress', 'jobs'], 'egress']);
  });

  test('to a gateway that calls it, whose own certificate is read beside its pods', () => {
    const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
    const external = api({ callers: [edge], tls: TlsOrigination.mutual('cert') });
    expect([external.namespace.namespaceName, external.serviceEntry.namespace]).toEqual(['shop', 'shop']);
    expect(external.destinationRules[0].namespace).toBe('istio-system');
    expect(spec('DestinationRule').workloadSelector).toEqual({ matchLabels: { istio: 'ingressgateway' } });
  });
});

test('is in the namespace of a caller, and never in that of a gateway', () => {
  const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
  const bare = new Chart(new App(), 'bare');
  const namespaceOf = (of: Chart, callers: ICaller[], id: string) => new ExternalApi(of, id, { host: `${id}.example.com`, callers }).namespace.namespaceName;
  expect([namespaceOf(chart, [edge, batch], 'a'), namespaceOf(chart, [edge], 'b'), namespaceOf(bare, [edge, web], 'c')]).toEqual(['jobs', 'shop', 'shop']);
  expect(() => namespaceOf(bare, [edge], 'd')).toThrow('[bare/d] no namespace is known');
});

test('has a CA from a Secret, for each caller beside the caller', () => {
  api({ callers: [web], tls: TlsOrigination.simple({ caSecret: 'bank-ca' }) });
  expect(spec('DestinationRule')).toMatchObject({
    trafficPolicy: { portLevelSettings: [{ tls: { mode: 'SIMPLE', credentialName: 'bank-ca' } }] },
    workloadSelector: { matchLabels: { app: 'web' } },
  });
});

describe('a service that sends requests on to it', () => {
  const moved = (callers: ICaller[], clients: ICaller[]) => {
    const search = ns.addService('search', { ports: [MeshPort.http(80)] });
    clients.forEach(client => search.allowFrom(client));
    new CanaryRelease(chart, 'Move', { stable: search, canary: api({ callers }), canaryPercent: 5 });
    return () => chart.node.root as App;
  };

  test('is fine where all of its callers see it', () => {
    const root = moved([web, MeshNamespace.fromName('jobs')], [web, Caller.serviceAccounts(MeshNamespace.fromName('jobs'), 'x')]);
    expect(() => root().synthYaml()).not.toThrow();
  });

  test('is fine where nobody is named', () => {
    const search = ns.addService('search', { ports: [MeshPort.http(80)] });
    search.allowFrom(Caller.anyoneEvenUnauthenticated());
    new CanaryRelease(chart, 'Move', { stable: search, canary: api(), canaryPercent: 5 });
    expect(() => (chart.node.root as App).synthYaml()).not.toThrow();
  });

  test.each<[string, () => ICaller, string]>([
    ['an account of another namespace', () => Caller.serviceAccounts(MeshNamespace.fromName('jobs'), 'x'), 'jobs/x'],
    ['another namespace', () => MeshNamespace.fromName('jobs'), 'jobs'],
    ['anyone', () => Caller.anyoneEvenUnauthenticated(), 'a caller that may be anywhere'],
  ])('fails at synthesis for %s, who does not see it', (_, client, name) => {
    const root = moved([web], [web, client()]);
    expect(() => root().synthYaml()).toThrow(
      `[shop/Api] error[external-api/unknown-caller]: [shop/Namespace/search] sends requests on to it. api.example.com is visible to the callers of [shop/Api] only, and ${name} is none of them`,
    );
  });

  test('fails at synthesis for a caller whom the egress gateway would refuse', () => {
    const search = ns.addService('search', { ports: [MeshPort.http(80)] });
    search.allowFrom(Caller.serviceAccounts(ns, 'other'));
    const through = new EgressGateway(chart, 'Egress', { pods: GatewayPods.istioctlEgress() });
    new CanaryRelease(chart, 'Move', { stable: search, canary: api({ callers: [web], through }), canaryPercent: 5 });
    expect(() => (chart.node.root as App).synthYaml()).toThrow(
      'the egress gateway lets the callers of [shop/Api] through only, and shop/other is none of them',
    );
  });
});

test('is called as its host, whatever the construct is called', () => {
  const external = api({ tls: TlsOrigination.mutual('cert'), callers: [web, batch] }, 'AnyId');
  expect([external.serviceEntry.name, ...external.destinationRules.map(({ name }) => name), external.describeAction()]).toEqual([
    'api-example-com',
    'api-example-com-web',
    'api-example-com-report',
    'api.example.com',
  ]);
});

test('takes overrides of all it hands out', () => {
  const external = api({ timeout: Duration.seconds(1) });
  external.serviceEntry.override('spec.resolution', 'DNS_ROUND_ROBIN');
  external.destinationRules[0].override('spec.trafficPolicy.portLevelSettings.0.tls.newField', 1);
  Mesh.of(chart).allow('common/unknown-field', 'a field of a newer Istio');
  external.virtualService!.override('spec.http.0.name', 'only');
  expect([spec('ServiceEntry').resolution, spec('DestinationRule').trafficPolicy.portLevelSettings[0].tls, spec('VirtualService').http[0].name]).toEqual([
    'DNS_ROUND_ROBIN',
    { mode: 'SIMPLE', newField: 1 },
    'only',
  ]);
});

test.each<[string, () => unknown, string]>([
  [
    'port 80 where the proxy speaks TLS',
    () => api({ port: 80 }),
    '[shop/Api] port is 80, and applications call port 80 without TLS\n    fix: pass the TLS port of the API',
  ],
  ['a port that is none', () => api({ port: 0 }), '[shop/Api] port is 0, not a port'],
  ['a short host', () => api({ host: 'api' }), '[shop/Api] host is "api", not a host name'],
  [
    'a wildcard',
    () => api({ host: '*.example.com' }),
    '[shop/Api] host is "*.example.com", a wildcard, not a host name\n    fix: name one host, or use ExternalHosts',
  ],
  [
    'a Service of the cluster',
    () => api({ host: 'web.shop.svc.cluster.local' }),
    '[shop/Api] web.shop.svc.cluster.local is a Service of the cluster, which Istio takes instead\n    fix: describe it with MeshService.fromName',
  ],
  [
    'limits of requests that the proxy does not see',
    () => api({ tls: TlsOrigination.byApplication(), limits: ConnectionLimits.of({ maxConnections: 1, maxRequests: 5 }) }),
    '[shop/Api] limits has http2MaxRequests, but with TlsOrigination.byApplication() the proxy sees no requests\n    fix: limit connections only, or let the proxy speak TLS',
  ],
  [
    'a CA in a Secret without callers',
    () => api({ tls: TlsOrigination.simple({ caSecret: 'ca' }) }),
    '[shop/Api] caSecret is said, but not for which workloads\n    fix: pass `through` an egress gateway, or callers that are services or workloads',
  ],
  [
    'a second Secret',
    () => TlsOrigination.mutual('cert', { caSecret: 'ca' }),
    '[TlsOrigination.mutual] caSecret is given beside a Secret\n    fix: put the CA into the Secret, as ca.crt',
  ],
  ['an empty list of callers', () => api({ callers: [] }), '[shop/Api] callers is empty'],
  [
    'retries of what the proxy does not see',
    () => api({ tls: TlsOrigination.byApplication(), retries: Retries.none() }),
    '[shop/Api] retries is said, but with TlsOrigination.byApplication() the proxy sees no requests',
  ],
  [
    'headers of requests that the proxy does not see',
    () => api({ tls: TlsOrigination.byApplication(), keepProxyHeaders: true }),
    '[shop/Api] keepProxyHeaders is said, but with TlsOrigination.byApplication() the proxy sees no requests\n    fix: leave it out',
  ],
  [
    'tries that do not fit',
    () => api({ timeout: Duration.seconds(1), retries: Retries.beforeProcessing(1, { perTryTimeout: Duration.seconds(1) }) }),
    '[shop/Api] 2 tries of 1s each take 2s, longer than the timeout of 1s',
  ],
  ['a certificate without callers', () => api({ tls: TlsOrigination.mutual('cert') }), '[shop/Api] a client certificate is said, but not for which workloads'],
  [
    'no namespace',
    () => new ExternalApi(new Chart(new App(), 'bare'), 'Api', { host: 'api.example.com' }),
    '[bare/Api] no namespace is known\n    fix: pass namespace or callers',
  ],
])('fails for %s', (_, call, message) => expect(call).toThrow(message));
