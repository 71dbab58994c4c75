import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  CanaryRelease,
  CorsPolicy,
  DelegatedRoutes,
  DelegatedRoutesProps,
  DirectResponse,
  GatewayPods,
  HeaderOperations,
  HttpRoute,
  IngressGateway,
  IngressRoute,
  IngressRouteProps,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathMatch,
  Redirect,
  RequestMatch,
  Retries,
  Rewrite,
  Route,
  RouteOptions,
  SecureNamespace,
  SecurityHeaders,
  ServerTls,
  ServicePolicy,
  StringMatch,
  Visibility,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });
const pods = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });

let app: App;
let platform: Chart;
let cartChart: Chart;
let cart: MeshService;
let web: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  app = new App();
  platform = new Chart(app, 'platform', { namespace: 'platform' });
  edge = new IngressGateway(platform, 'Edge', { pods });
  web = new MeshNamespace(platform, 'Namespace', { name: 'platform', create: false }).addService('web', { ports: [http] });
  cartChart = new Chart(app, 'cart', { namespace: 'cart' });
  cart = new SecureNamespace(cartChart, 'Namespace', { name: 'cart' }).addService('cart', { ports: [http], versions: ['v1', 'v2'] });
});

const delegated = (routes: Route[], props: Partial<DelegatedRoutesProps> = {}) => new DelegatedRoutes(cartChart, 'Routes', { routes, ...props });
const front = (routes: Route[], props: Partial<IngressRouteProps> = {}) =>
  new IngressRoute(platform, 'Front', { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('shop-cert'), routes, ...props });
const find = (chart: Chart, kind: string, name: string) => Testing.synth(chart).find(each => each.kind === kind && each.metadata.name === name);
const rules = () => find(cartChart, 'VirtualService', 'cart-routes').spec.http;

test('a team decides what happens under a path of a host of the platform', () => {
  const routes = delegated([
    Route.prefix('/cart/images', cart, { timeout: Duration.seconds(1) }),
    Route.all(cart, { rewrite: Rewrite.regex('^/cart/?(.*)$', '/\\1') }),
  ]);
  new CanaryRelease(cartChart, 'Canary', { stable: cart.version('v1'), canary: cart.version('v2'), canaryPercent: 10 });
  front([Route.prefix('/cart', routes), Route.all(web)]);
  expect(manifest(app)).toMatchInlineSnapshot(`
   "apiVersion: v1
   kind: Namespace
   metadata:
     labels:
       istio-injection: enabled
     name: cart
   ---
   apiVersion: security.istio.io/v1
   kind: PeerAuthentication
   metadata:
     name: default
     namespace: cart
   spec:
     mtls:
       mode: STRICT
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: deny-by-default
     namespace: cart
   spec:
     action: ALLOW
   ---
   apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: cart
     namespace: cart
   spec:
     host: cart.cart.svc.cluster.local
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
     name: cart
     namespace: cart
   spec:
     hosts:
       - cart.cart.svc.cluster.local
     http:
       - route:
           - destination:
               host: cart.cart.svc.cluster.local
               port:
                 number: 80
               subset: v1
             weight: 90
           - destination:
               host: cart.cart.svc.cluster.local
               port:
                 number: 80
               subset: v2
             weight: 10
   ---
   apiVersion: security.istio.io/v1
   kind: AuthorizationPolicy
   metadata:
     name: cart-allow
     namespace: cart
   spec:
     action: ALLOW
     rules:
       - from:
           - source:
               principals:
                 - cluster.local/ns/edge/sa/edge
     selector:
       matchLabels:
         app: cart
   ---
   apiVersion: networking.istio.io/v1
   kind: VirtualService
   metadata:
     name: cart-routes
     namespace: cart
   spec:
     http:
       - match:
           - uri:
               exact: /cart/images
           - uri:
               prefix: /cart/images/
         route:
           - destination:
               host: cart.cart.svc.cluster.local
               port:
                 number: 80
               subset: v1
             weight: 90
           - destination:
               host: cart.cart.svc.cluster.local
               port:
                 number: 80
               subset: v2
             weight: 10
         timeout: 1s
       - rewrite:
           uriRegexRewrite:
             match: ^/cart/?(.*)$
             rewrite: /\\1
         route:
           - destination:
               host: cart.cart.svc.cluster.local
               port:
                 number: 80
               subset: v1
             weight: 90
           - destination:
               host: cart.cart.svc.cluster.local
               port:
                 number: 80
               subset: v2
             weight: 10
   ---
   apiVersion: networking.istio.io/v1
   kind: Gateway
   metadata:
     name: platform-edge
     namespace: edge
   spec:
     selector:
       app: edge
     servers:
       - hosts:
           - platform/shop.example.com
         port:
           name: http-80-redirect
           number: 80
           protocol: HTTP
         tls:
           httpsRedirect: true
       - hosts:
           - platform/shop.example.com
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
     name: platform-front
     namespace: platform
   spec:
     gateways:
       - edge/platform-edge
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
           name: cart-routes
           namespace: cart
         match:
           - uri:
               exact: /cart
           - uri:
               prefix: /cart/
       - route:
           - destination:
               host: web.platform.svc.cluster.local
               port:
                 number: 80
   "
  `);
});

