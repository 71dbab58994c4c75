import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  CanaryRelease,
  CorsPolicy,
  DirectResponse,
  ExternalApi,
  GatewayPods,
  HeaderOperations,
  IngressGateway,
  IngressRoute,
  IngressRouteProps,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathMatch,
  Redirect,
  RedirectCode,
  RequestMatch,
  Retries,
  Rewrite,
  Route,
  SecureNamespace,
  ServerTls,
  StringMatch,
  TlsOrigination,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(80, { targetPort: 8080 });

let chart: Chart;
let ns: MeshNamespace;
let web: MeshService;
let api: MeshService;
let edge: IngressGateway;
beforeEach(() => {
  chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  web = ns.addService('web', { ports: [http] });
  api = ns.addService('api', { ports: [http, MeshPort.grpc(90), MeshPort.tcp(6379)] });
  edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
});

const front = (props: Partial<IngressRouteProps> = {}, id = 'Front') =>
  new IngressRoute(chart, id, {
    gateway: edge,
    hosts: ['shop.example.com'],
    tls: ServerTls.simple('shop-cert'),
    routes: [Route.all(web)],
    ...props,
  });
const spec = (kind: string, name?: string) =>
  Testing.synth(chart).find(each => each.kind === kind && (name === undefined || each.metadata.name === name))?.spec;
const servers = () => spec('Gateway').servers;
const routes = () => spec('VirtualService', 'shop-front').http;

