// What the patterns write, whole, for one typical use each.
import { Chart, Duration, Testing } from 'cdk8s';
import {
  AccessCondition,
  Caller,
  CanaryRelease,
  Claim,
  ConnectionLimits,
  CorsPolicy,
  DataPlane,
  EgressScope,
  ExternalApi,
  Fault,
  FaultExperiment,
  GatewayPods,
  HeaderOperations,
  IngressGateway,
  IngressRoute,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshServiceOptions,
  PathPattern,
  Redirect,
  RequestMatch,
  Retries,
  Rewrite,
  Route,
  SecureMesh,
  SecureNamespace,
  ServerTls,
  ServicePolicy,
  StringMatch,
  TlsOrigination,
  ValuePattern,
} from '../../src';
import { manifest } from '../manifest';

let chart: Chart;
const shop = MeshNamespace.fromName('shop');

beforeEach(() => {
  chart = new Chart(Testing.app(), 'shop');
});

const http = { ports: [MeshPort.http(8080)] };
const open = (name: string, props: Partial<MeshServiceOptions> = {}) => new MeshService(chart, name, { namespace: shop, ...http, ...props });

test('pattern: a canary release of two versions, with users who always get it', () => {
  const reviews = open('reviews', { versions: ['v1', 'v2'] });
  new CanaryRelease(chart, 'Canary', {
    stable: reviews.version('v1'),
    canary: reviews.version('v2'),
    canaryPercent: 10,
    alwaysCanary: [RequestMatch.header('end-user', StringMatch.exact('jason')), RequestMatch.cookie('beta', 'yes')],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: reviews
     namespace: shop
   spec:
     host: reviews.shop.svc.cluster.local
     subsets:
       - labels:
           version: v1
         name: v1
       - labels:
           version: v2
         name: v2
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: reviews
     namespace: shop
   spec:
     hosts:
       - reviews.shop.svc.cluster.local
     http:
       - match:
           - headers:
               end-user:
                 exact: jason
           - headers:
               cookie:
                 regex: (.*;\\s*)?beta=yes(;.*)?
         route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 8080
               subset: v2
       - route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 8080
               subset: v1
             weight: 90
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 8080
               subset: v2
             weight: 10
   "
  `);
});

test('pattern: a canary release of a TCP service', () => {
  const db = open('db', { ports: [MeshPort.tcp(5432)], versions: ['v14', 'v15'] });
  new CanaryRelease(chart, 'Canary', { stable: db.version('v14'), canary: db.version('v15'), canaryPercent: 20 });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: db
     namespace: shop
   spec:
     host: db.shop.svc.cluster.local
     subsets:
       - labels:
           version: v14
         name: v14
       - labels:
           version: v15
         name: v15
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: db
     namespace: shop
   spec:
     hosts:
       - db.shop.svc.cluster.local
     tcp:
       - route:
           - destination:
               host: db.shop.svc.cluster.local
               port:
                 number: 5432
               subset: v14
             weight: 80
           - destination:
               host: db.shop.svc.cluster.local
               port:
                 number: 5432
               subset: v15
             weight: 20
   "
  `);
});

test('pattern: a canary of a service with two HTTP ports, each of which keeps its port', () => {
  const api = open('api', { ports: [MeshPort.http(80), MeshPort.grpc(9000)], versions: ['v1', 'v2'] });
  new CanaryRelease(chart, 'Canary', { stable: api.version('v1'), canary: api.version('v2'), canaryPercent: 50 });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: api
     namespace: shop
   spec:
     host: api.shop.svc.cluster.local
     subsets:
       - labels:
           version: v1
         name: v1
       - labels:
           version: v2
         name: v2
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: api
     namespace: shop
   spec:
     hosts:
       - api.shop.svc.cluster.local
     http:
       - match:
           - port: 80
         route:
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 80
               subset: v1
             weight: 50
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 80
               subset: v2
             weight: 50
       - match:
           - port: 9000
         route:
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 9000
               subset: v1
             weight: 50
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 9000
               subset: v2
             weight: 50
   "
  `);
});

test('pattern: a service policy with retries, which repeats no writes, and a fault for one user', () => {
  const ratings = open('ratings');
  new ServicePolicy(chart, 'Policy', {
    service: ratings,
    timeout: Duration.seconds(2),
    retries: Retries.onServerErrors(2, { perTryTimeout: Duration.millis(500) }),
    limits: ConnectionLimits.of({ maxConnections: 10 }),
  });
  new FaultExperiment(chart, 'Fault', {
    service: ratings,
    matching: [RequestMatch.header('end-user', StringMatch.exact('jason'))],
    fault: Fault.both(Fault.delay(Duration.seconds(1), { percent: 50 }), Fault.abort(503, { percent: 1 })),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: ratings
     namespace: shop
   spec:
     host: ratings.shop.svc.cluster.local
     trafficPolicy:
       connectionPool:
         tcp:
           maxConnections: 10
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: ratings
     namespace: shop
   spec:
     hosts:
       - ratings.shop.svc.cluster.local
     http:
       - fault:
           abort:
             httpStatus: 503
             percentage:
               value: 1
           delay:
             fixedDelay: 1s
             percentage:
               value: 50
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
               host: ratings.shop.svc.cluster.local
               port:
                 number: 8080
         timeout: 2s
       - fault:
           abort:
             httpStatus: 503
             percentage:
               value: 1
           delay:
             fixedDelay: 1s
             percentage:
               value: 50
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
               host: ratings.shop.svc.cluster.local
               port:
                 number: 8080
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
               host: ratings.shop.svc.cluster.local
               port:
                 number: 8080
         timeout: 2s
       - retries:
           attempts: 2
           perTryTimeout: 500ms
           retryOn: connect-failure,refused-stream,unavailable,cancelled
         route:
           - destination:
               host: ratings.shop.svc.cluster.local
               port:
                 number: 8080
         timeout: 2s
   "
  `);
});