describe('the team', () => {
  test('lets in every gateway that leads to it', () => {
    const routes = delegated([Route.all(cart)]);
    const principals = () => find(cartChart, 'AuthorizationPolicy', 'cart-allow')?.spec.rules?.flatMap((rule: any) => rule.from[0].source.principals);
    expect(principals()).toBeUndefined();
    front([Route.prefix('/cart', routes)], { namespace: MeshNamespace.fromName('platform') });
    const partner = IngressGateway.fromName('partners/edge', { pods: GatewayPods.helm('partners', MeshNamespace.fromName('partners')) });
    new IngressRoute(platform, 'Partners', {
      gateway: partner,
      hosts: ['partners.example.com'],
      routes: [Route.prefix('/cart', routes)],
      namespace: MeshNamespace.fromName('platform'),
    });
    expect(principals()).toEqual(['cluster.local/ns/edge/sa/edge', 'cluster.local/ns/partners/sa/partners']);
  });

  test('lets in a gateway of another app whose routes lead to it', () => {
    delegated([Route.prefix('/cart', cart)], { gateways: [IngressGateway.fromName('istio-ingress/public', { pods })] });
    expect(find(cartChart, 'AuthorizationPolicy', 'cart-allow').spec.rules).toEqual([
      { from: [{ source: { principals: ['cluster.local/ns/edge/sa/edge'] } }] },
    ]);
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('is applied before the routes that lead to it', () => {
    front([Route.prefix('/cart', delegated([Route.all(cart)])), Route.all(web)]);
    expect(platform.node.dependencies).toContain(cartChart);
  });

  test('says what happens to all of its routes', () => {
    delegated(
      [Route.prefix('/cart', cart), Route.exact('/cart/frame', cart, { responseHeaders: HeaderOperations.none().replace('X-Frame-Options', 'SAMEORIGIN') })],
      {
        cors: CorsPolicy.anyOrigin(),
        responseHeaders: SecurityHeaders.strict(),
        gateways: [edge],
      },
    );
    expect(
      rules().map(({ corsPolicy, headers }: any) => [
        corsPolicy.allowOrigins,
        headers.response.set['x-frame-options'],
        headers.response.set['X-Frame-Options'],
      ]),
    ).toEqual([
      [[{ regex: '.*' }], undefined, 'SAMEORIGIN'],
      [[{ regex: '.*' }], 'DENY', undefined],
    ]);
  });

  test('has what is said later about its services', () => {
    delegated([Route.prefix('/cart', cart)], { gateways: [edge] });
    new ServicePolicy(cartChart, 'Policy', { service: cart, timeout: Duration.seconds(3) });
    expect(rules()[0].timeout).toBe('3s');
  });

  test('can give routes of another kind, and overrides', () => {
    const routes = delegated([Route.exact('/cart/old', Redirect.toPath('/cart')), Route.exact('/cart/health', DirectResponse.text(200))], {
      gateways: [edge],
      namespace: MeshNamespace.fromName('cart'),
    });
    routes.routeTable.override('spec.exportTo', ['platform']);
    expect(find(cartChart, 'VirtualService', 'cart-routes').spec.exportTo).toEqual(['platform']);
    expect(routes.routeTable.http).toHaveLength(2);
  });

  test('is seen by the namespaces that delegate to it, where the mesh hides what it can', () => {
    Mesh.of(app).configure({ visibility: Visibility.ownNamespace() });
    front([Route.prefix('/cart', delegated([Route.all(cart)])), Route.all(web)]);
    expect([
      rules().length,
      find(cartChart, 'VirtualService', 'cart-routes').spec.exportTo,
      find(platform, 'VirtualService', 'platform-front').spec.exportTo,
    ]).toEqual([1, ['.', 'platform'], ['.', 'edge']]);
  });

  test('is seen everywhere when another app delegates to it, whose namespace is not known', () => {
    Mesh.of(app).configure({ visibility: Visibility.ownNamespace() });
    delegated([Route.prefix('/cart', cart)], { gateways: [edge] });
    expect(find(cartChart, 'VirtualService', 'cart-routes').spec.exportTo).toEqual(['*']);
  });

  test('is told at synthesis when nothing leads to its routes', () => {
    delegated([Route.all(cart)]);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    app.synthYaml();
    expect(String(write.mock.calls[0][0])).toContain('[cart/Routes] warning[delegated-routes/nobody-delegates]: no ingress route delegates to these routes');
    write.mockRestore();
  });
});

describe('the owner of the host', () => {
  test('may lead to routes of another app', () => {
    front([Route.prefix('/cart', DelegatedRoutes.fromName('cart-routes', MeshNamespace.fromName('cart'))), Route.all(web)]);
    expect(find(platform, 'VirtualService', 'platform-front').spec.http[1]).toEqual({
      match: [{ uri: { exact: '/cart' } }, { uri: { prefix: '/cart/' } }],
      delegate: { name: 'cart-routes', namespace: 'cart' },
    });
  });

  test('gives what holds where the team says nothing', () => {
    front([Route.prefix('/cart', delegated([Route.all(cart)])), Route.all(web)], {
      cors: CorsPolicy.anyOrigin(),
      responseHeaders: HeaderOperations.none().replace('x-edge', '1'),
    });
    expect(find(platform, 'VirtualService', 'platform-front').spec.http[1]).toMatchObject({
      corsPolicy: { allowOrigins: [{ regex: '.*' }] },
      headers: { response: { set: { 'x-edge': '1' } } },
      delegate: { name: 'cart-routes', namespace: 'cart' },
    });
  });

  test.each<[string, RouteOptions]>([
    ['rewrite', { rewrite: Rewrite.stripPrefix() }],
    ['timeout', { timeout: Duration.seconds(1) }],
    ['retries', { retries: Retries.beforeProcessing(1) }],
    ['requestHeaders', { requestHeaders: HeaderOperations.none().remove('x-debug') }],
  ])('fails for a %s of its own', (option, options) => {
    const routes = delegated([Route.all(cart)]);
    expect(() => front([Route.prefix('/cart', routes, options)], { namespace: MeshNamespace.fromName('platform') })).toThrow(
      `[platform/Front] ${option} is said for requests that go to the routes of [cart/Routes]\n    fix: say it in the routes there: they know their services`,
    );
  });

  test('fails where TLS passes through', () => {
    expect(() => front([Route.all(delegated([Route.all(cart)]))], { tls: ServerTls.passthrough() })).toThrow(
      '[platform/Front] a route goes to the routes of [cart/Routes], but with ServerTls.passthrough() the gateway sees no requests',
    );
  });
});

describe('matches of both', () => {
  const regex = (text: string) => RequestMatch.path(PathMatch.regex(text));
  const header = (value: StringMatch) => RequestMatch.header('x-team', value);

  test.each<[string, RequestMatch, RequestMatch]>([
    ['a path under the one of the root', RequestMatch.path(PathMatch.prefix('/cart')), RequestMatch.path(PathMatch.prefix('/cart/items'))],
    ['the same path', RequestMatch.path(PathMatch.prefix('/cart')), RequestMatch.path(PathMatch.prefix('/cart'))],
    ['a header beside the path', RequestMatch.path(PathMatch.prefix('/cart')), header(StringMatch.exact('a'))],
    ['a narrower header', header(StringMatch.startsWith('a')), header(StringMatch.exact('ab'))],
    [
      'a path in any case under one in any case',
      RequestMatch.path(PathMatch.prefix('/cart').ignoringCase()),
      RequestMatch.path(PathMatch.prefix('/cart/A').ignoringCase()),
    ],
  ])('fit: %s', (_, root, leaf) => {
    const routes = delegated([Route.when([leaf], cart)]);
    expect(() => front([Route.when([root], routes)], { namespace: MeshNamespace.fromName('platform') })).not.toThrow();
  });

  test.each<[string, RequestMatch, RequestMatch, string]>([
    ['another path', RequestMatch.path(PathMatch.prefix('/cart')), RequestMatch.path(PathMatch.prefix('/basket')), 'under "/basket"'],
    ['a wider path', RequestMatch.path(PathMatch.prefix('/cart/items')), RequestMatch.path(PathMatch.prefix('/cart')), '"/cart"'],
    ['a path beside an expression', regex('/ca.*'), RequestMatch.path(PathMatch.exact('/cart')), '"/cart"'],
    ['an expression beside a path', RequestMatch.path(PathMatch.prefix('/cart')), regex('/cart/.*'), 'path'],
    ['another header', header(StringMatch.exact('a')), header(StringMatch.exact('b')), 'header'],
    ['any path beside one in any case', RequestMatch.path(PathMatch.prefix('/cart').ignoringCase()), header(StringMatch.exact('a')), 'header'],
  ])('fails, with both constructs, where Istio would drop a rule: %s', (_, root, leaf, told) => {
    const routes = delegated([Route.when([leaf], cart)]);
    expect(() => front([Route.when([root], routes)], { namespace: MeshNamespace.fromName('platform') })).toThrow(
      new RegExp(
        `\\[platform/Front\\] requests that hold .*${told}.* are routed by \\[cart/Routes\\], and are not among those that are delegated to it: Istio drops that rule\\n    fix: let its paths begin`,
      ),
    );
  });

  test('fails at synthesis for what is said later about a service', () => {
    front([Route.when([header(StringMatch.exact('a'))], delegated([Route.all(cart)]))], { namespace: MeshNamespace.fromName('platform') });
    new ServicePolicy(cartChart, 'Policy', { service: cart, timeout: Duration.seconds(3), matching: [header(StringMatch.exact('b'))] });
    expect(() => app.synthYaml()).toThrow(/\[platform\/Front\] requests that hold .* are routed by \[cart\/Routes\]/);
  });
});

describe('delegated routes', () => {
  test('fails without routes, and for further delegation', () => {
    expect(() => delegated([])).toThrow('[cart/Routes] routes is empty');
    cartChart.node.tryRemoveChild('Routes');
    expect(() => delegated([Route.all(DelegatedRoutes.fromName('more', MeshNamespace.fromName('more')))])).toThrow(
      '[cart/Routes] a route goes to the routes more/more\n    fix: let the ingress route delegate to them itself: Istio follows one delegation',
    );
  });

  test('fails for two routes for the same requests', () => {
    expect(() => delegated([Route.prefix('/cart', cart), Route.prefix('/cart', web)])).toThrow('[cart/Routes] two routes are for');
  });

  test('fails for names that no object has', () => {
    expect(() => DelegatedRoutes.fromName('Cart', MeshNamespace.fromName('cart'))).toThrow('name is "Cart"');
  });

  test('fails when a rule is added to what they write, because it would be lost', () => {
    const { routeTable } = delegated([Route.all(cart)]);
    expect(() => routeTable.addHttpRoute(HttpRoute.respond(DirectResponse.text(200)))).toThrow(
      '[cart/Routes/Routes] its content comes from [cart/Routes], so that what is added here would be lost\n    fix: say it to [cart/Routes], or change what is written with override',
    );
  });
});
