import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  Caller,
  ConnectionLimits,
  ExternalApi,
  ExternalApiProps,
  GatewayPods,
  ICaller,
  IngressGateway,
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

test('writes as little as was said', () => {
  const kinds = (props: Partial<ExternalApiProps>, id: string) => {
    const { destinationRules, virtualService } = api({ host: `${id.toLowerCase()}.example.com`, ...props }, id);
    return [destinationRules.length, virtualService !== undefined];
  };
  expect(kinds({}, 'A')).toEqual([1, false]);
  expect(kinds({ tls: TlsOrigination.none() }, 'B')).toEqual([0, false]);
  expect(kinds({ tls: TlsOrigination.byApplication() }, 'C')).toEqual([0, false]);
  expect(kinds({ tls: TlsOrigination.byApplication(), limits: ConnectionLimits.of({ maxConnections: 1 }) }, 'D')).toEqual([1, false]);
  expect(kinds({ tls: TlsOrigination.none(), retries: Retries.none() }, 'E')).toEqual([0, true]);
  expect(kinds({ tls: TlsOrigination.mutual('cert'), callers: [web, batch] }, 'F')).toEqual([2, false]);
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
    const external = api({ callers: [edge], tls: TlsOrigination.mutual('cert'), namespace: ns });
    expect(external.destinationRules[0].namespace).toBe('istio-system');
    expect(spec('DestinationRule').workloadSelector).toEqual({ matchLabels: { istio: 'ingressgateway' } });
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
  external.serviceEntry.override('spec.resolution', 'DYNAMIC_DNS');
  external.destinationRules[0].override('spec.trafficPolicy.portLevelSettings.0.tls.newField', 1);
  external.virtualService!.override('spec.http.0.name', 'only');
  expect([spec('ServiceEntry').resolution, spec('DestinationRule').trafficPolicy.portLevelSettings[0].tls, spec('VirtualService').http[0].name]).toEqual([
    'DYNAMIC_DNS',
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
  ['an empty list of callers', () => api({ callers: [] }), '[shop/Api] callers is empty'],
  [
    'retries of what the proxy does not see',
    () => api({ tls: TlsOrigination.byApplication(), retries: Retries.none() }),
    '[shop/Api] retries is said, but with TlsOrigination.byApplication() the proxy sees no requests',
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
