import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  DataPlane,
  EgressGateway,
  EgressScope,
  ExternalApi,
  GatewayPods,
  GlobalRateLimit,
  GlobalRateLimitProps,
  IngressGateway,
  IngressRoute,
  LocalRateLimit,
  LocalRateLimitProps,
  MeshNamespace,
  MeshPort,
  MeshService,
  RateLimit,
  RateLimitUnit,
  RequestKey,
  Route,
  SecureNamespace,
  ServerTls,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });
const perMinute = RateLimit.of(100, RateLimitUnit.MINUTE);

let app: App;
let chart: Chart;
let ns: SecureNamespace;
let api: MeshService;
let counter: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop');
  ns = new SecureNamespace(chart, 'Namespace', { name: 'shop', denyByDefault: false });
  api = ns.addService('api', { ports: [http] });
  counter = ns.addService('ratelimit', { ports: [MeshPort.grpc(8081), MeshPort.http(8080)] });
  edge = new IngressGateway(chart, 'Edge', {
    pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
  });
});

const front = (...hosts: string[]) => new IngressRoute(chart, 'Front', { gateway: edge, hosts, tls: ServerTls.none(), routes: [Route.prefix('/', api)] });
const local = (props: Partial<LocalRateLimitProps> = {}) =>
  new LocalRateLimit(chart, 'Limit', { target: api, requests: 100, interval: Duration.seconds(1), ...props });
const global = (props: Partial<GlobalRateLimitProps> = {}, id = 'Limit', within = chart) =>
  new GlobalRateLimit(within, id, { target: api, service: counter.onPort(8081), domain: 'api', limits: [perMinute], ...props });
const filters = () => Testing.synth(chart).filter(({ kind }) => kind === 'EnvoyFilter');
const valueOf = (index = 0) => filters()[0].spec.configPatches[index].patch.value;

