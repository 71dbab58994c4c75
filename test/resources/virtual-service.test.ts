import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import { Gateway } from '../../imports/networking.istio.io';
import { IIngressGateway, IMeshNamespace } from '../../src/core/bindings';
import { DataPlane } from '../../src/core/data-plane';
import { CorsPolicy } from '../../src/resources/cors-policy';
import { Destination } from '../../src/resources/destination';
import { DestinationRule } from '../../src/resources/destination-rule';
import { DirectResponse } from '../../src/resources/direct-response';
import { Fault } from '../../src/resources/fault';
import { HeaderOperations } from '../../src/resources/header-operations';
import { HttpRoute } from '../../src/resources/http-route';
import { HttpRouteTable } from '../../src/resources/http-route-table';
import { PathMatch } from '../../src/resources/path-match';
import { Redirect, RedirectCode } from '../../src/resources/redirect';
import { RequestMatch } from '../../src/resources/request-match';
import { Retries } from '../../src/resources/retries';
import { Rewrite } from '../../src/resources/rewrite';
import { StringMatch } from '../../src/resources/string-match';
import { Subset } from '../../src/resources/subset';
import { TcpRoute } from '../../src/resources/tcp-route';
import { TlsRoute } from '../../src/resources/tls-route';
import { VirtualService, VirtualServiceProps } from '../../src/resources/virtual-service';
import { Visibility } from '../../src/resources/visibility';
import { manifest } from '../manifest';

let app: App;
let chart: Chart;

beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
});

function service(name: string, port = 9080, portName = 'http'): ApiObject {
  return new ApiObject(chart, `Service-${name}`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ name: portName, port }] },
  });
}

function versions(name: string, ...subsets: string[]): DestinationRule {
  return new DestinationRule(chart, `Versions-${name}`, { host: name, subsets: subsets.map(version => Subset.of(version, { version })) });
}

/** A Gateway, and the handle that routes take. */
function edge(protocol: string, port: number, host: string, tls?: any): IIngressGateway {
  new Gateway(chart, 'Edge', {
    metadata: { name: 'edge' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: port, name: `${protocol.toLowerCase()}-${port}`, protocol }, hosts: [host], tls }],
    },
  });
  return gateway('shop/edge');
}

function gateway(gatewayName: string): IIngressGateway {
  return { gatewayName, callerConfig: () => ({}), policyTargetConfig: () => ({ namespace: 'istio-system' }) };
}

function namespace(namespaceName: string): IMeshNamespace {
  return {
    namespaceName,
    dataPlane: DataPlane.sidecar(),
    callerConfig: () => ({ namespaces: [namespaceName] }),
    policyTargetConfig: () => ({ namespace: namespaceName }),
  };
}

function routes(props: Partial<VirtualServiceProps> = {}): VirtualService {
  return new VirtualService(chart, 'Routes', { hosts: ['reviews'], ...props });
}

const reviews = Destination.host('reviews.shop.svc.cluster.local', { port: 9080 });
const toReviews = HttpRoute.to([{ target: reviews }]);

