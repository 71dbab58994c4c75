import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import {
  Caller,
  CanaryRelease,
  ConnectionLimits,
  EgressGateway,
  EgressGatewayProps,
  EgressScope,
  ExternalApi,
  ExternalApiProps,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshWorkload,
  Retries,
  Route,
  SecureMesh,
  SecureNamespace,
  ServerTls,
  TlsOrigination,
} from '../../src';
import { manifest } from '../manifest';

const EGRESS = MeshNamespace.fromName('istio-egress');
const PODS = GatewayPods.helm('istio-egress', EGRESS);
let app: App;
let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  web = ns.addService('web', { ports: [MeshPort.http(80)], serviceAccount: 'web' });
});

const gateway = (props: Partial<EgressGatewayProps> = {}, id = 'Egress') => new EgressGateway(chart, id, { pods: PODS, ...props });
const api = (through: EgressGateway, props: Partial<ExternalApiProps> = {}, id = 'Api') =>
  new ExternalApi(chart, id, { host: `${id.toLowerCase()}.example.com`, through, ...props });
const written = () => Testing.synth(chart);
const kinds = () => written().map(({ kind }) => kind);
const specOf = (construct: any) => ApiObject.of(construct).toJson().spec;

test('egress: requests of one service leave by a gateway with a client certificate, and TLS of everybody passes through it', () => {
  const egress = gateway();
  api(egress, {
    host: 'api.payments.example',
    callers: [web],
    tls: TlsOrigination.mutual('payments-client-cert'),
    timeout: Duration.seconds(3),
    retries: Retries.beforeProcessing(2),
  });
  api(egress, { host: 'login.example.com', tls: TlsOrigination.byApplication() }, 'Login');
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: shop-egress
     namespace: istio-egress
   spec:
     host: istio-egress.istio-egress.svc.cluster.local
     subsets:
       - name: api-payments-example
         trafficPolicy:
           tls:
             mode: ISTIO_MUTUAL
             sni: api.payments.example
       - name: login-example-com
         trafficPolicy:
           tls:
             mode: ISTIO_MUTUAL
             sni: login.example.com
   ---
   apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: shop-egress
     namespace: istio-egress
   spec:
     selector:
       app: istio-egress
       istio: egress
     servers:
       - hosts:
           - shop/api.payments.example
         port:
           name: https-80-api-payments-example
           number: 80
           protocol: HTTPS
         tls:
           mode: ISTIO_MUTUAL
       - hosts:
           - shop/api.payments.example
         port:
           name: tls-443-api-payments-example
           number: 443
           protocol: TLS
         tls:
           mode: ISTIO_MUTUAL
       - hosts:
           - shop/login.example.com
         port:
           name: tls-443-login-example-com
           number: 443
           protocol: TLS
         tls:
           mode: ISTIO_MUTUAL
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: shop-egress-allow
     namespace: istio-egress
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/web
         when:
           - key: connection.sni
             values:
               - api.payments.example
       - from:
           - source:
               principals:
                 - "*"
         when:
           - key: connection.sni
             values:
               - login.example.com
     selector:
       matchLabels:
         app: istio-egress
         istio: egress
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: api-payments-example
     namespace: shop
   spec:
     exportTo:
       - istio-egress
       - shop
     hosts:
       - api.payments.example
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
     name: api-payments-example
     namespace: shop
   spec:
     exportTo:
       - istio-egress
     host: api.payments.example
     trafficPolicy:
       portLevelSettings:
         - port:
             number: 80
           tls:
             credentialName: payments-client-cert
             mode: MUTUAL
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: api-payments-example
     namespace: shop
   spec:
     exportTo:
       - istio-egress
       - shop
     hosts:
       - api.payments.example
     http:
       - route:
           - destination:
               host: istio-egress.istio-egress.svc.cluster.local
               port:
                 number: 80
               subset: api-payments-example
         timeout: 3s
     tls:
       - match:
           - port: 443
             sniHosts:
               - api.payments.example
         route:
           - destination:
               host: istio-egress.istio-egress.svc.cluster.local
               port:
                 number: 443
               subset: api-payments-example
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: api-payments-example-egress
     namespace: shop
   spec:
     exportTo:
       - istio-egress
     gateways:
       - istio-egress/shop-egress
     hosts:
       - api.payments.example
     http:
       - headers:
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
         retries:
           attempts: 2
           retryOn: connect-failure,refused-stream,unavailable,cancelled
         route:
           - destination:
               host: api.payments.example
               port:
                 number: 80
     tcp:
       - match:
           - port: 443
         route:
           - destination:
               host: api.payments.example
               port:
                 number: 443
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: login-example-com
     namespace: shop
   spec:
     hosts:
       - login.example.com
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
     resolution: DNS
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: login-example-com
     namespace: shop
   spec:
     hosts:
       - login.example.com
     tls:
       - match:
           - port: 443
             sniHosts:
               - login.example.com
         route:
           - destination:
               host: istio-egress.istio-egress.svc.cluster.local
               port:
                 number: 443
               subset: login-example-com
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: login-example-com-egress
     namespace: shop
   spec:
     exportTo:
       - istio-egress
     gateways:
       - istio-egress/shop-egress
     hosts:
       - login.example.com
     tcp:
       - match:
           - port: 443
         route:
           - destination:
               host: login.example.com
               port:
                 number: 443
   "
  `);
});

test('egress: requests in plain text leave by a gateway that is used by everybody', () => {
  api(gateway({ httpPort: 8080, httpsPort: 8443, name: 'way-out', namespace: ns }), { host: 'time.example.com', tls: TlsOrigination.none() });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: way-out
     namespace: istio-egress
   spec:
     host: istio-egress.istio-egress.svc.cluster.local
     subsets:
       - name: time-example-com
         trafficPolicy:
           tls:
             mode: ISTIO_MUTUAL
             sni: time.example.com
   ---
   apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: way-out
     namespace: shop
   spec:
     selector:
       app: istio-egress
       istio: egress
     servers:
       - hosts:
           - shop/time.example.com
         port:
           name: https-8080-time-example-com
           number: 8080
           protocol: HTTPS
         tls:
           mode: ISTIO_MUTUAL
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: time-example-com
     namespace: shop
   spec:
     hosts:
       - time.example.com
     location: MESH_EXTERNAL
     ports:
       - name: http-80
         number: 80
         protocol: HTTP
     resolution: DNS
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: time-example-com
     namespace: shop
   spec:
     hosts:
       - time.example.com
     http:
       - route:
           - destination:
               host: istio-egress.istio-egress.svc.cluster.local
               port:
                 number: 8080
               subset: time-example-com
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: time-example-com-egress
     namespace: shop
   spec:
     exportTo:
       - istio-egress
     gateways:
       - shop/way-out
     hosts:
       - time.example.com
     http:
       - headers:
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
         route:
           - destination:
               host: time.example.com
               port:
                 number: 80
   "
  `);
});

