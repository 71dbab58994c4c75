// Hand-over to Flagger: a Canary that says all there is to say, and nothing of the names that Flagger writes.
import { Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import {
  Caller,
  CanaryRelease,
  ConnectionLimits,
  DataPlane,
  DelegatedRoutes,
  Ejection,
  Fault,
  FaultExperiment,
  FlaggerRelease,
  FlaggerReleaseProps,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  LoadBalancing,
  Locality,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshServiceOptions,
  MirrorRelease,
  PathMatch,
  PreviewRelease,
  RequestMatch,
  Retries,
  Rewrite,
  Route,
  SecureNamespace,
  ServerTls,
  ServicePolicy,
  ServicePolicyProps,
  StepPlan,
  TcpIngressRoute,
} from '../../src';
import { manifest } from '../manifest';

const HTTP = [MeshPort.http(9898)];
const PODS = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });
const STEPS = StepPlan.timed(Duration.minutes(5), 5, 20, 50);
const LABELS = { 'app.kubernetes.io/instance': 'podinfo' };
const seconds = (n: number) => Duration.seconds(n);

let chart: Chart;
beforeEach(() => {
  chart = new Chart(Testing.app(), 'shop');
});

function service(options: Partial<MeshServiceOptions> = {}, name = 'podinfo'): MeshService {
  return new MeshService(chart, name, { namespace: MeshNamespace.fromName('shop'), ports: HTTP, labels: LABELS, ...options });
}

const release = (of: MeshService, props: Partial<FlaggerReleaseProps> = {}) =>
  new FlaggerRelease(chart, 'Release', { service: of, deployment: 'podinfo', steps: STEPS, ...props });
const policy = (of: MeshService, props: Omit<ServicePolicyProps, 'service'>, id = 'Calls') => new ServicePolicy(chart, id, { service: of, ...props });
const edge = (name = 'Edge') => new IngressGateway(chart, name, { pods: PODS });
const front = (routes: Route[], id = 'Front', gateway = edge()) =>
  new IngressRoute(chart, id, { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes });

describe('in a secure namespace with a gateway, Flagger', () => {
  test('is handed a Canary with the policies of the service, and gateways and callers delegate to it', () => {
    const ns = new SecureNamespace(chart, 'Namespace', { name: 'podinfo' });
    const podinfo = ns.addService('podinfo', { ports: HTTP, labels: LABELS });
    release(podinfo, { maxDuration: Duration.millis(500) });
    policy(podinfo, {
      timeout: seconds(5),
      retries: Retries.beforeProcessing(2, { perTryTimeout: seconds(1) }),
      loadBalancing: LoadBalancing.leastRequest(),
      ejection: Ejection.afterServerErrors(5),
      limits: ConnectionLimits.of({ maxRequests: 100 }),
    });
    podinfo.allowFrom(ns.addService('shop', { ports: HTTP, serviceAccount: 'shop' }));
    front([Route.prefix('/podinfo', podinfo, { rewrite: Rewrite.stripPrefix() })]);

    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: podinfo
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: podinfo
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: deny-by-default
       namespace: podinfo
     spec:
       action: ALLOW
     ---
     apiVersion: security.istio.io/v1
     kind: AuthorizationPolicy
     metadata:
       name: podinfo-allow
       namespace: podinfo
     spec:
       action: ALLOW
       rules:
         - from:
             - source:
                 principals:
                   - cluster.local/ns/podinfo/sa/shop
         - from:
             - source:
                 principals:
                   - cluster.local/ns/edge/sa/edge
       selector:
         matchLabels:
           app.kubernetes.io/instance: podinfo
     ---
     apiVersion: flagger.app/v1beta1
     kind: Canary
     metadata:
       name: podinfo
       namespace: podinfo
     spec:
       analysis:
         interval: 5m
         metrics:
           - interval: 1m
             name: request-success-rate
             thresholdRange:
               min: 99
           - interval: 1m
             name: request-duration
             thresholdRange:
               max: 500
         stepWeights:
           - 5
           - 20
           - 50
         threshold: 5
       provider: istio
       service:
         delegation: true
         name: podinfo
         port: 9898
         portName: http-9898
         retries:
           attempts: 2
           perTryTimeout: 1s
           retryOn: connect-failure,refused-stream,unavailable,cancelled
         timeout: 5s
         trafficPolicy:
           connectionPool:
             http:
               http2MaxRequests: 100
           loadBalancer:
             simple: LEAST_REQUEST
           outlierDetection:
             consecutive5xxErrors: 5
             maxEjectionPercent: 50
       targetRef:
         apiVersion: apps/v1
         kind: Deployment
         name: podinfo
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: podinfo-mesh
       namespace: podinfo
     spec:
       hosts:
         - podinfo.podinfo.svc.cluster.local
       http:
         - delegate:
             name: podinfo
             namespace: podinfo
     ---
     apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: shop-edge
       namespace: edge
     spec:
       selector:
         app: edge
       servers:
         - hosts:
             - podinfo/shop.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - podinfo/shop.example.com
           port:
             name: https-443-cert
             number: 443
             protocol: HTTPS
           tls:
             credentialName: cert
             minProtocolVersion: TLSV1_2
             mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-front
       namespace: podinfo
     spec:
       gateways:
         - edge/shop-edge
       hosts:
         - shop.example.com
       http:
         - directResponse:
             status: 400
           match:
             - uri:
                 regex: .*/[.][.]?(;|%3[Bb]).*
           name: refuse-ambiguous-paths
         - delegate:
             name: podinfo
             namespace: podinfo
           match:
             - uri:
                 exact: /podinfo
             - uri:
                 prefix: /podinfo/
           rewrite:
             uriRegexRewrite:
               match: ^/podinfo/?(.*)$
               rewrite: /\\1
     "
    `);
  });
});

test('Flagger is handed everything that its CRD has a field for, as a manifest', () => {
  const podinfo = service({ ports: [MeshPort.http(80, { targetPort: 9898, name: 'web' }), MeshPort.tcp(9797)] });
  release(podinfo);
  policy(podinfo, {
    retries: Retries.on(['gateway-error', '503'], 2, { alsoWrites: true }),
    loadBalancing: LoadBalancing.stickyByCookie('user', seconds(60)),
    locality: Locality.failover({ 'eu-west': 'eu-north' }, Ejection.afterGatewayErrors(3, { interval: seconds(5), baseTime: seconds(30) })),
    limits: ConnectionLimits.of({ maxPendingRequests: 10, maxRequestsPerConnection: 100, maxRetries: 3 }),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: flagger.app/v1beta1
   kind: Canary
   metadata:
     name: podinfo
     namespace: shop
   spec:
     analysis:
       interval: 5m
       metrics:
         - interval: 1m
           name: request-success-rate
           thresholdRange:
             min: 99
       stepWeights:
         - 5
         - 20
         - 50
       threshold: 5
     provider: istio
     service:
       appProtocol: http
       name: podinfo
       port: 80
       portDiscovery: true
       portName: web
       retries:
         attempts: 2
         retryOn: gateway-error,503
       targetPort: 9898
       trafficPolicy:
         connectionPool:
           http:
             http1MaxPendingRequests: 10
             maxRequestsPerConnection: 100
             maxRetries: 3
         loadBalancer:
           consistentHash:
             httpCookie:
               name: user
               ttl: 1m
           localityLbSetting:
             enabled: true
             failover:
               - from: eu-west
                 to: eu-north
         outlierDetection:
           baseEjectionTime: 30s
           consecutive5xxErrors: 0
           consecutiveGatewayErrors: 3
           interval: 5s
           maxEjectionPercent: 50
     targetRef:
       apiVersion: apps/v1
       kind: Deployment
       name: podinfo
   "
  `);
});

const canary = () => Testing.synth(chart).find(({ kind }) => kind === 'Canary')!.spec;
const written = () => Testing.synth(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('a service that is handed to Flagger', () => {
  test('has a Canary, and neither VirtualService nor DestinationRule', () => {
    release(service());
    expect(written()).toEqual(['Canary podinfo']);
    expect(canary()).toEqual({
      provider: 'istio',
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' },
      service: { name: 'podinfo', port: 9898, portName: 'http-9898' },
      analysis: {
        interval: '5m',
        threshold: 5,
        stepWeights: [5, 20, 50],
        metrics: [{ name: 'request-success-rate', thresholdRange: { min: 99 }, interval: '1m' }],
      },
    });
  });

  test('loses the objects that it had, and does not get them back', () => {
    const podinfo = service();
    policy(podinfo, { timeout: seconds(2), loadBalancing: LoadBalancing.random() });
    expect(written()).toEqual(['DestinationRule podinfo', 'VirtualService podinfo']);
    release(podinfo);
    policy(podinfo, { retries: Retries.none(), limits: ConnectionLimits.of({ maxRequests: 9 }) }, 'After');
    expect(written()).toEqual(['Canary podinfo']);
    expect(canary().service).toEqual({
      name: 'podinfo',
      port: 9898,
      portName: 'http-9898',
      timeout: '2s',
      retries: { attempts: 0 },
      trafficPolicy: { loadBalancer: { simple: 'RANDOM' }, connectionPool: { http: { http2MaxRequests: 9 } } },
    });
  });

  test('does not hand out the objects that Flagger writes', () => {
    const podinfo = service();
    release(podinfo);
    expect(() => podinfo.virtualService).toThrow(
      /^\[shop\/podinfo\] there is no VirtualService: \[shop\/Release\] hands the traffic of podinfo to Flagger, which writes it\n {4}fix: change what \[shop\/Release\] writes/,
    );
    expect(() => podinfo.destinationRule).toThrow(/^\[shop\/podinfo\] there is no DestinationRule: \[shop\/Release\]/);
    expect(written()).toEqual(['Canary podinfo']);
  });

  test('is delegated to by callers and gateways from the first route of a gateway on, whenever that comes', () => {
    const podinfo = service();
    const gateway = edge();
    front([Route.all(podinfo)], 'Before', gateway);
    expect(written()).toEqual(['Gateway shop-edge', 'VirtualService shop-before']);
    release(podinfo);
    front([Route.prefix('/podinfo', podinfo)], 'After', gateway);
    expect(written()).toEqual([
      'Gateway shop-edge',
      'VirtualService shop-before',
      'Canary podinfo',
      'VirtualService podinfo-mesh',
      'VirtualService shop-after',
    ]);
    const delegate = { name: 'podinfo', namespace: 'shop' };
    const routes = Testing.synth(chart)
      .filter(({ kind }) => kind === 'VirtualService')
      .map(({ spec }) => spec);
    expect(routes.map(({ http }) => http[http.length - 1].delegate)).toEqual([delegate, delegate, delegate]);
    expect(routes[1]).toEqual({ hosts: ['podinfo.shop.svc.cluster.local'], http: [{ delegate }] });
    expect(canary().service.delegation).toBe(true);
  });

  test('keeps what a gateway says itself, with retries that leave out writes', () => {
    const podinfo = service();
    release(podinfo);
    front([Route.all(podinfo, { timeout: seconds(3), retries: Retries.onServerErrors(2) })]);
    const { http } = Testing.synth(chart).find(({ metadata }) => metadata.name === 'shop-front')!.spec;
    expect(http.map(({ delegate, timeout, retries, match }: any) => [delegate.name, timeout, retries.retryOn, match?.length])).toEqual([
      ['podinfo', '3s', '5xx,reset,connect-failure,refused-stream', 1],
      ['podinfo', '3s', 'connect-failure,refused-stream,unavailable,cancelled', undefined],
    ]);
  });

  test('says all of its ports: those that Flagger does not move are found in the containers', () => {
    release(service({ ports: [MeshPort.http(80, { targetPort: 8080, name: 'web' }), MeshPort.tcp(5432)] }));
    expect(canary().service).toEqual({ name: 'podinfo', port: 80, targetPort: 8080, portName: 'web', appProtocol: 'http', portDiscovery: true });
  });

  test('says another name than its Deployment', () => {
    release(service(), { deployment: 'podinfo-v2' });
    expect([canary().targetRef.name, canary().service.name]).toEqual(['podinfo-v2', 'podinfo']);
  });

  test('may retry every gRPC call', () => {
    const podinfo = service({ ports: [MeshPort.grpc(9898)] });
    release(podinfo);
    policy(podinfo, { retries: Retries.onServerErrors(1) });
    expect(canary().service.retries).toEqual({ attempts: 1, retryOn: '5xx,reset,connect-failure,refused-stream' });
  });

  test('says least requests beside regions, because the CRD asks for it', () => {
    const podinfo = service();
    release(podinfo);
    policy(podinfo, { locality: Locality.failover({ 'eu-west': 'eu-north' }, Ejection.afterServerErrors(3)) });
    expect(canary().service.trafficPolicy).toEqual({
      loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true, failover: [{ from: 'eu-west', to: 'eu-north' }] } },
      outlierDetection: { consecutive5xxErrors: 3, maxEjectionPercent: 50 },
    });
  });

  test('lets callers in as before', () => {
    const podinfo = service();
    release(podinfo);
    podinfo.allowFrom(Caller.anyAuthenticated());
    expect(Testing.synth(chart).find(({ kind }) => kind === 'AuthorizationPolicy')!.spec.selector).toEqual({ matchLabels: LABELS });
  });

  test('is looked at in windows no longer than a step', () => {
    const steps = StepPlan.timed(seconds(45), 50);
    const { canary: object } = release(service(), { steps, minSuccessPercent: 99.5, maxFailedChecks: 2, maxDuration: seconds(1) });
    object.addJsonPatch(JsonPatch.add('/spec/suspend', true));
    expect(canary().suspend).toBe(true);
    expect(canary().analysis).toEqual({
      interval: '45s',
      threshold: 2,
      stepWeights: [50],
      metrics: [
        { name: 'request-success-rate', thresholdRange: { min: 99.5 }, interval: '45s' },
        { name: 'request-duration', thresholdRange: { max: 1000 }, interval: '45s' },
      ],
    });
  });
});