describe('a local limit', () => {
  test('writes a limit for each pod of a service', () => {
    local();
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: shop
     spec:
       mtls:
         mode: STRICT
     ---
     apiVersion: networking.istio.io/v1alpha3
     kind: EnvoyFilter
     metadata:
       name: shop-limit
       namespace: shop
     spec:
       configPatches:
         - applyTo: HTTP_FILTER
           match:
             context: SIDECAR_INBOUND
             listener:
               filterChain:
                 filter:
                   name: envoy.filters.network.http_connection_manager
                   subFilter:
                     name: envoy.filters.http.router
           patch:
             operation: INSERT_BEFORE
             value:
               name: envoy.filters.http.local_ratelimit.shop-limit
               typed_config:
                 "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                 filter_enabled:
                   default_value:
                     denominator: HUNDRED
                     numerator: 100
                 filter_enforced:
                   default_value:
                     denominator: HUNDRED
                     numerator: 100
                 stat_prefix: shop-limit
                 token_bucket:
                   fill_interval: 1s
                   max_tokens: 100
                   tokens_per_fill: 100
       priority: 10
       workloadSelector:
         labels:
           app: api
     "
    `);
  });

  test('writes a limit for the hosts of an ingress route', () => {
    local({ target: front('shop.example.com', 'www.example.com'), burst: 20, rateLimitHeaders: true });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: shop
     spec:
       mtls:
         mode: STRICT
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
             - shop/shop.example.com
             - shop/www.example.com
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-front
       namespace: shop
     spec:
       gateways:
         - edge/shop-edge
       hosts:
         - shop.example.com
         - www.example.com
       http:
         - route:
             - destination:
                 host: api.shop.svc.cluster.local
                 port:
                   number: 80
     ---
     apiVersion: networking.istio.io/v1alpha3
     kind: EnvoyFilter
     metadata:
       name: shop-limit
       namespace: edge
     spec:
       configPatches:
         - applyTo: HTTP_FILTER
           match:
             context: GATEWAY
             listener:
               filterChain:
                 filter:
                   name: envoy.filters.network.http_connection_manager
                   subFilter:
                     name: envoy.filters.http.router
           patch:
             operation: INSERT_BEFORE
             value:
               disabled: true
               name: envoy.filters.http.local_ratelimit.shop-limit
               typed_config:
                 "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                 stat_prefix: shop-limit
         - applyTo: VIRTUAL_HOST
           match:
             context: GATEWAY
             routeConfiguration:
               vhost:
                 domainName: shop.example.com
           patch:
             operation: MERGE
             value:
               typed_per_filter_config:
                 envoy.filters.http.local_ratelimit.shop-limit:
                   "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                   enable_x_ratelimit_headers: DRAFT_VERSION_03
                   filter_enabled:
                     default_value:
                       denominator: HUNDRED
                       numerator: 100
                   filter_enforced:
                     default_value:
                       denominator: HUNDRED
                       numerator: 100
                   stat_prefix: shop-limit
                   token_bucket:
                     fill_interval: 1s
                     max_tokens: 20
                     tokens_per_fill: 100
         - applyTo: VIRTUAL_HOST
           match:
             context: GATEWAY
             routeConfiguration:
               vhost:
                 domainName: www.example.com
           patch:
             operation: MERGE
             value:
               typed_per_filter_config:
                 envoy.filters.http.local_ratelimit.shop-limit:
                   "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                   enable_x_ratelimit_headers: DRAFT_VERSION_03
                   filter_enabled:
                     default_value:
                       denominator: HUNDRED
                       numerator: 100
                   filter_enforced:
                     default_value:
                       denominator: HUNDRED
                       numerator: 100
                   stat_prefix: shop-limit
                   token_bucket:
                     fill_interval: 1s
                     max_tokens: 20
                     tokens_per_fill: 100
       priority: 10
       workloadSelector:
         labels:
           app: edge
     "
    `);
  });

  test('is for the requests that leave through an egress gateway, which is no sidecar', () => {
    const exit = new EgressGateway(chart, 'Exit', { pods: GatewayPods.istioctlEgress() });
    new ExternalApi(chart, 'Api', { host: 'api.example.com', namespace: ns, through: exit });
    local({ target: exit });
    expect(filters()[0].spec.configPatches.map(({ match }: any) => match.context)).toEqual(['GATEWAY']);
  });

  test('is for every request of a gateway, and of a route that has every host', () => {
    local({ target: edge });
    new LocalRateLimit(chart, 'All', { target: front('*'), requests: 1, interval: Duration.seconds(1) });
    expect(filters().map(({ spec }) => spec.configPatches.map((patch: any) => [patch.match.context, patch.patch.value.disabled]))).toEqual([
      [['GATEWAY', undefined]],
      [['GATEWAY', undefined]],
    ]);
  });

  test('gives each filter a name of its own, so that limits do not count for one another', () => {
    local();
    new LocalRateLimit(chart, 'Burst', { target: api, requests: 1000, interval: Duration.minutes(1) });
    expect(filters().map(({ spec }) => spec.configPatches[0].patch.value.name)).toEqual([
      'envoy.filters.http.local_ratelimit.shop-limit',
      'envoy.filters.http.local_ratelimit.shop-burst',
    ]);
  });

  test('writes durations in seconds, as Envoy reads them', () => {
    local({ interval: Duration.millis(1500) });
    expect(valueOf().typed_config.token_bucket.fill_interval).toBe('1.5s');
  });

  test('hands out its filter for overrides', () => {
    local().envoyFilter.override('spec.priority', 10);
    expect(filters()[0].spec.priority).toBe(10);
  });
});