describe('an egress gateway', () => {
  test('writes nothing until something goes through it', () => {
    const egress = gateway();
    expect(kinds()).toEqual([]);
    api(egress);
    expect(kinds()).toEqual(['DestinationRule', 'Gateway', 'ServiceEntry', 'DestinationRule', 'VirtualService', 'VirtualService']);
  });

  test('has a server for each host and kind, so that a connection for one sees no route of another', () => {
    const egress = gateway();
    api(egress, {}, 'A');
    api(egress, { tls: TlsOrigination.byApplication() }, 'B');
    api(egress, { tls: TlsOrigination.none() }, 'C');
    expect(specOf(egress.gateway).servers.map(({ port, hosts, tls }: any) => [port.name, port.protocol, hosts, tls])).toEqual([
      ['https-80-a-example-com', 'HTTPS', ['shop/a.example.com'], { mode: 'ISTIO_MUTUAL' }],
      ['https-80-c-example-com', 'HTTPS', ['shop/c.example.com'], { mode: 'ISTIO_MUTUAL' }],
      ['tls-443-a-example-com', 'TLS', ['shop/a.example.com'], { mode: 'ISTIO_MUTUAL' }],
      ['tls-443-b-example-com', 'TLS', ['shop/b.example.com'], { mode: 'ISTIO_MUTUAL' }],
    ]);
  });

  test('tells hosts apart whose names look alike', () => {
    const egress = gateway();
    api(egress, { host: 'a.b.example.com' }, 'A');
    api(egress, { host: 'a-b.example.com', namespace: EGRESS }, 'B');
    expect(specOf(egress.destinationRule).subsets.map(({ name, trafficPolicy }: any) => [name, trafficPolicy.tls.sni])).toEqual([
      ['a-b-example-com', 'a.b.example.com'],
      ['a-b-example-com-2', 'a-b.example.com'],
    ]);
  });

  test.each<[string, Partial<EgressGatewayProps>, string]>([
    ['of istioctl', { pods: GatewayPods.istioctlEgress() }, 'istio-egressgateway.istio-system.svc.cluster.local'],
    ['of Helm', {}, 'istio-egress.istio-egress.svc.cluster.local'],
    ['of Helm, with another Service', { serviceName: 'out' }, 'out.istio-egress.svc.cluster.local'],
    [
      'of another kind',
      { pods: GatewayPods.of({ namespace: EGRESS, labels: { app: 'out' }, serviceAccount: 'out' }), serviceName: 'out' },
      'out.istio-egress.svc.cluster.local',
    ],
  ])('knows the Service of pods %s', (_, props, host) => {
    const egress = gateway(props);
    expect([specOf(egress.destinationRule).host, api(egress).targetConfig().host]).toEqual([host, host]);
  });

  test('is its pods, as a caller and as a target of policies', () => {
    expect([gateway().callerConfig().identities, gateway({}, 'Other').policyTargetConfig()]).toEqual([
      ['istio-egress/istio-egress'],
      { namespace: 'istio-egress', selector: { app: 'istio-egress', istio: 'egress' } },
    ]);
  });

  test('is applied before what goes through it', () => {
    const platform = new Chart(app, 'zz-platform');
    api(new EgressGateway(platform, 'Egress', { pods: PODS }));
    expect(chart.node.dependencies).toEqual([platform]);
  });

  test('is called as chart and id, or as said', () => {
    const names = (egress: EgressGateway) => [egress.gateway, egress.destinationRule, egress.allowPolicy].map(({ name, namespace }) => `${namespace}/${name}`);
    expect(names(gateway())).toEqual(['istio-egress/shop-egress', 'istio-egress/shop-egress', 'istio-egress/shop-egress-allow']);
    expect(names(gateway({ name: 'out', namespace: ns }, 'Named'))).toEqual(['shop/out', 'istio-egress/out', 'istio-egress/out-allow']);
  });

  test('takes overrides of all that it and its targets hand out', () => {
    const egress = gateway();
    const external = api(egress, { callers: [web] });
    const parts = [egress.gateway, egress.destinationRule, egress.allowPolicy, external.virtualService!, external.egressVirtualService!];
    parts.forEach(part => part.override('metadata.annotations.seen', 'yes'));
    expect(written().filter(({ metadata }) => metadata.annotations?.seen === 'yes')).toHaveLength(parts.length);
  });
});