describe('a gateway of this app', () => {
  test('writes one server for each certificate and port with all of its hosts, and one that sends clients to them', () => {
    front({ hosts: ['shop.example.com', 'www.example.com'] });
    front({ hosts: ['api.example.com'], routes: [Route.prefix('/v1', api.onPort(80))] }, 'Api');
    front({ hosts: ['pay.example.net'], tls: ServerTls.mutual('pay-cert', { subjectAltNames: ['partner.example.net'] }) }, 'Pay');
    front({ hosts: ['status.example.com'], tls: ServerTls.none(), port: 8080, routes: [Route.all(DirectResponse.text(200, 'ok'))] }, 'Status');
    expect(servers().map(({ port, hosts, tls }: any) => [port.name, hosts, tls?.mode])).toEqual([
      ['http-80-redirect', ['shop/shop.example.com', 'shop/www.example.com', 'shop/api.example.com', 'shop/pay.example.net'], undefined],
      ['http-8080', ['shop/status.example.com'], undefined],
      ['https-443-shop-cert', ['shop/shop.example.com', 'shop/www.example.com', 'shop/api.example.com'], 'SIMPLE'],
      ['https-443-pay-cert', ['shop/pay.example.net'], 'MUTUAL'],
    ]);
  });

  test('writes routes with all that can happen on the way', () => {
    const cors = CorsPolicy.originsWithCredentials([StringMatch.exact('https://www.example.com')], {
      methods: ['GET', 'PUT'],
      headers: ['x-shop'],
      maxAge: Duration.hours(1),
    });
    front({
      cors,
      routes: [
        Route.prefix('/api', api.onPort(80), { rewrite: Rewrite.stripPrefix() }),
        Route.prefix('/api/v2', api.onPort(80), { rewrite: Rewrite.prefix('/next') }),
        Route.exact('/logo', web, { rewrite: Rewrite.path('/static/logo.svg').withAuthority('assets.example.com') }),
        Route.prefix('/img', web, { rewrite: Rewrite.regex('^/img/(\\d+)/.*$', '/images/\\1') }),
        Route.prefix('/old', Redirect.replacePrefix('/new', RedirectCode.PERMANENT)),
        Route.exact('/docs', Redirect.toHost('docs.example.com')),
        Route.when(
          [RequestMatch.method('TRACE'), RequestMatch.allOf(RequestMatch.method('PATCH'), RequestMatch.path(PathMatch.prefix('/files')))],
          DirectResponse.text(405, 'not here'),
        ),
        Route.prefix('/slow', web, {
          timeout: Duration.seconds(20),
          retries: Retries.beforeProcessing(1),
          cors: CorsPolicy.anyOrigin(),
          requestHeaders: HeaderOperations.none().replace('x-edge', 'shop').remove('x-debug'),
          responseHeaders: HeaderOperations.none().add('x-served-by', 'edge'),
        }),
        Route.all(web),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
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
             allowCredentials: true
             allowHeaders:
               - x-shop
             allowMethods:
               - GET
               - PUT
             allowOrigins:
               - exact: https://www.example.com
             maxAge: 1h
           match:
             - uri:
                 exact: /api/v2
             - uri:
                 prefix: /api/v2/
           rewrite:
             uriRegexRewrite:
               match: ^/api/v2(.*)$
               rewrite: /next\\1
           route:
             - destination:
                 host: api.shop.svc.cluster.local
                 port:
                   number: 80
         - corsPolicy:
             allowCredentials: true
             allowHeaders:
               - x-shop
             allowMethods:
               - GET
               - PUT
             allowOrigins:
               - exact: https://www.example.com
             maxAge: 1h
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
                   number: 80
         - corsPolicy:
             allowCredentials: true
             allowHeaders:
               - x-shop
             allowMethods:
               - GET
               - PUT
             allowOrigins:
               - exact: https://www.example.com
             maxAge: 1h
           match:
             - uri:
                 exact: /logo
           rewrite:
             authority: assets.example.com
             uri: /static/logo.svg
           route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 80
         - corsPolicy:
             allowCredentials: true
             allowHeaders:
               - x-shop
             allowMethods:
               - GET
               - PUT
             allowOrigins:
               - exact: https://www.example.com
             maxAge: 1h
           match:
             - uri:
                 exact: /img
             - uri:
                 prefix: /img/
           rewrite:
             uriRegexRewrite:
               match: ^/img/(\\d+)/.*$
               rewrite: /images/\\1
           route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 80
         - match:
             - uri:
                 exact: /old
           redirect:
             redirectCode: 308
             uri: /new
         - match:
             - uri:
                 prefix: /old/
           redirect:
             prefixRewrite: /new/
             redirectCode: 308
         - match:
             - uri:
                 exact: /docs
           redirect:
             authority: docs.example.com
         - directResponse:
             body:
               string: not here
             status: 405
           match:
             - method:
                 exact: TRACE
             - method:
                 exact: PATCH
               uri:
                 exact: /files
             - method:
                 exact: PATCH
               uri:
                 prefix: /files/
         - corsPolicy:
             allowOrigins:
               - regex: .*
           headers:
             request:
               remove:
                 - x-debug
               set:
                 x-edge: shop
             response:
               add:
                 x-served-by: edge
           match:
             - uri:
                 exact: /slow
             - uri:
                 prefix: /slow/
           retries:
             attempts: 1
             retryOn: connect-failure,refused-stream,unavailable,cancelled
           route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 80
           timeout: 20s
         - corsPolicy:
             allowCredentials: true
             allowHeaders:
               - x-shop
             allowMethods:
               - GET
               - PUT
             allowOrigins:
               - exact: https://www.example.com
             maxAge: 1h
           route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 80
     "
    `);
  });

  test('sends TLS through to the service that ends it', () => {
    const bank = ns.addService('bank', { ports: [MeshPort.tls(8443), MeshPort.http(80)], versions: ['v1', 'v2'] });
    new CanaryRelease(chart, 'Bank', { stable: bank.version('v1'), canary: bank.version('v2'), canaryPercent: 20 });
    front({ hosts: ['bank.example.com'], tls: ServerTls.passthrough(), routes: [Route.all(bank)] });
    front({ hosts: ['old.example.com'], tls: ServerTls.passthrough(), port: 8443, routes: [Route.all(bank.version('v1'))] }, 'Old');
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: bank
       namespace: shop
     spec:
       host: bank.shop.svc.cluster.local
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
       name: bank
       namespace: shop
     spec:
       hosts:
         - bank.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: bank.shop.svc.cluster.local
                 port:
                   number: 80
                 subset: v1
               weight: 80
             - destination:
                 host: bank.shop.svc.cluster.local
                 port:
                   number: 80
                 subset: v2
               weight: 20
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
             - shop/bank.example.com
           port:
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/bank.example.com
           port:
             name: tls-443
             number: 443
             protocol: TLS
           tls:
             mode: PASSTHROUGH
         - hosts:
             - shop/old.example.com
           port:
             name: tls-8443
             number: 8443
             protocol: TLS
           tls:
             mode: PASSTHROUGH
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
         - bank.example.com
       http:
         - match:
             - port: 80
           redirect:
             scheme: https
       tls:
         - match:
             - port: 443
               sniHosts:
                 - bank.example.com
           route:
             - destination:
                 host: bank.shop.svc.cluster.local
                 port:
                   number: 8443
                 subset: v1
               weight: 80
             - destination:
                 host: bank.shop.svc.cluster.local
                 port:
                   number: 8443
                 subset: v2
               weight: 20
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-old
       namespace: shop
     spec:
       gateways:
         - istio-system/shop-edge
       hosts:
         - old.example.com
       tls:
         - match:
             - port: 8443
               sniHosts:
                 - old.example.com
           route:
             - destination:
                 host: bank.shop.svc.cluster.local
                 port:
                   number: 8443
                 subset: v1
     "
    `);
  });

  test('exists from its first route on', () => {
    expect(spec('Gateway')).toBeUndefined();
    const route = front();
    expect([edge.gatewayName, spec('VirtualService').gateways]).toEqual(['istio-system/shop-edge', ['istio-system/shop-edge']]);
    expect(route.policyTargetConfig()).toEqual({
      namespace: 'istio-system',
      selector: { istio: 'ingressgateway' },
      gateway: true,
      hosts: ['shop.example.com'],
    });
  });

  test('can be elsewhere than its pods, under a name of its own and on other ports', () => {
    const pods = GatewayPods.helm('istio-public', MeshNamespace.fromName('edge'));
    edge = new IngressGateway(chart, 'Public', { pods, namespace: ns, name: 'public', httpPort: 8080, httpsPort: 8443 });
    front();
    const gateway = Testing.synth(chart).find(({ kind }) => kind === 'Gateway');
    expect([gateway.metadata, gateway.spec.selector]).toEqual([
      { name: 'public', namespace: 'shop' },
      { app: 'istio-public', istio: 'public' },
    ]);
    expect(servers().map(({ port }: any) => port.number)).toEqual([8080, 8443]);
    expect([edge.callerConfig().identities, edge.policyTargetConfig()]).toEqual([
      ['edge/istio-public'],
      { namespace: 'edge', selector: { app: 'istio-public', istio: 'public' }, gateway: true },
    ]);
  });

  test('does not send clients to TLS where that is not wanted', () => {
    front({ httpsRedirect: false });
    expect(servers().map(({ port }: any) => port.name)).toEqual(['https-443-shop-cert']);
  });

  test('sends clients to TLS on its usual port, and to another only when asked: the location has no port', () => {
    const ports = (id: string, props: Partial<IngressRouteProps>) => {
      front({ hosts: [`${id.toLowerCase()}.example.com`], ...props }, id);
      return servers()
        .filter(({ hosts }: any) => hosts.includes(`shop/${id.toLowerCase()}.example.com`))
        .map(({ port }: any) => port.number);
    };
    expect([ports('A', {}), ports('B', { port: 443 }), ports('C', { port: 8443 }), ports('D', { port: 8443, httpsRedirect: true })]).toEqual([
      [80, 443],
      [80, 443],
      [8443],
      [80, 8443],
    ]);
  });

  test('keeps routes to the port they are for, where a host has several', () => {
    const matches = (name: string) => spec('VirtualService', name).http[0].match;
    front({ tls: ServerTls.mutual('admin-cert'), port: 8443, routes: [Route.prefix('/admin', web)], refuseAmbiguousPaths: false }, 'Admin');
    expect(matches('shop-admin')).toEqual([{ uri: { exact: '/admin' } }, { uri: { prefix: '/admin/' } }]);
    front({ tls: ServerTls.none() }, 'Public');
    expect([matches('shop-admin'), matches('shop-public')]).toEqual([
      [
        { port: 8443, uri: { exact: '/admin' } },
        { port: 8443, uri: { prefix: '/admin/' } },
      ],
      [{ port: 80 }],
    ]);
  });

  test.each<[string, Partial<IngressRouteProps>, unknown]>([
    ['the same host of another namespace', { namespace: MeshNamespace.fromName('other') }, undefined],
    ['another host', { hosts: ['other.example.com'] }, undefined],
    ['a wildcard for it', { hosts: ['*.example.com'] }, [{ port: 443 }]],
    ['every host', { hosts: ['*'] }, [{ port: 443 }]],
    ['a wildcard for others', { hosts: ['*.shop.example.com'] }, undefined],
  ])('asks for the port just where it has to: beside %s on another port', (_, props, match) => {
    front();
    front({ tls: ServerTls.none(), port: 8080, ...props }, 'Other');
    expect(routes()[0].match).toEqual(match);
  });

  test('keeps the names of its servers when others come', () => {
    const names = () => servers().map(({ port }: any) => port.name);
    front({ tls: ServerTls.simple('a-cert'), hosts: ['a.example.com'] }, 'A');
    const before = names();
    front({ tls: ServerTls.simple('b-cert'), hosts: ['b.example.com'] }, 'B');
    front({ tls: ServerTls.none(), hosts: ['c.example.com'], port: 8080 }, 'C');
    expect(names()).toEqual(expect.arrayContaining(before));
    expect(names()).toEqual(['http-80-redirect', 'http-8080', 'https-443-a-cert', 'https-443-b-cert']);
  });

  test('tells servers of one certificate and different settings apart', () => {
    front({ hosts: ['a.example.com'] }, 'A');
    front({ hosts: ['b.example.com'], tls: ServerTls.mutual('shop-cert') }, 'B');
    expect(servers().map(({ port, hosts }: any) => [port.name, hosts])).toEqual([
      ['http-80-redirect', ['shop/a.example.com', 'shop/b.example.com']],
      ['https-443-shop-cert', ['shop/a.example.com']],
      ['https-443-shop-cert-2', ['shop/b.example.com']],
    ]);
  });

  test('unites plain hosts, and names a host once', () => {
    front({ tls: ServerTls.none(), routes: [Route.prefix('/a', web)] }, 'A');
    front({ tls: ServerTls.none(), routes: [Route.prefix('/b', web)], hosts: ['shop.example.com', 'b.example.com'] }, 'B');
    expect(servers()).toEqual([{ port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: ['shop/shop.example.com', 'shop/b.example.com'] }]);
  });

  test('opens a host for each namespace that has routes for it', () => {
    const other = new MeshNamespace(chart, 'Other', { name: 'other', create: false }).addService('other', { ports: [http] });
    front({ routes: [Route.prefix('/a', web)] }, 'A');
    front({ routes: [Route.prefix('/b', other)] }, 'B');
    expect(servers()[1].hosts).toEqual(['shop/shop.example.com', 'other/shop.example.com']);
  });

  test('fails as long as it is asked for and has no route', () => {
    expect(edge.gateway.name).toBe('shop-edge');
    expect(() => Testing.synth(chart)).toThrow(/no server|servers/);
  });

  test('fails for names that Kubernetes does not take', () => {
    expect(() => new IngressGateway(chart, 'A', { pods: GatewayPods.istioctl(), name: 'My_Gateway' })).toThrow(
      '[shop/A] name is "My_Gateway", not a DNS label',
    );
    expect(() => GatewayPods.helm('My Release', ns)).toThrow('[GatewayPods.helm] release is "My Release", not a DNS label');
    expect(() => GatewayPods.of({ namespace: ns, labels: {}, serviceAccount: 'a' })).toThrow('[GatewayPods.of] labels is empty');
    expect(() => GatewayPods.of({ namespace: ns, labels: { a: 'b' }, serviceAccount: 'A' })).toThrow('[GatewayPods.of] serviceAccount is "A", not a DNS name');
    expect(() => new IngressGateway(chart, 'B', { pods: GatewayPods.istioctl(), httpPort: 0 })).toThrow('[shop/B] httpPort is 0, not a port');
  });

  test('refuses a route for a TLS setting that a host does not have, and stays as it was', () => {
    front({ routes: [Route.prefix('/a', web)] }, 'A');
    const before = servers();
    expect(() => front({ hosts: ['new.example.com', 'shop.example.com'], tls: ServerTls.mutual('shop-cert'), routes: [Route.prefix('/b', web)] }, 'B')).toThrow(
      '[shop/B] shop.example.com on port 443 of the gateway has another TLS setting at [shop/A]: SIMPLE with shop-cert there, MUTUAL with shop-cert here\n    fix: use the same tls and httpsRedirect for every route of a host',
    );
    chart.node.tryRemoveChild('B');
    expect(servers()).toEqual(before);
  });
});

describe('a gateway of somebody else', () => {
  const gateway = IngressGateway.fromName('edge/public', { pods: GatewayPods.helm('public', MeshNamespace.fromName('edge-pods')) });

  test('gets routes and is let in, and its own object stays with its owner', () => {
    const accounts = new SecureNamespace(chart, 'Secure', { name: 'bank' }).addService('accounts', { ports: [http] });
    front({ gateway, tls: undefined, routes: [Route.all(accounts)] });
    expect(
      Testing.synth(chart)
        .map(({ kind, metadata }) => [kind, metadata.name])
        .slice(-2),
    ).toEqual([
      ['AuthorizationPolicy', 'accounts-allow'],
      ['VirtualService', 'shop-front'],
    ]);
    expect(spec('VirtualService')).toMatchObject({ gateways: ['edge/public'], hosts: ['shop.example.com'] });
    expect(spec('AuthorizationPolicy', 'accounts-allow').rules).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/edge-pods/sa/public'] } }] }]);
  });

  test('may be used on one of its ports', () => {
    front({ gateway, tls: undefined, port: 8443, routes: [Route.prefix('/a', web)], refuseAmbiguousPaths: false });
    expect(routes()[0].match).toEqual([
      { port: 8443, uri: { exact: '/a' } },
      { port: 8443, uri: { prefix: '/a/' } },
    ]);
  });

  test('fails for a port that is none', () => {
    expect(() => front({ gateway, tls: undefined, port: 70000 })).toThrow('[shop/Front] port is 70000, not a port');
  });

  test('may be told to pass TLS through, on its port', () => {
    const bank = ns.addService('bank', { ports: [MeshPort.tls(443)] });
    front({
      gateway: IngressGateway.fromName('edge/public', { pods: GatewayPods.istioctl(), httpsPort: 8443 }),
      tls: ServerTls.passthrough(),
      routes: [Route.all(bank)],
    });
    expect(spec('VirtualService').tls[0].match).toEqual([{ port: 8443, sniHosts: ['shop.example.com'] }]);
  });

  test.each([
    ['public', '[IngressGateway.fromName] the name is "public"\n    fix: write namespace and name of the Gateway object, for example "istio-system/public"'],
    ['a/b/c', 'the name is "a/b/c"'],
    ['Edge/public', 'the namespace is "Edge", not a DNS label'],
    ['edge/Public', 'the name is "Public", not a DNS label'],
  ])('fails for the name %s', (name, message) => {
    expect(() => IngressGateway.fromName(name, { pods: GatewayPods.istioctl() })).toThrow(message);
  });
});

describe('the routes', () => {
  test('come narrowest first, whatever their order', () => {
    front({
      routes: [
        Route.all(web),
        Route.prefix('/a', web, { timeout: Duration.seconds(1) }),
        Route.exact('/a/b', Redirect.toPath('/c')),
        Route.prefix('/a/b', web, { timeout: Duration.seconds(2) }),
      ],
      refuseAmbiguousPaths: false,
    });
    expect(routes().map(({ match }: any) => match?.map(({ uri }: any) => uri))).toEqual([
      [{ exact: '/a/b' }],
      [{ exact: '/a/b' }, { prefix: '/a/b/' }],
      [{ exact: '/a' }, { prefix: '/a/' }],
      undefined,
    ]);
  });

  test('of one match after the other are one rule', () => {
    front({ routes: [Route.when([RequestMatch.path(PathMatch.exact('/a')), RequestMatch.path(PathMatch.exact('/b'))], web)], refuseAmbiguousPaths: false });
    expect(routes()).toEqual([
      {
        match: [{ uri: { exact: '/a' } }, { uri: { exact: '/b' } }],
        route: [{ destination: { host: web.host, port: { number: 80 } } }],
      },
    ]);
  });

  test('go to a service that somebody else owns, with the port where it is known', () => {
    const legacy = MeshService.fromName('legacy', { namespace: MeshNamespace.fromName('old'), ports: [http] });
    front({ routes: [Route.all(legacy, { timeout: Duration.seconds(3), rewrite: Rewrite.authority('legacy.example.com') })] });
    expect(Testing.synth(chart).find(({ kind }) => kind === 'VirtualService')).toMatchObject({
      metadata: { namespace: 'old' },
      spec: {
        http: [
          {
            route: [{ destination: { host: 'legacy.old.svc.cluster.local', port: { number: 80 } } }],
            timeout: '3s',
            rewrite: { authority: 'legacy.example.com' },
          },
        ],
      },
    });
  });

  test('go to an API outside of the mesh', () => {
    const partner = new ExternalApi(chart, 'Partner', { host: 'api.example.net' });
    front({ routes: [Route.prefix('/partner', partner, { rewrite: Rewrite.stripPrefix().withAuthority('api.example.net') })] });
    expect(routes()[1]).toMatchObject({
      route: [{ destination: { host: 'api.example.net', port: { number: 80 } } }],
      rewrite: { authority: 'api.example.net' },
    });
  });

  test('are in the namespace of the first service, of the chart, or where they are said to be', () => {
    const elsewhere = new MeshNamespace(chart, 'Elsewhere', { name: 'elsewhere', create: false }).addService('a', { ports: [http] });
    const namespaceOf = (props: Partial<IngressRouteProps>, id: string) =>
      front({ hosts: [`${id.toLowerCase()}.example.com`], ...props }, id).virtualService.namespace;
    expect(namespaceOf({ routes: [Route.prefix('/r', Redirect.toPath('/')), Route.prefix('/a', elsewhere), Route.prefix('/b', web)] }, 'A')).toBe('elsewhere');
    expect(namespaceOf({ routes: [Route.all(Redirect.toHost('example.com'))] }, 'B')).toBe('shop');
    expect(namespaceOf({ namespace: MeshNamespace.fromName('said') }, 'C')).toBe('said');
  });

  test('take overrides', () => {
    front().virtualService.override('spec.http.0.newField', { kept: true });
    Mesh.of(chart).allow('common/unknown-field', 'a field of a newer Istio');
    expect(routes()[0].newField).toEqual({ kept: true });
  });

  test.each<[string, () => Partial<IngressRouteProps>, string]>([
    ['no routes', () => ({ routes: [] }), '[shop/Front] routes is empty'],
    [
      'a service with several HTTP ports',
      () => ({ routes: [Route.all(api)] }),
      '[shop/Front] api.shop.svc.cluster.local has several HTTP ports: http-80, grpc-90, tcp-6379\n    fix: say which with onPort(port)',
    ],
    [
      'a port without HTTP',
      () => ({ routes: [Route.all(api.onPort(6379))] }),
      '[shop/Front] api.shop.svc.cluster.local:6379 has no HTTP port; it has tcp-6379\n    fix: describe the port with MeshPort.http',
    ],
    [
      'an API that is called with TLS',
      () => ({
        routes: [
          Route.all(
            new ExternalApi(chart, 'A', {
              host: 'a.example.com',
              tls: TlsOrigination.byApplication(),
            }),
          ),
        ],
      }),
      'a.example.com has no HTTP port; it has tls-443',
    ],
    ['a redirect to TLS without TLS', () => ({ tls: ServerTls.none(), httpsRedirect: true }), '[shop/Front] httpsRedirect is true with ServerTls.none()'],
    [
      'cross-origin calls behind TLS that goes through',
      () => ({ tls: ServerTls.passthrough(), cors: CorsPolicy.anyOrigin() }),
      '[shop/Front] cors is said, but with ServerTls.passthrough() the gateway sees no requests',
    ],
    [
      'a redirect behind TLS that goes through',
      () => ({ tls: ServerTls.passthrough(), routes: [Route.all(Redirect.toPath('/a'))] }),
      '[shop/Front] a redirect or answer needs a request',
    ],
    [
      'two routes behind TLS that goes through',
      () => ({ tls: ServerTls.passthrough(), routes: [Route.all(web), Route.all(web)] }),
      '[shop/Front] with ServerTls.passthrough() the gateway sees no requests, only server names',
    ],
    [
      'TLS that goes through to plain HTTP',
      () => ({ tls: ServerTls.passthrough() }),
      '[shop/Front] web.shop.svc.cluster.local has no port that can take TLS; it has http-80',
    ],
    ['port 0', () => ({ port: 0 }), '[shop/Front] port is 0, not a port'],
  ])('fails for %s', (_, props, message) => {
    expect(() => front(props())).toThrow(message);
  });

  test('fails where no namespace is known', () => {
    const bare = new Chart(new App(), 'bare');
    const gateway = new IngressGateway(bare, 'Edge', { pods: GatewayPods.istioctl() });
    expect(
      () =>
        new IngressRoute(bare, 'Front', { gateway, hosts: ['a.example.com'], tls: ServerTls.none(), routes: [Route.all(Redirect.toHost('b.example.com'))] }),
    ).toThrow('[bare/Front] no namespace is known for its VirtualService\n    fix: pass namespace: no route goes to a service of this app');
  });
});