test('pattern: retries of gRPC, where every call is a POST, are not divided by method', () => {
  const grpc = open('grpc', { ports: [MeshPort.grpc(50051)] });
  new ServicePolicy(chart, 'Policy', { service: grpc, retries: Retries.on(['unavailable', 'reset'], 2) });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: grpc
     namespace: shop
   spec:
     hosts:
       - grpc.shop.svc.cluster.local
     http:
       - retries:
           attempts: 2
           retryOn: unavailable,reset
         route:
           - destination:
               host: grpc.shop.svc.cluster.local
               port:
                 number: 50051
   "
  `);
});

test('pattern: access of a service for callers of every kind', () => {
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  const grpc = MeshPort.grpc(9000, { targetPort: 19000 });
  const api = ns.addService('api', { ports: [MeshPort.http(80, { targetPort: 8080 }), grpc, MeshPort.tcp(5432)] });
  const web = ns.addService('web', { ...http, serviceAccount: 'web' });
  api.allowFrom(web, { methods: ['GET', 'HEAD'], paths: [PathPattern.prefix('/items'), PathPattern.template('/users/{*}/cart')] });
  api.allowFrom(MeshNamespace.fromName('batch'), { ports: [grpc], paths: [PathPattern.grpc('shop.Orders', 'Place')] });
  api.allowFrom(Caller.anyAuthenticated(), {
    claims: [Claim.oneOf('role', 'admin')],
    conditions: [AccessCondition.header('x-team', ValuePattern.startsWith('shop-'))],
  });
  api.denyFrom(Caller.peerIps('10.9.0.0/16'));
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
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: deny-by-default
     namespace: shop
   spec:
     action: ALLOW
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: api-allow
     namespace: shop
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/shop/sa/web
         to:
           - operation:
               methods:
                 - GET
                 - HEAD
               paths:
                 - /items
                 - /items/*
                 - /users/{*}/cart
               ports:
                 - "8080"
                 - "19000"
       - from:
           - source:
               namespaces:
                 - batch
         to:
           - operation:
               paths:
                 - /shop.Orders/Place
               ports:
                 - "19000"
       - from:
           - source:
               principals:
                 - "*"
         to:
           - operation:
               ports:
                 - "8080"
                 - "19000"
         when:
           - key: request.auth.claims[role]
             values:
               - admin
           - key: request.headers[x-team]
             values:
               - shop-*
     selector:
       matchLabels:
         app: api
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: api-deny
     namespace: shop
   spec:
     action: DENY
     rules:
       - from:
           - source:
               ipBlocks:
                 - 10.9.0.0/16
     selector:
       matchLabels:
         app: api
   "
  `);
});