describe('who may use an egress gateway', () => {
  const rules = (egress: EgressGateway) => specOf(egress.allowPolicy).rules?.map(({ from, when }: any) => [from?.[0].source, when[0].values]);

  test('is everybody until somebody is named, and from then on those who are', () => {
    const egress = gateway();
    api(egress, {}, 'Open');
    expect(kinds()).not.toContain('AuthorizationPolicy');
    api(egress, { callers: [web, Caller.serviceAccounts(EGRESS, 'probe')] }, 'Closed');
    expect(kinds()).toContain('AuthorizationPolicy');
    expect(rules(egress)).toEqual([
      [{ principals: ['*'] }, ['open.example.com']],
      [{ principals: ['cluster.local/ns/shop/sa/web', 'cluster.local/ns/istio-egress/sa/probe'] }, ['closed.example.com']],
    ]);
  });

  test('is said at each gateway with the same pods, because the policy of one closes all', () => {
    const [open, closed, other] = [gateway(), gateway({}, 'Second'), gateway({ pods: GatewayPods.helm('out', EGRESS) }, 'Other')];
    api(open, {}, 'Open');
    api(other, {}, 'Other-Api');
    expect(kinds()).not.toContain('AuthorizationPolicy');
    api(closed, { callers: [web] }, 'Closed');
    expect(written().filter(({ kind }) => kind === 'AuthorizationPolicy')).toHaveLength(2);
    expect([rules(open), rules(closed)]).toEqual([
      [[{ principals: ['*'] }, ['open.example.com']]],
      [[{ principals: ['cluster.local/ns/shop/sa/web'] }, ['closed.example.com']]],
    ]);
    expect(() => api(open, { host: 'closed.example.com' }, 'Opened')).toThrow('[shop/Opened] closed.example.com goes through the gateway already, for [shop/Closed]');
  });

  test('is said where the mesh refuses by default, before or after', () => {
    const egress = gateway();
    const platform = new Chart(app, 'platform', { namespace: 'istio-system' });
    api(egress);
    expect(kinds()).not.toContain('AuthorizationPolicy');
    new SecureMesh(platform, 'Mesh', { denyByDefault: true });
    expect(kinds()).toContain('AuthorizationPolicy');
    expect(rules(egress)).toEqual([[{ principals: ['*'] }, ['api.example.com']]]);
  });

  test('is nobody when the policy is asked for and nothing goes through', () => {
    expect(specOf(gateway().allowPolicy)).toMatchObject({ selector: { matchLabels: { app: 'istio-egress', istio: 'egress' } } });
    expect(rules(gateway({}, 'Other'))).toBeUndefined();
  });
});