describe('routes inside the mesh', () => {
  test('go to a service, without a DestinationRule', () => {
    routes({ http: [HttpRoute.to([{ target: Destination.service(service('reviews')) }])] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
     "
    `);
  });

  test('go to a subset of a DestinationRule', () => {
    service('reviews');
    const rule = versions('reviews', 'v1', 'v2');
    routes({ http: [HttpRoute.to([{ target: rule.subset('v1', 9080) }])] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-versions-reviews
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
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
     "
    `);
  });

  test('split traffic 90 to 10', () => {
    service('reviews');
    const rule = versions('reviews', 'v1', 'v2');
    routes({
      http: [
        HttpRoute.to([
          { target: rule.subset('v1', 9080), weight: 90 },
          { target: rule.subset('v2', 9080), weight: 10 },
        ]),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-versions-reviews
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
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
               weight: 90
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
               weight: 10
     "
    `);
  });

  test('send one user to v2, and everybody else to v3', () => {
    service('reviews');
    const rule = versions('reviews', 'v2', 'v3');
    routes({
      http: [
        HttpRoute.to([{ target: rule.subset('v2', 9080) }], { name: 'jason', matches: [RequestMatch.header('end-user', StringMatch.exact('jason'))] }),
        HttpRoute.to([{ target: rule.subset('v3', 9080) }]),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-versions-reviews
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       subsets:
         - labels:
             version: v2
           name: v2
         - labels:
             version: v3
           name: v3
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - match:
             - headers:
                 end-user:
                   exact: jason
           name: jason
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v3
     "
    `);
  });

  test('send browsers elsewhere by an expression for the whole User-Agent', () => {
    service('reviews');
    const rule = versions('reviews', 'v1', 'v2');
    routes({
      http: [
        HttpRoute.to([{ target: rule.subset('v2', 9080) }], { matches: [RequestMatch.header('User-Agent', StringMatch.regex('.*Chrome.*'))] }),
        HttpRoute.to([{ target: rule.subset('v1', 9080) }]),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-versions-reviews
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
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - match:
             - headers:
                 user-agent:
                   regex: .*Chrome.*
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
     "
    `);
  });

  test('match all conditions of a match, and any match of a route', () => {
    const target = Destination.service(service('reviews'));
    routes({
      http: [
        HttpRoute.to([{ target }], {
          name: 'any-of-three',
          matches: [
            RequestMatch.allOf(
              RequestMatch.path(PathMatch.startsWith('/api/')),
              RequestMatch.method('GET', 'HEAD'),
              RequestMatch.scheme(StringMatch.exact('http')),
              RequestMatch.authority('reviews'),
              RequestMatch.headerPresent('x-user'),
              RequestMatch.headerAbsent('x-bot'),
              RequestMatch.query('debug', StringMatch.exact('1')),
              RequestMatch.queryPresent('trace'),
            )
              .named('api')
              .withStatPrefix('api'),
            RequestMatch.allOf(
              RequestMatch.path(PathMatch.regex('/v[0-9]+/.*')),
              RequestMatch.authorityLike(StringMatch.startsWith('reviews.')),
              RequestMatch.header('x-kind', StringMatch.startsWith('a')),
              RequestMatch.query('q', StringMatch.regex('[a-z]+')),
              RequestMatch.scheme(StringMatch.regex('https?')),
              RequestMatch.withoutHeader('x-plan', StringMatch.exact('free')),
              RequestMatch.port(9080),
            ),
            RequestMatch.path(PathMatch.exact('/Health').ignoringCase()),
          ],
        }),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - match:
             - authority:
                 regex: (?i)reviews(:\\d+)?
               headers:
                 x-user: {}
               method:
                 regex: GET|HEAD
               name: api
               queryParams:
                 debug:
                   exact: "1"
                 trace: {}
               scheme:
                 exact: http
               statPrefix: api
               uri:
                 prefix: /api/
               withoutHeaders:
                 x-bot: {}
             - authority:
                 prefix: reviews.
               headers:
                 x-kind:
                   prefix: a
               port: 9080
               queryParams:
                 q:
                   regex: "[a-z]+"
               scheme:
                 regex: https?
               uri:
                 regex: /v[0-9]+/.*
               withoutHeaders:
                 x-plan:
                   exact: free
             - ignoreUriCase: true
               uri:
                 exact: /Health
           name: any-of-three
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
     "
    `);
  });

  test('change headers of requests and responses, for the route and for a destination', () => {
    service('reviews');
    const rule = versions('reviews', 'v1', 'v2');
    const marked = HeaderOperations.none().replace('x-route', '100%').add('via', 'mesh').remove('x-debug', 'x-trace');
    routes({
      http: [
        HttpRoute.to(
          [
            {
              target: rule.subset('v1', 9080),
              weight: 3,
              requestHeaders: HeaderOperations.none().replace('x-version', 'v1'),
              responseHeaders: HeaderOperations.none().add('x-from', 'v1'),
            },
            { target: rule.subset('v2', 9080), weight: 1 },
          ],
          { requestHeaders: marked, responseHeaders: HeaderOperations.none().replaceWithFormat('x-client', '%DOWNSTREAM_REMOTE_ADDRESS%').remove('server') },
        ),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-versions-reviews
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
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - headers:
             request:
               add:
                 via: mesh
               remove:
                 - x-debug
                 - x-trace
               set:
                 x-route: 100%%
             response:
               remove:
                 - server
               set:
                 x-client: "%DOWNSTREAM_REMOTE_ADDRESS%"
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
               headers:
                 request:
                   set:
                     x-version: v1
                 response:
                   add:
                     x-from: v1
               weight: 3
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
               weight: 1
     "
    `);
  });

  test('mirror a share of the requests', () => {
    service('reviews');
    const rule = versions('reviews', 'v1', 'v2');
    routes({ http: [HttpRoute.to([{ target: rule.subset('v1', 9080) }], { mirrors: [{ target: rule.subset('v2', 9080), percent: 12.5 }] })] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-versions-reviews
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
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - mirrors:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
               percentage:
                 value: 12.5
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
     "
    `);
  });

  test('limit the time, and retry', () => {
    const target = Destination.service(service('reviews'));
    const retries = Retries.on(['5xx', '429'], 2, {
      perTryTimeout: Duration.millis(1500),
      backoff: Duration.millis(100),
      alsoWrites: true,
      retryRemoteLocalities: true,
      ignorePreviousHosts: false,
    });
    routes({ http: [HttpRoute.to([{ target }], { timeout: Duration.seconds(5), retries })] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - retries:
             attempts: 2
             backoff: 100ms
             perTryTimeout: 1500ms
             retryIgnorePreviousHosts: false
             retryOn: 5xx,429
             retryRemoteLocalities: true
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
           timeout: 5s
     "
    `);
  });

  test('delay and abort by percentage', () => {
    const target = Destination.service(service('reviews'));
    const fault = Fault.both(Fault.delay(Duration.seconds(7), { percent: 10 }), Fault.abort(503, { percent: 0.1 }));
    routes({
      http: [HttpRoute.to([{ target }], { fault, matches: [RequestMatch.header('x-experiment', StringMatch.exact('on'))] }), HttpRoute.to([{ target }])],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - fault:
             abort:
               httpStatus: 503
               percentage:
                 value: 0.1
             delay:
               fixedDelay: 7s
               percentage:
                 value: 10
           match:
             - headers:
                 x-experiment:
                   exact: "on"
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
         - route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
     "
    `);
  });

  test('send TCP connections by port and caller', () => {
    const target = Destination.service(service('db', 5432, 'tcp-postgres'));
    const replica = Destination.service(service('db-replica', 5432, 'tcp-postgres'));
    routes({
      hosts: ['db'],
      tcp: [
        TcpRoute.to(
          [
            { target: replica, weight: 4 },
            { target, weight: 1 },
          ],
          {
            matches: [
              { port: 5432, sourceLabels: { app: 'report' }, sourceNamespace: namespace('shop') },
              { destinationSubnets: ['10.1.0.0/16'], mesh: true },
            ],
          },
        ),
        TcpRoute.to([{ target }]),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: v1
     kind: Service
     metadata:
       name: db
       namespace: shop
     spec:
       ports:
         - name: tcp-postgres
           port: 5432
       selector:
         app: db
     ---
     apiVersion: v1
     kind: Service
     metadata:
       name: db-replica
       namespace: shop
     spec:
       ports:
         - name: tcp-postgres
           port: 5432
       selector:
         app: db-replica
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       hosts:
         - db.shop.svc.cluster.local
       tcp:
         - match:
             - port: 5432
               sourceLabels:
                 app: report
               sourceNamespace: shop
             - destinationSubnets:
                 - 10.1.0.0/16
               gateways:
                 - mesh
           route:
             - destination:
                 host: db-replica.shop.svc.cluster.local
                 port:
                   number: 5432
               weight: 4
             - destination:
                 host: db.shop.svc.cluster.local
                 port:
                   number: 5432
               weight: 1
         - route:
             - destination:
                 host: db.shop.svc.cluster.local
                 port:
                   number: 5432
     "
    `);
  });
});

describe('routes at gateways', () => {
  test('redirect to another host and path', () => {
    const front = edge('HTTP', 80, 'shop.example.com');
    routes({
      hosts: ['shop.example.com'],
      gateways: [front],
      http: [
        HttpRoute.redirect(Redirect.to({ host: 'www.example.com', path: '/shop', code: RedirectCode.MOVED_PERMANENTLY }), {
          matches: [RequestMatch.path(PathMatch.exact('/old'))],
        }),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - shop.example.com
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       gateways:
         - shop/edge
       hosts:
         - shop.example.com
       http:
         - match:
             - uri:
                 exact: /old
           redirect:
             authority: www.example.com
             redirectCode: 301
             uri: /shop
     "
    `);
  });

  test('rewrite a prefix, and answer the rest', () => {
    const front = edge('HTTP', 80, '*');
    routes({
      hosts: ['*'],
      gateways: [front],
      exportTo: Visibility.namespaces(namespace('istio-system')),
      http: [
        HttpRoute.to([{ target: Destination.service(service('reviews')) }], {
          matches: [RequestMatch.path(PathMatch.prefix('/api'))],
          rewrite: Rewrite.stripPrefix(),
        }),
        HttpRoute.respond(DirectResponse.json(404, '{"error":"no such page"}')),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - "*"
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       exportTo:
         - istio-system
       gateways:
         - shop/edge
       hosts:
         - "*"
       http:
         - match:
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
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
         - directResponse:
             body:
               string: '{"error":"no such page"}'
             status: 404
           headers:
             response:
               set:
                 content-type: application/json
     "
    `);
  });

  test('hold inside the mesh as well, and tell the ways in apart', () => {
    const front = edge('HTTP', 80, 'reviews.shop.svc.cluster.local');
    const target = Destination.service(service('reviews'));
    routes({
      gateways: [front],
      mesh: true,
      http: [
        HttpRoute.to([{ target }], { matches: [RequestMatch.gateways(front)], timeout: Duration.seconds(10) }),
        HttpRoute.to([{ target }], { matches: [RequestMatch.mesh()], timeout: Duration.seconds(2) }),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - reviews.shop.svc.cluster.local
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       gateways:
         - shop/edge
         - mesh
       hosts:
         - reviews.shop.svc.cluster.local
       http:
         - match:
             - gateways:
                 - shop/edge
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
           timeout: 10s
         - match:
             - gateways:
                 - mesh
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
           timeout: 2s
     "
    `);
  });

  test('let pages of other origins call', () => {
    const front = edge('HTTP', 80, 'api.example.com');
    const cors = CorsPolicy.originsWithCredentials([StringMatch.exact('https://www.example.com'), StringMatch.suffix('.example.org')], {
      methods: ['GET', 'POST'],
      headers: ['x-token'],
      exposedHeaders: ['x-total'],
      maxAge: Duration.hours(24),
    });
    routes({ hosts: ['api.example.com'], gateways: [front], http: [HttpRoute.to([{ target: Destination.service(service('reviews')) }], { cors })] });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - api.example.com
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: v1
     kind: Service
     metadata:
       name: reviews
       namespace: shop
     spec:
       ports:
         - name: http
           port: 9080
       selector:
         app: reviews
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       gateways:
         - shop/edge
       hosts:
         - api.example.com
       http:
         - corsPolicy:
             allowCredentials: true
             allowHeaders:
               - x-token
             allowMethods:
               - GET
               - POST
             allowOrigins:
               - exact: https://www.example.com
               - regex: .*\\.example\\.org
             exposeHeaders:
               - x-total
             maxAge: 24h
           route:
             - destination:
                 host: reviews.shop.svc.cluster.local
                 port:
                   number: 9080
     "
    `);
  });

  test('match the claims of a token', () => {
    const front = edge('HTTP', 80, 'api.example.com');
    const target = Destination.service(service('reviews'));
    routes({
      hosts: ['api.example.com'],
      gateways: [front],
      http: [HttpRoute.to([{ target }], { matches: [RequestMatch.claim('groups', 'beta')], name: 'beta' }), HttpRoute.to([{ target }])],
    });
    expect(Testing.synth(chart)[2].spec.http[0].match).toEqual([{ headers: { '@request.auth.claims.groups': { exact: 'beta' } } }]);
  });

  test('send TLS connections on by their server name', () => {
    const front = edge('TLS', 443, '*.example.com', { mode: 'PASSTHROUGH' });
    const target = Destination.service(service('bank', 443, 'tls'));
    routes({
      hosts: ['*.example.com'],
      gateways: [front],
      tls: [TlsRoute.to([{ sniHosts: ['bank.example.com', '*.bank.example.com'], port: 443, gateways: [front] }], [{ target }])],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - "*.example.com"
           port:
             name: tls-443
             number: 443
             protocol: TLS
           tls:
             mode: PASSTHROUGH
     ---
     apiVersion: v1
     kind: Service
     metadata:
       name: bank
       namespace: shop
     spec:
       ports:
         - name: tls
           port: 443
       selector:
         app: bank
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       gateways:
         - shop/edge
       hosts:
         - "*.example.com"
       tls:
         - match:
             - gateways:
                 - shop/edge
               port: 443
               sniHosts:
                 - bank.example.com
                 - "*.bank.example.com"
           route:
             - destination:
                 host: bank.shop.svc.cluster.local
                 port:
                   number: 443
     "
    `);
  });

  test('delegate a path to the routes of another team', () => {
    const front = edge('HTTP', 80, 'shop.example.com');
    const team = new Chart(app, 'reviews', { namespace: 'reviews' });
    const table = new HttpRouteTable(team, 'Table', {
      http: [HttpRoute.redirect(Redirect.toPath('/reviews/all'), { matches: [RequestMatch.path(PathMatch.exact('/reviews'))] })],
      exportTo: Visibility.namespaces(namespace('shop')),
    });
    table.addHttpRoute(HttpRoute.to([{ target: Destination.host('reviews.reviews.svc.cluster.local', { port: 9080 }) }]));
    routes({
      hosts: ['shop.example.com'],
      gateways: [front],
      http: [
        HttpRoute.delegate(table, { name: 'reviews', matches: [RequestMatch.path(PathMatch.startsWith('/reviews'))] }),
        HttpRoute.respond(DirectResponse.text(404)),
      ],
    });
    expect(manifest(app)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: Gateway
     metadata:
       name: edge
       namespace: shop
     spec:
       selector:
         istio: ingressgateway
       servers:
         - hosts:
             - shop.example.com
           port:
             name: http-80
             number: 80
             protocol: HTTP
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: shop-routes
       namespace: shop
     spec:
       gateways:
         - shop/edge
       hosts:
         - shop.example.com
       http:
         - delegate:
             name: reviews-table
             namespace: reviews
           match:
             - uri:
                 prefix: /reviews
           name: reviews
         - directResponse:
             status: 404
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: reviews-table
       namespace: reviews
     spec:
       exportTo:
         - shop
       http:
         - match:
             - uri:
                 exact: /reviews
           redirect:
             uri: /reviews/all
         - route:
             - destination:
                 host: reviews.reviews.svc.cluster.local
                 port:
                   number: 9080
     "
    `);
    expect(table.http).toHaveLength(2);
  });
});

describe('hosts', () => {
  test('are full names, wildcards and addresses; a short one is read in the namespace of the object', () => {
    expect(routes({ hosts: ['reviews', 'api.example.com', '*.example.org', '10.0.0.1'], http: [toReviews] }).hosts).toEqual([
      'reviews.shop.svc.cluster.local',
      'api.example.com',
      '*.example.org',
      '10.0.0.1',
    ]);
  });

  test('fails without any', () => {
    expect(() => routes({ hosts: [] })).toThrow('[shop/Routes] hosts is empty\n    fix: give at least one of hosts');
  });

  test('fails with one that is no name', () => {
    expect(() => routes({ hosts: ['http://reviews.shop'] })).toThrow(
      /\[shop\/Routes\] hosts is "http:\/\/reviews.shop", not a host name\n    fix: .*without scheme/,
    );
  });

  test.each([
    [['reviews', 'reviews.shop.svc.cluster.local'], '"reviews.shop.svc.cluster.local" and "reviews.shop.svc.cluster.local"'],
    [['*.example.com', 'api.example.com'], '"*.example.com" and "api.example.com"'],
    [['*.v1.example.com', '*.example.com'], '"*.v1.example.com" and "*.example.com"'],
  ])('fails where one covers another: %j', (hosts, both) => {
    expect(() => routes({ hosts })).toThrow(`[shop/Routes] hosts has ${both}, and one covers the other\n    fix: keep one of them`);
  });

  test('fails with "*" inside the mesh', () => {
    const fact = '[shop/Routes] hosts has "*", inside the mesh\n    fix: name the hosts; "*" is possible only at gateways';
    expect(() => routes({ hosts: ['*'] })).toThrow(fact);
    chart = new Chart(app, 'other', { namespace: 'shop' });
    expect(() => routes({ hosts: ['*'], gateways: [gateway('shop/edge')], mesh: true })).toThrow(fact.replace('shop/', 'other/'));
  });

  test('fails with an empty list of gateways', () => {
    expect(() => routes({ gateways: [] })).toThrow('[shop/Routes] gateways is empty\n    fix: give at least one of gateways');
  });

  test('fails where the routes hold nowhere', () => {
    expect(() => routes({ mesh: false })).toThrow('[shop/Routes] mesh is false, and there is no gateway\n    fix: give gateways, or leave mesh out');
  });
});

describe('lists of routes', () => {
  test('grow, and are read as copies', () => {
    const virtualService = routes();
    virtualService.addHttpRoute(toReviews);
    virtualService.addTcpRoute(TcpRoute.to([{ target: reviews }]));
    virtualService.addTlsRoute(TlsRoute.to([{ sniHosts: ['reviews.shop.svc.cluster.local'] }], [{ target: reviews }]));
    virtualService.http.pop();
    virtualService.tcp.pop();
    virtualService.tls.pop();
    virtualService.hosts.pop();
    expect([virtualService.hosts, virtualService.http, virtualService.tcp, virtualService.tls].map(list => list.length)).toEqual([1, 1, 1, 1]);
    expect(Object.keys(Testing.synth(chart)[0].spec)).toEqual(['hosts', 'http', 'tcp', 'tls']);
  });

  test('can be written by a pattern when the object is written', () => {
    const virtualService = routes({ http: [HttpRoute.respond(DirectResponse.text(500))] });
    const content = { hosts: ['api.example.com'], http: new Array<HttpRoute>(), tcp: [], tls: [] };
    virtualService._contentFrom(() => content);
    content.http.push(toReviews);
    const { spec } = Testing.synth(chart)[0];
    expect(spec.hosts).toEqual(['api.example.com']);
    expect(spec.http).toHaveLength(1);
    expect(spec.http[0].route[0].destination.host).toBe('reviews.shop.svc.cluster.local');
  });

  test('take overrides of what was written', () => {
    const virtualService = routes({ http: [toReviews] });
    virtualService.override('spec.http.0.timeout', '3s');
    expect(Testing.synth(chart)[0].spec.http[0].timeout).toBe('3s');
  });

  test('fails at synthesis without any route', () => {
    routes();
    expect(() => Testing.synth(chart)).toThrow(/\[shop\/Routes\] there is no route\n +fix: add one with addHttpRoute, addTcpRoute or addTlsRoute/);
  });

  test('fails at synthesis without any route to delegate to', () => {
    new HttpRouteTable(chart, 'Table');
    expect(() => Testing.synth(chart)).toThrow(/\[shop\/Table\] there is no route\n +fix: add one with addHttpRoute$/);
  });

  test('fails where a route delegates further', () => {
    const table = HttpRouteTable.fromName('other', 'shop');
    expect(() => new HttpRouteTable(chart, 'Table', { http: [HttpRoute.delegate(table)] })).toThrow(
      '[shop/Table] the route delegates further\n    fix: delegate from the VirtualService with the hosts; Istio follows one delegation',
    );
  });
});

describe('routes that have no effect', () => {
  const onPath = (path: PathMatch, name?: string) => HttpRoute.to([{ target: reviews }], { name, matches: [RequestMatch.path(path)] });

  test('fails after a route for every request', () => {
    expect(() => routes({ http: [toReviews, onPath(PathMatch.exact('/a'), 'a')] })).toThrow(
      '[shop/Routes] the route "a" is never reached: earlier ones take every request\n    fix: add the narrower route first, and the one for every request last',
    );
  });

  test('fails for a second route for every request', () => {
    expect(() => routes({ http: [toReviews, toReviews] })).toThrow('[shop/Routes] the route is never reached: earlier ones take every request');
  });

  test('fails where earlier routes take all its requests', () => {
    expect(() => routes({ http: [onPath(PathMatch.startsWith('/a')), onPath(PathMatch.prefix('/a/b'))] })).toThrow(
      '[shop/Routes] the route is never reached: earlier ones take all its requests',
    );
  });

  test('are fine after a delegation, which may leave requests over', () => {
    const table = HttpRouteTable.fromName('other', 'shop');
    expect(() => routes({ http: [HttpRoute.delegate(table), toReviews] })).not.toThrow();
  });

  test('fails for a TCP route after one for every connection', () => {
    const toAll = TcpRoute.to([{ target: reviews }]);
    expect(() => routes({ tcp: [toAll, toAll] })).toThrow(
      '[shop/Routes] the TCP route is never reached: an earlier one takes every connection\n    fix: add the route for every connection last',
    );
  });

  test('fails at synthesis where a CORS policy never sees a preflight', () => {
    routes({ http: [HttpRoute.to([{ target: reviews }], { cors: CorsPolicy.anyOrigin(), matches: [RequestMatch.method('GET')] })] });
    expect(() => Testing.synth(chart)).toThrow(
      /\[shop\/Routes\] the route has a CORS policy, but its methods leave preflights out\n +fix: add OPTIONS to the methods/,
    );
  });

  test.each([
    ['the route itself', [['GET', 'OPTIONS']]],
    ['another route', [['GET'], ['OPTIONS', 'POST']]],
  ])('are fine where %s takes the preflight', (_, methods) => {
    const cors = CorsPolicy.anyOrigin();
    routes({ http: methods.map(each => HttpRoute.to([{ target: reviews }], { cors, matches: [RequestMatch.method(...each)] })) });
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});

describe('retries of writes', () => {
  const retried = (retries: Retries, ...matches: RequestMatch[]) => HttpRoute.to([{ target: reviews }], { retries, matches });

  test('fails where a POST may have been processed', () => {
    expect(() => routes({ http: [retried(Retries.onServerErrors(2))] })).toThrow(
      '[shop/Routes] the route retries POST requests that may have been processed\n' +
        '    fix: match other methods, set alsoWrites if a request may be repeated, or use Retries.beforeProcessing',
    );
  });

  test('fails where only PATCH is left over', () => {
    const post = HttpRoute.to([{ target: reviews }], { matches: [RequestMatch.method('POST')] });
    expect(() => routes({ http: [post, retried(Retries.onServerErrors(2))] })).toThrow('the route retries PATCH requests');
  });

  test.each([
    ['alsoWrites is said', [retried(Retries.onServerErrors(2, { alsoWrites: true }))]],
    ['the conditions are harmless', [retried(Retries.beforeProcessing(2))]],
    ['there are no retries', [retried(Retries.none())]],
    ['the match is for other methods', [retried(Retries.onServerErrors(2), RequestMatch.method('GET', 'PUT'))]],
    ['an earlier route takes the writes', [retried(Retries.beforeProcessing(2), RequestMatch.method('POST', 'PATCH')), retried(Retries.onServerErrors(2))]],
  ])('are fine where %s', (_, http) => {
    expect(() => routes({ http })).not.toThrow();
  });
});

describe('ways in', () => {
  const matching = (...matches: RequestMatch[]) => HttpRoute.to([{ target: reviews }], { matches });

  test('fails where a match is for a gateway that the routes do not hold at', () => {
    expect(() => routes({ http: [matching(RequestMatch.gateways(gateway('shop/edge')))] })).toThrow(
      '[shop/Routes] a match is for the gateway "shop/edge", where the routes do not hold\n    fix: add it to gateways',
    );
  });

  test('fails where a TCP match is for the mesh and the routes are not', () => {
    expect(() => routes({ gateways: [gateway('shop/edge')], tcp: [TcpRoute.to([{ target: reviews }], { matches: [{ mesh: true }] })] })).toThrow(
      '[shop/Routes] a match is for the mesh, where the routes do not hold\n    fix: set mesh: true',
    );
  });

  test('fails for a claim inside the mesh', () => {
    expect(() => routes({ gateways: [gateway('shop/edge')], mesh: true, http: [matching(RequestMatch.claim('groups', 'beta'))] })).toThrow(
      '[shop/Routes] a match is about the claim "groups", inside the mesh\n    fix: write a VirtualService that holds only at gateways',
    );
  });

  test('fails for a caller where the routes hold only at gateways', () => {
    const fact = 'a match is about callers inside the mesh, and the routes hold only at gateways\n    fix: set mesh: true';
    expect(() => routes({ gateways: [gateway('shop/edge')], http: [matching(RequestMatch.caller(namespace('shop')))] })).toThrow(fact);
    chart = new Chart(app, 'other', { namespace: 'shop' });
    expect(() =>
      routes({ gateways: [gateway('shop/edge')], tcp: [TcpRoute.to([{ target: reviews }], { matches: [{ sourceLabels: { app: 'a' } }] })] }),
    ).toThrow(fact);
  });

  test('fails where a server name is not covered by the hosts', () => {
    expect(() => routes({ hosts: ['*.example.com'], tls: [TlsRoute.to([{ sniHosts: ['www.example.org'] }], [{ target: reviews }])] })).toThrow(
      '[shop/Routes] the server name "www.example.org" is not covered by the hosts *.example.com\n    fix: add it to hosts',
    );
  });
});

describe('TCP and TLS routes', () => {
  test('fails without server names', () => {
    expect(() => TlsRoute.to([{ sniHosts: [] }], [{ target: reviews }])).toThrow('[TlsRoute.to] sniHosts is empty');
  });

  test('fails without matches for TLS', () => {
    expect(() => TlsRoute.to([], [{ target: reviews }])).toThrow('[TlsRoute.to] matches is empty');
  });

  test('fails with a server name that is none', () => {
    expect(() => TlsRoute.to([{ sniHosts: ['Bank'] }], [{ target: reviews }])).toThrow(
      /\[TlsRoute.to\] sniHosts is "Bank", not a host name\n    fix: .*in lower case/,
    );
  });

  test('fails for a TCP match without conditions', () => {
    expect(() => TcpRoute.to([{ target: reviews }], { matches: [{}] })).toThrow(
      '[TcpRoute.to] a match has no condition\n    fix: give it one, or leave the matches out',
    );
  });

  test.each([
    [{ destinationSubnets: ['10.0.0.0/33'] }, '[TcpRoute.to] destinationSubnets has "10.0.0.0/33", not an address or range'],
    [{ port: 0 }, '[TcpRoute.to] port is 0, not a port'],
    [{ sourceLabels: {} }, '[TcpRoute.to] sourceLabels is empty'],
    [{ sourceLabels: { app: 'a' }, gateways: [gateway('shop/edge')] }, '[TcpRoute.to] the match has gateways, and labels or namespace of a source'],
  ])('fails for the match %#', (match, message) => {
    expect(() => TcpRoute.to([{ target: reviews }], { matches: [match] })).toThrow(message);
  });
});