test('pattern: a namespace of a revision that sees itself and one other', () => {
  new SecureNamespace(chart, 'Namespace', {
    name: 'shop',
    dataPlane: DataPlane.sidecarRevision('1-31'),
    egress: EgressScope.namespaces(MeshNamespace.fromName('payments')),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio.io/rev: 1-31
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
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: deny-by-default
     namespace: shop
   spec:
     action: ALLOW
   ---
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: default
     namespace: shop
   spec:
     egress:
       - hosts:
           - ./*
           - istio-system/*
           - payments/*
   "
  `);
});

test('pattern: a mesh that is moved to mutual TLS step by step', () => {
  new SecureMesh(chart, 'Mesh', { denyByDefault: false, egress: EgressScope.ownNamespace() });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: security.istio.io/v1
   kind: PeerAuthentication
   metadata:
     name: default
     namespace: istio-system
   spec:
     mtls:
       mode: STRICT
   ---
   apiVersion: networking.istio.io/v1
   kind: Sidecar
   metadata:
     name: default
     namespace: istio-system
   spec:
     egress:
       - hosts:
           - ./*
           - istio-system/*
   "
  `);
});

test('pattern: a gateway with two certificates and a host whose TLS goes through', () => {
  const [web, vault] = [open('web'), open('vault', { ports: [MeshPort.tls(8443)] })];
  const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.helm('istio-ingress', MeshNamespace.fromName('istio-ingress')) });
  const route = (id: string, host: string, tls: ServerTls, to = web) => new IngressRoute(chart, id, { gateway, hosts: [host], tls, routes: [Route.all(to)] });
  route('Www', 'www.example.com', ServerTls.simple('wildcard-cert'));
  route('Shop', 'shop.example.com', ServerTls.simple('wildcard-cert'));
  route('Partners', 'partners.example.com', ServerTls.mutual('partners-cert'));
  route('Vault', 'vault.example.com', ServerTls.passthrough(), vault);
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: shop-edge
     namespace: istio-ingress
   spec:
     selector:
       app: istio-ingress
       istio: ingress
     servers:
       - hosts:
           - shop/www.example.com
           - shop/shop.example.com
           - shop/partners.example.com
           - shop/vault.example.com
         port:
           name: http-80-redirect
           number: 80
           protocol: HTTP
         tls:
           httpsRedirect: true
       - hosts:
           - shop/www.example.com
           - shop/shop.example.com
         port:
           name: https-443-wildcard-cert
           number: 443
           protocol: HTTPS
         tls:
           credentialName: wildcard-cert
           minProtocolVersion: TLSV1_2
           mode: SIMPLE
       - hosts:
           - shop/partners.example.com
         port:
           name: https-443-partners-cert
           number: 443
           protocol: HTTPS
         tls:
           credentialName: partners-cert
           minProtocolVersion: TLSV1_2
           mode: MUTUAL
       - hosts:
           - shop/vault.example.com
         port:
           name: tls-443
           number: 443
           protocol: TLS
         tls:
           mode: PASSTHROUGH
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-www
     namespace: shop
   spec:
     gateways:
       - istio-ingress/shop-edge
     hosts:
       - www.example.com
     http:
       - route:
           - destination:
               host: web.shop.svc.cluster.local
               port:
                 number: 8080
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-shop
     namespace: shop
   spec:
     gateways:
       - istio-ingress/shop-edge
     hosts:
       - shop.example.com
     http:
       - route:
           - destination:
               host: web.shop.svc.cluster.local
               port:
                 number: 8080
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-partners
     namespace: shop
   spec:
     gateways:
       - istio-ingress/shop-edge
     hosts:
       - partners.example.com
     http:
       - route:
           - destination:
               host: web.shop.svc.cluster.local
               port:
                 number: 8080
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-vault
     namespace: shop
   spec:
     gateways:
       - istio-ingress/shop-edge
     hosts:
       - vault.example.com
     http:
       - match:
           - port: 80
         redirect:
           scheme: https
     tls:
       - match:
           - port: 443
             sniHosts:
               - vault.example.com
         route:
           - destination:
               host: vault.shop.svc.cluster.local
               port:
                 number: 8443
   "
  `);
});

test('pattern: routes of one host, the narrower first, with what happens on the way', () => {
  const [web, api] = [open('web'), open('api', { versions: ['v1', 'v2'], defaultVersion: 'v1' })];
  new ServicePolicy(chart, 'Policy', { service: api, timeout: Duration.seconds(3) });
  new IngressRoute(chart, 'Front', {
    gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
    hosts: ['shop.example.com'],
    tls: ServerTls.simple('shop-cert'),
    cors: CorsPolicy.origins([StringMatch.exact('https://app.example.com')], { methods: ['GET'] }),
    routes: [
      Route.all(web, { responseHeaders: HeaderOperations.none().replace('strict-transport-security', 'max-age=31536000') }),
      Route.prefix('/api', api, { rewrite: Rewrite.stripPrefix() }),
      Route.prefix('/api/next', api.version('v2'), { rewrite: Rewrite.stripPrefix(), timeout: Duration.seconds(9) }),
      Route.exact('/home', Redirect.toPath('/')),
    ],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: api
     namespace: shop
   spec:
     host: api.shop.svc.cluster.local
     subsets:
       - labels:
           version: v1
         name: v1
       - labels:
           version: v2
         name: v2
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: api
     namespace: shop
   spec:
     hosts:
       - api.shop.svc.cluster.local
     http:
       - route:
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 8080
               subset: v1
         timeout: 3s
   ---
   apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: shop-edge
     namespace: istio-system
   spec:
     selector:
       istio: ingressgateway
     servers:
       - hosts:
           - shop/shop.example.com
         port:
           name: http-80-redirect
           number: 80
           protocol: HTTP
         tls:
           httpsRedirect: true
       - hosts:
           - shop/shop.example.com
         port:
           name: https-443-shop-cert
           number: 443
           protocol: HTTPS
         tls:
           credentialName: shop-cert
           minProtocolVersion: TLSV1_2
           mode: SIMPLE
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: shop-front
     namespace: shop
   spec:
     gateways:
       - istio-system/shop-edge
     hosts:
       - shop.example.com
     http:
       - directResponse:
           status: 400
         match:
           - uri:
               regex: .*/[.][.]?(;|%3[Bb]).*
         name: refuse-ambiguous-paths
       - corsPolicy:
           allowMethods:
             - GET
           allowOrigins:
             - exact: https://app.example.com
         match:
           - uri:
               exact: /api/next
           - uri:
               prefix: /api/next/
         rewrite:
           uriRegexRewrite:
             match: ^/api/next/?(.*)$
             rewrite: /\\1
         route:
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 8080
               subset: v2
         timeout: 9s
       - corsPolicy:
           allowMethods:
             - GET
           allowOrigins:
             - exact: https://app.example.com
         match:
           - uri:
               exact: /api
           - uri:
               prefix: /api/
         rewrite:
           uriRegexRewrite:
             match: ^/api/?(.*)$
             rewrite: /\\1
         route:
           - destination:
               host: api.shop.svc.cluster.local
               port:
                 number: 8080
               subset: v1
         timeout: 3s
       - match:
           - uri:
               exact: /home
         redirect:
           uri: /
       - corsPolicy:
           allowMethods:
             - GET
           allowOrigins:
             - exact: https://app.example.com
         headers:
           response:
             set:
               strict-transport-security: max-age=31536000
         route:
           - destination:
               host: web.shop.svc.cluster.local
               port:
                 number: 8080
   "
  `);
});

test('pattern: an API outside, whose TLS the proxy speaks', () => {
  const web = open('web', { serviceAccount: 'web' });
  new ExternalApi(chart, 'Payments', {
    host: 'api.payments.example',
    callers: [web, MeshNamespace.fromName('batch')],
    tls: TlsOrigination.simple({ caFile: '/etc/ssl/certs/ca-certificates.crt' }),
    timeout: Duration.seconds(3),
    limits: ConnectionLimits.of({ maxRequests: 100 }),
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: api-payments-example
     namespace: shop
   spec:
     exportTo:
       - batch
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
       - batch
       - shop
     host: api.payments.example
     trafficPolicy:
       portLevelSettings:
         - connectionPool:
             http:
               http2MaxRequests: 100
           port:
             number: 80
           tls:
             caCertificates: /etc/ssl/certs/ca-certificates.crt
             mode: SIMPLE
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: api-payments-example
     namespace: shop
   spec:
     exportTo:
       - batch
       - shop
     hosts:
       - api.payments.example
     http:
       - route:
           - destination:
               host: api.payments.example
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

test('pattern: an API outside, whose TLS the application speaks, and one in plain text', () => {
  new ExternalApi(chart, 'Search', { host: 'search.example.com', namespace: shop, tls: TlsOrigination.byApplication() });
  new ExternalApi(chart, 'Weather', { host: 'weather.example.com', namespace: shop, tls: TlsOrigination.none(), retries: Retries.none() });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: search-example-com
     namespace: shop
   spec:
     hosts:
       - search.example.com
     location: MESH_EXTERNAL
     ports:
       - name: tls-443
         number: 443
         protocol: TLS
     resolution: DNS
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: weather-example-com
     namespace: shop
   spec:
     hosts:
       - weather.example.com
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
     name: weather-example-com
     namespace: shop
   spec:
     hosts:
       - weather.example.com
     http:
       - retries:
           attempts: 0
         route:
           - destination:
               host: weather.example.com
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
   "
  `);
});