describe('an API behind an egress gateway', () => {
  test('is seen by its callers and by the gateway, and its TLS by the gateway only', () => {
    const external = api(gateway(), { callers: [web] });
    const seen = [external.serviceEntry, external.destinationRules[0], external.virtualService!, external.egressVirtualService!];
    expect(seen.map(part => specOf(part).exportTo)).toEqual([['istio-egress', 'shop'], ['istio-egress'], ['istio-egress', 'shop'], ['istio-egress']]);
  });

  test('is seen in one namespace when all are there', () => {
    const external = api(gateway({ pods: GatewayPods.helm('out', ns) }), { callers: [web] });
    const seen = [external.serviceEntry, external.destinationRules[0], external.virtualService!, external.egressVirtualService!];
    expect(seen.map(part => specOf(part).exportTo)).toEqual([['.'], ['.'], ['.'], ['.']]);
  });

  test('is retried by the gateway, within the limit of the caller', () => {
    const external = api(gateway(), { timeout: Duration.seconds(5), retries: Retries.beforeProcessing(3) });
    const [first] = specOf(external.virtualService!).http;
    const [second] = specOf(external.egressVirtualService!).http;
    expect([first.timeout, first.retries, second.timeout, second.retries.attempts]).toEqual(['5s', undefined, undefined, 3]);
  });

  test('is tried once by each when there are to be no retries', () => {
    const external = api(gateway(), { retries: Retries.none() });
    expect([external.virtualService!, external.egressVirtualService!].map(part => specOf(part).http[0].retries)).toEqual([{ attempts: 0 }, { attempts: 0 }]);
  });

  test('hears nothing of who called', () => {
    const external = api(gateway(), { retries: Retries.onServerErrors(1) });
    const removed = specOf(external.egressVirtualService!).http.map(({ headers }: any) => headers.request.remove);
    expect(removed).toHaveLength(2);
    removed.forEach((names: string[]) =>
      expect(names).toEqual(
        expect.arrayContaining([
          'x-forwarded-client-cert',
          'x-forwarded-for',
          'x-envoy-attempt-count',
          'x-envoy-decorator-operation',
          'x-envoy-external-address',
        ]),
      ),
    );
    expect(specOf(external.virtualService!).http[0]).not.toHaveProperty('headers');
    expect(specOf(external.virtualService!).http[0].route[0]).not.toHaveProperty('headers');
  });

  test('hears it where that is said', () => {
    const external = api(gateway(), { keepProxyHeaders: true });
    expect(specOf(external.egressVirtualService!).http[0]).not.toHaveProperty('headers');
  });

  test('has its own port, by requests and by TLS of the application', () => {
    const external = api(gateway(), { port: 8443, limits: ConnectionLimits.of({ maxRequests: 5 }) });
    expect(specOf(external.virtualService!).tls[0].match).toEqual([{ port: 8443, sniHosts: ['api.example.com'] }]);
    expect(specOf(external.egressVirtualService!).tcp[0]).toEqual({
      match: [{ port: 443 }],
      route: [{ destination: { host: 'api.example.com', port: { number: 8443 } } }],
    });
    expect(specOf(external.destinationRules[0]).trafficPolicy.portLevelSettings).toEqual([
      { port: { number: 80 }, tls: { mode: 'SIMPLE' }, connectionPool: { http: { http2MaxRequests: 5 } } },
    ]);
  });

  test('has a CA from a Secret beside the gateway', () => {
    expect(
      specOf(api(gateway(), { tls: TlsOrigination.simple({ caSecret: 'partner-ca' }) }).destinationRules[0]).trafficPolicy.portLevelSettings[0].tls,
    ).toEqual({ mode: 'SIMPLE', credentialName: 'partner-ca' });
  });

  test('is reached by routes and releases through the gateway, under its own name', () => {
    const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
    const external = api(gateway(), { callers: [web, edge] });
    const front = new IngressRoute(chart, 'Front', {
      gateway: edge,
      hosts: ['shop.example.com'],
      tls: ServerTls.simple('cert'),
      namespace: ns,
      routes: [Route.all(external)],
    });
    new CanaryRelease(chart, 'Move', { stable: web, canary: external, canaryPercent: 10 });
    const way = {
      destination: { host: 'istio-egress.istio-egress.svc.cluster.local', subset: 'api-example-com', port: { number: 80 } },
      headers: { request: { set: { host: 'api.example.com' } } },
    };
    expect(specOf(front.virtualService).http[0].route).toEqual([way]);
    expect(specOf(web.virtualService).http[0].route[1]).toEqual({ ...way, weight: 10 });
  });

  test('is in the Sidecar of callers, with the routes that lead to the gateway', () => {
    const secure = new SecureNamespace(chart, 'Secure', { name: 'secure', egress: EgressScope.callGraph() });
    const job = secure.addService('job', { ports: [MeshPort.http(80)], serviceAccount: 'job' });
    api(gateway(), { callers: [job] });
    expect(specOf(job.sidecar).egress[0].hosts).toContain('secure/api.example.com');
  });

  test('has the gateway in the Sidecar of callers of a service that sends requests on to it', () => {
    const secure = new SecureNamespace(chart, 'Secure', { name: 'secure', egress: EgressScope.callGraph() });
    const job = secure.addService('job', { ports: [MeshPort.http(80)], serviceAccount: 'job' });
    web.allowFrom(job);
    new CanaryRelease(chart, 'Move', { stable: web, canary: api(gateway(), { callers: [job], namespace: ns }), canaryPercent: 10 });
    expect(specOf(job.sidecar).egress[0].hosts).toContain('istio-egress/istio-egress.istio-egress.svc.cluster.local');
  });

  test('is refused for a gateway that the egress gateway would refuse', () => {
    const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.helm('front', EGRESS) });
    const external = api(gateway(), { callers: [web, Caller.serviceAccounts(EGRESS, 'probe')] });
    const route = () =>
      new IngressRoute(chart, 'Front', {
        gateway: edge,
        hosts: ['shop.example.com'],
        tls: ServerTls.simple('cert'),
        namespace: ns,
        routes: [Route.all(external)],
      });
    expect(route).toThrow(
      '[shop/Front] the egress gateway lets the callers of [shop/Api] through only, and the gateway is none of them\n    fix: add the gateway to its callers',
    );
  });

  test('changes nothing when it is refused', () => {
    const egress = gateway();
    expect(() => api(egress, { retries: Retries.onServerErrors(1), tls: TlsOrigination.byApplication() })).toThrow('proxy sees no requests');
    expect(kinds()).toEqual([]);
    expect(() => api(egress, {}, 'Second')).not.toThrow();
    expect(specOf(egress.destinationRule).subsets).toHaveLength(1);
  });
});