describe('a global limit', () => {
  test('writes limits that one service counts for a gateway', () => {
    const limit = global({
      target: front('shop.example.com'),
      limits: [perMinute, RateLimit.of(5, RateLimitUnit.MINUTE, RequestKey.clientIp(), RequestKey.underPath('/login'))],
    });
    expect(limit.serviceConfig).toMatchInlineSnapshot(`
     "domain: api
     descriptors:
       - key: requests
         value: all
         rate_limit:
           unit: minute
           requests_per_unit: 100
       - key: remote_address
         descriptors:
           - key: path
             value: /login
             rate_limit:
               unit: minute
               requests_per_unit: 5
     "
    `);
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Namespace
     metadata:
       labels:
         istio-injection: enabled
       name: shop
     ---
     apiVersion: security.istio.io/v1
     kind: PeerAuthentication
     metadata:
       name: default
       namespace: shop
     spec:
       mtls:
         mode: STRICT
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
             - shop/shop.example.com
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-front
       namespace: shop
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
         - route:
             - destination:
                 host: api.shop.svc.cluster.local
                 port:
                   number: 80
     ---
     apiVersion: networking.istio.io/v1alpha3
     kind: EnvoyFilter
     metadata:
       name: shop-limit
       namespace: edge
     spec:
       configPatches:
         - applyTo: HTTP_FILTER
           match:
             context: GATEWAY
             listener:
               filterChain:
                 filter:
                   name: envoy.filters.network.http_connection_manager
                   subFilter:
                     name: envoy.filters.http.router
           patch:
             operation: INSERT_BEFORE
             value:
               disabled: true
               name: envoy.filters.http.ratelimit.shop-limit
               typed_config:
                 "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit
                 domain: api
                 rate_limit_service:
                   grpc_service:
                     envoy_grpc:
                       authority: ratelimit.shop.svc.cluster.local
                       cluster_name: outbound|8081||ratelimit.shop.svc.cluster.local
                   transport_api_version: V3
         - applyTo: VIRTUAL_HOST
           match:
             context: GATEWAY
             routeConfiguration:
               vhost:
                 domainName: shop.example.com
           patch:
             operation: MERGE
             value:
               typed_per_filter_config:
                 envoy.filters.http.ratelimit.shop-limit:
                   "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute
                   rate_limits:
                     - actions:
                         - generic_key:
                             descriptor_key: requests
                             descriptor_value: all
                     - actions:
                         - remote_address: {}
                         - header_value_match:
                             descriptor_key: path
                             descriptor_value: /login
                             headers:
                               - name: :path
                                 string_match:
                                   safe_regex:
                                     regex: /login([/?].*)?
       priority: 10
       workloadSelector:
         labels:
           app: edge
     "
    `);
  });

  test('sends what a proxy finds out by itself', () => {
    const by = [RequestKey.header('X-Team'), RequestKey.claim('account.id'), RequestKey.clientIp(), RequestKey.method(), RequestKey.underPath('/a.b/')];
    global({ limits: [RateLimit.of(1, RateLimitUnit.SECOND, ...by)] });
    expect(valueOf().typed_config.rate_limits).toEqual([
      {
        actions: [
          { request_headers: { header_name: 'x-team', descriptor_key: 'x-team' } },
          {
            metadata: {
              descriptor_key: 'account.id',
              metadata_key: { key: 'envoy.filters.http.jwt_authn', path: [{ key: 'payload' }, { key: 'account' }, { key: 'id' }] },
            },
          },
          { remote_address: {} },
          { request_headers: { header_name: ':method', descriptor_key: 'method' } },
          {
            header_value_match: {
              descriptor_key: 'path',
              descriptor_value: '/a.b',
              headers: [{ name: ':path', string_match: { safe_regex: { regex: '/a\\.b([/?].*)?' } } }],
            },
          },
        ],
      },
    ]);
  });

  test('nests the keys of a limit for the service, and shares those that are the same', () => {
    const [user, path] = [RequestKey.header('x-user'), RequestKey.underPath('/login')];
    const { serviceConfig } = global({
      limits: [
        RateLimit.of(5, RateLimitUnit.SECOND, user, path),
        RateLimit.of(50, RateLimitUnit.HOUR, user),
        RateLimit.of(0, RateLimitUnit.DAY, user, RequestKey.underPath('/')),
      ],
    });
    expect(serviceConfig).toMatchInlineSnapshot(`
     "domain: api
     descriptors:
       - key: x-user
         descriptors:
           - key: path
             value: /login
             rate_limit:
               unit: second
               requests_per_unit: 5
           - key: path
             value: /
             rate_limit:
               unit: day
               requests_per_unit: 0
         rate_limit:
           unit: hour
           requests_per_unit: 50
     "
    `);
  });

  test('says what happens without an answer', () => {
    global({ failClosed: true, timeout: Duration.millis(100), rateLimitHeaders: true });
    expect(valueOf().typed_config).toMatchObject({ failure_mode_deny: true, timeout: '0.1s', enable_x_ratelimit_headers: 'DRAFT_VERSION_03' });
  });
});

describe('fails at the call, with place, value and fix', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'a target without selector',
      () => local({ target: ns }),
      /\[shop\/Limit\] its target is all of namespace shop, so that the filter would have no selector.*\n +fix: pass a service/,
    ],
    [
      'a target without selector, counted by a service',
      () => global({ target: MeshNamespace.fromName('istio-system') }),
      /all of namespace istio-system, so that the filter would have no selector/,
    ],
    [
      'a target in an ambient namespace',
      () => local({ target: new SecureNamespace(chart, 'A', { name: 'a', dataPlane: DataPlane.ambient() }).addService('x', { ports: [http] }) }),
      /its target is in the ambient namespace a, and Istio has no EnvoyFilter for waypoints\n +fix: limit requests at the gateway/,
    ],
    ['a service without HTTP', () => local({ target: ns.addService('db', { ports: [MeshPort.tcp(5432)] }) }), /its target has no HTTP port/],
    ['no requests', () => local({ requests: 0 }), /\[shop\/Limit\] requests is 0\n +fix: use a whole number/],
    ['half a request', () => local({ requests: 0.5 }), /requests is 0.5/],
    ['no burst', () => local({ burst: 0 }), /burst is 0/],
    ['an interval that Envoy refuses', () => local({ interval: Duration.millis(49) }), /interval is .*49.*\n +fix: use 50 ms or more/],
    ['no domain', () => global({ domain: '' }), /\[shop\/Limit\] domain is empty/],
    ['no limits', () => global({ limits: [] }), /\[shop\/Limit\] limits is empty/],
    ['two limits for the same requests', () => global({ limits: [perMinute, perMinute] }), /limits has two for "requests=all"\n +fix: leave one of them out/],
    ['a key twice', () => RateLimit.of(1, RateLimitUnit.DAY, RequestKey.method(), RequestKey.method()), /\[RateLimit.of\] the key "method" is given twice/],
    ['a path with a query', () => RequestKey.underPath('/a?b'), /\[RequestKey.underPath\] the path is "\/a\?b"/],
    ['a claim without a name', () => RequestKey.claim('a..b'), /\[RequestKey.claim\] the claim is "a..b"/],
    [
      'a service on an unknown port',
      () => global({ service: counter }),
      /service is ratelimit.shop.svc.cluster.local, which has several ports\n +fix: say which one, with onPort/,
    ],
    [
      'a service that does not speak gRPC',
      () => global({ service: counter.onPort(8080) }),
      /port 8080 of service ratelimit.shop.svc.cluster.local is http-8080, and proxies ask it in gRPC/,
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
    expect(filters()).toEqual([]);
  });

  test('a domain that another limit has', () => {
    global();
    expect(() => global({}, 'Second')).toThrow(
      /\[shop\/Second\] the domain "api" of ratelimit.shop.svc.cluster.local is used by \[shop\/Limit\] as well\n +fix: give each/,
    );
    expect(() => global({ domain: 'other' }, 'Third')).not.toThrow();
  });
});

test('fails at synthesis for a domain that a limit of another chart has', () => {
  global();
  global({}, 'Limit', new Chart(app, 'second'));
  expect(() => app.synthYaml()).toThrow(/\[second\/Limit\] error\[global-rate-limit\/shared-domain\]/);
});

test('lets the proxies of a target see the service that they ask, where they see only what they call', () => {
  const narrow = new SecureNamespace(chart, 'Narrow', { name: 'narrow', egress: EgressScope.callGraph() });
  const web = narrow.addService('web', { ports: [http], serviceAccount: 'web' });
  global({ target: web });
  const sidecar = Testing.synth(chart).find(({ kind, metadata }) => kind === 'Sidecar' && metadata.name === 'web');
  expect(sidecar.spec.egress[0].hosts).toContain('shop/ratelimit.shop.svc.cluster.local');
});