describe('fails beside Flagger, whichever comes first:', () => {
  type Says = (podinfo: MeshService) => unknown;
  const one: [string, Says, RegExp][] = [
    [
      'a release by hand',
      of => new CanaryRelease(chart, 'Other', { stable: of, canary: MeshService.fromName('next', { namespace: of.namespace }) }),
      /a split is said .*it moves the weights itself\n {4}fix: leave one of the two out/,
    ],
    [
      'a preview',
      of =>
        new PreviewRelease(chart, 'Other', {
          service: of,
          preview: MeshService.fromName('next', { namespace: of.namespace }),
          matching: [RequestMatch.method('GET')],
        }),
      /a split is said/,
    ],
    [
      'a fault',
      of => new FaultExperiment(chart, 'Other', { service: of, fault: Fault.abort(503, { percent: 1 }) }),
      /fault is said .*a Canary has one route and one policy, and no place for it\n {4}fix: leave it out, or release with ArgoRolloutsRelease/,
    ],
    ['a mirror', of => new MirrorRelease(chart, 'Other', { stable: of, mirror: MeshService.fromName('next', { namespace: of.namespace }) }), /mirrors is said/],
    [
      'a timeout for some requests',
      of => policy(of, { timeout: seconds(1), matching: [RequestMatch.path(PathMatch.prefix('/a'))] }, 'Other'),
      /matching is said/,
    ],
    ['a policy for one port', of => policy(of, { port: 9898, loadBalancing: LoadBalancing.random() }, 'Other'), /port is said/],
    [
      'retries that may repeat writes',
      of => policy(of, { retries: Retries.onServerErrors(2) }, 'Other'),
      /retries is said .*cannot leave out POST and PATCH.*\n {4}fix: use Retries\.beforeProcessing, or set alsoWrites/,
    ],
    [
      'a backoff',
      of => policy(of, { retries: Retries.beforeProcessing(2, { backoff: seconds(1) }) }, 'Other'),
      /retries\.backoff is said .*the CRD of Canary has no such field, and Kubernetes would drop it/,
    ],
    ['a limit of connections', of => policy(of, { limits: ConnectionLimits.of({ maxConnections: 3 }) }, 'Other'), /trafficPolicy\.connectionPool\.tcp is said/],
    [
      'a warm-up',
      of => policy(of, { loadBalancing: LoadBalancing.leastRequest({ warmup: seconds(30) }) }, 'Other'),
      /trafficPolicy\.loadBalancer\.warmup is said/,
    ],
    [
      'failover by labels',
      of => policy(of, { locality: Locality.failoverByLabels(['zone'], Ejection.afterServerErrors(3)) }, 'Other'),
      /trafficPolicy\.loadBalancer\.localityLbSetting\.failoverPriority is said/,
    ],
    [
      'unspecified load balancing',
      of => policy(of, { loadBalancing: LoadBalancing.unspecified() }, 'Other'),
      /LoadBalancing\.unspecified is said .*the CRD of Canary does not allow it/,
    ],
    [
      'routes that others delegate to',
      of => new DelegatedRoutes(chart, 'Other', { routes: [Route.all(of)] }),
      /a route that others delegate to is said .*Istio follows one delegation/,
    ],
  ];

  test.each(one)('%s', (_what, says, message) => {
    const podinfo = service();
    release(podinfo);
    const both = new RegExp('is said about podinfo by \\[shop/Other\\], and \\[shop/Release\\] hands its traffic to Flagger');
    const before = Testing.synth(chart);
    expect(() => says(podinfo)).toThrow(both);
    expect(Testing.synth(chart)).toEqual(before);

    chart = new Chart(Testing.app(), 'shop');
    const other = service();
    says(other);
    expect(() => release(other)).toThrow(both);
    chart = new Chart(Testing.app(), 'shop');
    const third = service();
    says(third);
    expect(() => release(third)).toThrow(message);
  });

  test('a timeout at a gateway beside one of the service, which would hide it', () => {
    const at = (of: MeshService) => front([Route.all(of, { timeout: seconds(9) })]);
    const podinfo = service();
    policy(podinfo, { timeout: seconds(5) });
    release(podinfo);
    expect(() => at(podinfo)).toThrow(
      /^\[shop\/Front\] timeout is said about podinfo by \[shop\/Front\], and \[shop\/Release\] hands its traffic to Flagger: \[shop\/Calls\] says another one, and of a gateway and a Canary Istio takes the one of the Canary/,
    );
    chart = new Chart(Testing.app(), 'shop');
    const other = service();
    release(other);
    at(other);
    expect(() => policy(other, { timeout: seconds(5) })).toThrow(
      /^\[shop\/Calls\] timeout is said about podinfo by \[shop\/Calls\], and \[shop\/Release\] hands its traffic to Flagger: \[shop\/Front\] says another one/,
    );
  });

  test('a route for connections', () => {
    const podinfo = service({ ports: [...HTTP, MeshPort.tcp(5432)] });
    release(podinfo);
    const tcp = () => new TcpIngressRoute(chart, 'Tcp', { gateway: edge(), port: 5432, target: podinfo.onPort(5432), tls: ServerTls.none() });
    expect(tcp).toThrow(
      /a route for connections is said about podinfo by \[shop\/Tcp\], and \[shop\/Release\] hands its traffic to Flagger: it moves requests/,
    );
  });

  test('versions', () => {
    expect(() => release(service({ versions: ['v1'] }))).toThrow(
      /^\[shop\/Release\] podinfo has the versions v1, and Flagger writes its DestinationRules itself\n {4}fix: leave the versions out/,
    );
    chart = new Chart(Testing.app(), 'shop');
    const podinfo = service();
    release(podinfo);
    expect(() => podinfo.addVersion('v1', { version: 'v1' })).toThrow(/^\[shop\/podinfo\] version "v1" is added, and \[shop\/Release\] hands/);
  });

  test('an object that somebody asked for, and may have changed', () => {
    const podinfo = service();
    podinfo.virtualService.override('spec.http.0.name', 'mine');
    expect(() => release(podinfo)).toThrow(/^\[shop\/Release\] the VirtualService of \[shop\/podinfo\] was asked for, and Flagger writes its own/);
    expect(written()).toEqual(['VirtualService podinfo']);
  });

  test('a fault that ends on a day, which is what to take out, and not the VirtualService with the day', () => {
    const podinfo = service();
    new FaultExperiment(chart, 'Fault', { service: podinfo, fault: Fault.abort(503, { percent: 1 }), expires: '2027-03-31' });
    expect(() => release(podinfo)).toThrow(/^\[shop\/Release\] fault is said about podinfo by \[shop\/Fault\]/);
  });

  test('two releases by Flagger', () => {
    const podinfo = service();
    release(podinfo);
    expect(() => new FlaggerRelease(chart, 'Again', { service: podinfo, deployment: 'podinfo', steps: STEPS })).toThrow(
      /^\[shop\/Again\] the traffic of podinfo is handed to Flagger already, by \[shop\/Release\]\n {4}fix: release a service in one way/,
    );
  });
});

