import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  AccessCondition,
  AuthorizerService,
  DataPlane,
  EgressScope,
  ExternalAuthorizer,
  ExternalAuthorizerProps,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathPattern,
  Route,
  SecureNamespace,
  ServerTls,
  ValuePattern,
  Waypoint,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });

let app: App;
let chart: Chart;
let ns: SecureNamespace;
let api: MeshService;
let proxy: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  app = new App();
  chart = new Chart(app, 'shop');
  ns = new SecureNamespace(chart, 'Namespace', { name: 'shop', denyByDefault: false });
  api = ns.addService('api', { ports: [http] });
  proxy = ns.addService('oauth2-proxy', { ports: [MeshPort.http(4180), MeshPort.grpc(9000)] });
  edge = new IngressGateway(chart, 'Edge', {
    pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
  });
});

const guard = (id: string, props: Partial<ExternalAuthorizerProps> = {}, within = chart) =>
  new ExternalAuthorizer(within, id, { target: api, provider: 'oauth2-proxy', ...props });
const policies = () => Testing.synth(chart).filter(({ kind, spec }) => kind === 'AuthorizationPolicy' && spec.action === 'CUSTOM');
const [service, grpc] = [() => proxy.onPort(4180), () => proxy.onPort(9000)];

test('writes a login for all but some paths of a gateway', () => {
  const route = new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.prefix('/', api)] });
  guard('Login', { target: route, exceptPaths: [PathPattern.prefix('/oauth2/')], conditions: [AccessCondition.headerAbsent('authorization')] });
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
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: shop-login
     namespace: edge
   spec:
     action: CUSTOM
     provider:
       name: oauth2-proxy
     rules:
       - to:
           - operation:
               hosts:
                 - shop.example.com
                 - shop.example.com:*
               notPaths:
                 - /oauth2/*
         when:
           - key: request.headers[authorization]
             notValues:
               - "*"
     selector:
       matchLabels:
         app: edge
   "
  `);
});

test('says what the mesh configuration needs, for HTTP', () => {
  const { meshConfig } = guard('Login', {
    service: AuthorizerService.http(service(), {
      pathPrefix: '/check',
      timeout: Duration.seconds(2),
      failOpen: true,
      statusOnError: 503,
      clearRouteCache: true,
      maxRequestBytes: 8192,
      allowPartialMessage: true,
      includeRequestHeadersInCheck: ['cookie', 'x-auth-*'],
      includeAdditionalHeadersInCheck: { 'x-env': 'prod' },
      headersToUpstreamOnAllow: ['x-user', 'x-groups'],
      headersToDownstreamOnDeny: ['set-cookie'],
      headersToDownstreamOnAllow: ['set-cookie'],
    }),
  });
  expect(meshConfig).toMatchInlineSnapshot(`
   "extensionProviders:
     - name: oauth2-proxy
       envoyExtAuthzHttp:
         service: oauth2-proxy.shop.svc.cluster.local
         port: 4180
         timeout: 2s
         failOpen: true
         statusOnError: "503"
         clearRouteCache: true
         includeRequestBodyInCheck:
           maxRequestBytes: 8192
           allowPartialMessage: true
         pathPrefix: /check
         includeRequestHeadersInCheck:
           - cookie
           - x-auth-*
         headersToUpstreamOnAllow:
           - x-user
           - x-groups
         headersToDownstreamOnDeny:
           - set-cookie
         headersToDownstreamOnAllow:
           - set-cookie
         includeAdditionalHeadersInCheck:
           x-env: prod
   "
  `);
});

test('says what the mesh configuration needs, for gRPC', () => {
  expect(guard('Login', { service: AuthorizerService.grpc(grpc()) }).meshConfig).toMatchInlineSnapshot(`
   "extensionProviders:
     - name: oauth2-proxy
       envoyExtAuthzGrpc:
         service: oauth2-proxy.shop.svc.cluster.local
         port: 9000
   "
  `);
});

test('says what its page shows', () => {
  const page = readFileSync(join(__dirname, '../../docs/patterns/external-authorizer.md'), 'utf8');
  const { meshConfig } = guard('Login', {
    service: AuthorizerService.http(service(), { includeRequestHeadersInCheck: ['cookie'], headersToUpstreamOnAllow: ['x-auth-request-user'] }),
  });
  expect(page).toContain(`\`\`\`\n${meshConfig}\`\`\``);
});

test('says nothing about a provider that is there', () => {
  expect(guard('Login').meshConfig).toBeUndefined();
});

test('asks about the HTTP ports of a service, and takes double slashes for the paths that are said', () => {
  guard('Login', { paths: [PathPattern.prefix('/admin')] });
  expect(policies()[0].spec.rules).toEqual([{ to: [{ operation: { ports: ['8080'], paths: ['/admin', '/admin/*', '//*'] } }] }]);
});

test('asks about every request of a gateway', () => {
  guard('Login', { target: edge });
  expect(policies()[0].spec.rules).toEqual([{}]);
});

test('hands out its policy for overrides', () => {
  guard('Login').policy.override('metadata.labels.team', 'login');
  expect(policies()[0].metadata.labels).toEqual({ team: 'login' });
});

describe('fails at the call, with place, value and fix', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a name that Istio refuses', () => guard('Login', { provider: 'OAuth2_Proxy' }), /\[shop\/Login\] provider is "OAuth2_Proxy", not a DNS label/],
    [
      'a condition on a token',
      () => guard('Login', { conditions: [AccessCondition.audience(ValuePattern.exact('api'))] }),
      /\[shop\/Login\] conditions has request.auth.audiences.*\n +fix: use headers/,
    ],
    ['an empty list', () => guard('Login', { paths: [] }), /\[shop\/Login\] paths is empty/],
    ['a namespace whose ports are not known', () => guard('Login', { target: ns }), /which ports of its target carry HTTP is not known.*\n +fix: pass ports/],
    [
      'a service with several ports',
      () => AuthorizerService.http(proxy),
      /\[AuthorizerService.http\] oauth2-proxy.shop.svc.cluster.local has several ports\n +fix: say which one, with onPort/,
    ],
    ['a path prefix without slash', () => AuthorizerService.http(service(), { pathPrefix: 'check' }), /pathPrefix is "check"\n +fix: start it with/],
    [
      'a star for every header',
      () => AuthorizerService.http(service(), { headersToUpstreamOnAllow: ['*'] }),
      /\[AuthorizerService.http\] headersToUpstreamOnAllow has "\*", which Istio refuses\n +fix: name the headers/,
    ],
    ['a header with a space', () => AuthorizerService.http(service(), { includeRequestHeadersInCheck: ['x y'] }), /the header is "x y"/],
    [
      'a status that is no refusal',
      () => AuthorizerService.grpc(grpc(), { statusOnError: 200 }),
      /statusOnError is 200\n +fix: use a whole number, 400 to 599/,
    ],
    [
      'half of a body that is not sent',
      () => AuthorizerService.grpc(grpc(), { allowPartialMessage: true }),
      /allowPartialMessage is said, and no body is sent\n +fix: give maxRequestBytes/,
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
    expect(policies()).toEqual([]);
  });

  test('two providers for one workload', () => {
    guard('Login');
    expect(() => guard('Other', { provider: 'opa' })).toThrow(
      /\[shop\/Other\] the provider is "opa", and "oauth2-proxy" at \[shop\/Login\].*\n +fix: use one provider for a workload/,
    );
    expect(() => guard('Elsewhere', { provider: 'opa', target: proxy })).not.toThrow();
    expect(() => guard('Again', { paths: [PathPattern.prefix('/x')] })).not.toThrow();
  });

  test('two providers for one service behind a waypoint', () => {
    const ambient = new MeshNamespace(chart, 'Ambient', { name: 'ambient', dataPlane: DataPlane.ambient() });
    const target = new Waypoint(chart, 'Waypoint', { namespace: ambient });
    const [a, b] = ['a', 'b'].map(name => ambient.addService(name, { ports: [http] }));
    guard('A', { target: a });
    guard('B', { target: b, provider: 'opa' });
    expect(() => guard('All', { target, provider: 'opa', ports: [http] })).toThrow(/the provider is "opa", and "oauth2-proxy" at \[shop\/A\]/);
    expect(() => guard('Every', { target: ambient, ports: [http] })).toThrow(/the provider is "oauth2-proxy", and "opa" at \[shop\/B\]/);
  });

  test('one provider with two services', () => {
    guard('Login', { service: AuthorizerService.http(service()) });
    expect(() => guard('Other', { target: proxy, service: AuthorizerService.grpc(grpc()) })).toThrow(
      /the provider "oauth2-proxy" has another service at \[shop\/Login\]/,
    );
  });
});

describe('at synthesis', () => {
  test('fails for a provider that the mesh does not have', () => {
    guard('Login');
    expect(() => app.synthYaml()).not.toThrow();
    Mesh.of(app).configure({ extensionProviders: ['oauth2-proxi', 'otel'] });
    expect(() => app.synthYaml()).toThrow(
      /\[shop\/Login\] error\[external-authorizer\/unknown-provider\]: the mesh has no extension provider "oauth2-proxy"; it has oauth2-proxi, otel; did you mean "oauth2-proxi"\?/,
    );
  });

  test('passes for a provider that the mesh has', () => {
    Mesh.of(app).configure({ extensionProviders: ['oauth2-proxy'] });
    guard('Login');
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('fails for another provider of another chart', () => {
    guard('Login');
    guard('Login', { provider: 'opa' }, new Chart(app, 'second'));
    expect(() => app.synthYaml()).toThrow(/\[second\/Login\] error\[external-authorizer\/contradiction\]/);
  });
});

test('lets the proxies of a target see the service that they ask, where they see only what they call', () => {
  const narrow = new SecureNamespace(chart, 'Narrow', { name: 'narrow', egress: EgressScope.callGraph() });
  const web = narrow.addService('web', { ports: [http], serviceAccount: 'web' });
  guard('Login', { target: web, service: AuthorizerService.http(service()) });
  const sidecar = Testing.synth(chart).find(({ kind, metadata }) => kind === 'Sidecar' && metadata.name === 'web');
  expect(sidecar.spec.egress[0].hosts).toContain('shop/oauth2-proxy.shop.svc.cluster.local');
});