test.each<[string, () => unknown, string]>([
  [
    'the pods for traffic that comes in',
    () => gateway({ pods: GatewayPods.istioctl() }),
    '[shop/Egress] pods is GatewayPods.istioctl(), the gateway for traffic that comes in\n    fix: use GatewayPods.istioctlEgress()',
  ],
  [
    'pods without a Service',
    () => gateway({ pods: GatewayPods.of({ namespace: EGRESS, labels: { app: 'out' }, serviceAccount: 'out' }) }),
    '[shop/Egress] serviceName is not said, and GatewayPods.of does not know it\n    fix: pass the name of the Kubernetes Service of the pods',
  ],
  [
    'one port for both kinds',
    () => gateway({ httpPort: 443 }),
    '[shop/Egress] httpPort and httpsPort are both 443\n    fix: give requests and TLS a port each',
  ],
  ['a port that is none', () => gateway({ httpsPort: 0 }), '[shop/Egress] httpsPort is 0, not a port'],
  ['a name that is none', () => gateway({ name: 'Out' }), '[shop/Egress] name is "Out", not a DNS label'],
  [
    'a host that goes through already',
    () => {
      const egress = gateway();
      api(egress, { host: 'x.example.com' }, 'One');
      api(egress, { host: 'x.example.com', namespace: EGRESS }, 'Two');
    },
    '[shop/Two] x.example.com goes through the gateway already, for [shop/One]\n    fix: describe the host once, with all its callers',
  ],
  [
    'a caller that the gateway cannot recognize',
    () => api(gateway(), { callers: [new MeshWorkload(chart, 'batch', { namespace: ns })] }),
    '[shop/Api] the caller [shop/batch] has no service account\n    fix: give it one with `serviceAccount`',
  ],
  [
    'tries that do not fit',
    () => api(gateway(), { timeout: Duration.seconds(1), retries: Retries.beforeProcessing(1, { perTryTimeout: Duration.seconds(1) }) }),
    '[shop/Api] 2 tries of 1s each take 2s, longer than the timeout of 1s\n    fix: raise timeout',
  ],
  [
    'retries of TLS that passes through',
    () => api(gateway(), { tls: TlsOrigination.byApplication(), retries: Retries.beforeProcessing(1) }),
    '[shop/Api] retries is said, but with TlsOrigination.byApplication() the proxy sees no requests\n    fix: leave it out',
  ],
])('fails for %s', (_, call, message) => expect(call).toThrow(message));

test('fails at synthesis for a Gateway that is asked for when nothing goes through', () => {
  gateway().gateway.override('metadata.labels.a', 'b');
  expect(() => app.synthYaml()).toThrow('[shop/Egress] nothing goes through it, so the Gateway would have no server');
});