describe('Flagger cannot be handed', () => {
  test.each([
    [
      'pods that it gives another label',
      { labels: undefined },
      {},
      /podinfo has pods with app="podinfo", and those that Flagger makes to serve have app="podinfo-primary": policies for the service would miss them\n {4}fix: give the service `labels` that Flagger leaves alone/,
    ],
    [
      'pods that its Deployment selects by another label',
      {},
      { selectorLabel: 'app.kubernetes.io/instance' },
      /podinfo has pods with app\.kubernetes\.io\/instance="podinfo"/,
    ],
    ['a service without HTTP', { ports: [MeshPort.tcp(1)] }, {}, /podinfo has no HTTP ports: tcp-1/],
    [
      'two HTTP ports',
      { ports: [MeshPort.http(1), MeshPort.http(2)] },
      {},
      /podinfo has 2 HTTP ports: http-1, http-2\n {4}fix: describe the one whose requests Flagger moves/,
    ],
    [
      'another port whose number the container does not have',
      { ports: [...HTTP, MeshPort.tcp(1, { targetPort: 2 })] },
      {},
      /port 1 of podinfo has the target port 2/,
    ],
    [
      'a name that is too long with what Flagger puts behind it',
      { name: 'a'.repeat(56) },
      {},
      /the name a{56} has 56 characters, and Flagger writes Services with "-primary" and "-canary" behind it\n {4}fix: use at most 55/,
    ],
    ['steps that a person approves', {}, { steps: StepPlan.approved(50) }, /the steps are to be approved by a person\n {4}fix: use StepPlan\.timed/],
    ['steps of a few seconds', {}, { steps: StepPlan.timed(seconds(5), 50) }, /the time between steps is 5 seconds\n {4}fix: use whole seconds, 10 or more/],
    ['more than 100 percent', {}, { minSuccessPercent: 101 }, /minSuccessPercent is 101/],
    ['no failed check', {}, { maxFailedChecks: 0 }, /maxFailedChecks is 0/],
    ['no time at all', {}, { maxDuration: seconds(0) }, /maxDuration is 0/],
    ['a name that is none', {}, { deployment: 'Podinfo' }, /deployment is "Podinfo", not a DNS name/],
  ] as [string, Partial<MeshServiceOptions>, Partial<FlaggerReleaseProps>, RegExp][])('%s', (_what, options, props, message) => {
    expect(() => release(service(options), props)).toThrow(message);
    expect(written()).toEqual([]);
  });

  test('a service in an ambient namespace', () => {
    const ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', dataPlane: DataPlane.ambient() });
    const podinfo = ns.addService('podinfo', { ports: HTTP, labels: LABELS });
    expect(() => release(podinfo)).toThrow(
      /^\[shop\/Release\] podinfo is in an ambient namespace, and Flagger moves its traffic by a VirtualService\n {4}fix: use a namespace with sidecars/,
    );
  });

  test('pods with `app`, unless its Deployment selects by something else', () => {
    release(service({ labels: { app: 'podinfo' } }), { selectorLabel: 'name' });
    expect(written()).toEqual(['Canary podinfo']);
  });
});
