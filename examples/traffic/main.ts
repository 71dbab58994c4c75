// Routes and client settings in Istio's own kinds, one feature at a time. Where a service is yours, MeshService writes most of this for you.
import { App, Chart, Duration } from 'cdk8s';
import {
  ConnectionLimits, Destination, DestinationRule, DirectResponse, EgressHost, Ejection, Fault, HeaderOperations, HttpRoute, LoadBalancing, Locality,
  MeshNamespace, PathMatch, Redirect, RedirectCode, RequestMatch, Retries, Rewrite, Sidecar, SidecarEgressListener, StringMatch, Subset, VirtualService,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'traffic', { namespace: 'shop' });

// What clients do once a version is chosen.
const cart = new DestinationRule(chart, 'Cart', {
  host: 'cart.shop.svc.cluster.local',
  trafficPolicy: {
    loadBalancing: LoadBalancing.leastRequest({ warmup: Duration.seconds(30) }),
    // Failover between regions needs ejection: only endpoints that are seen to fail are left.
    locality: Locality.failover({ 'europe-west1': 'europe-west4' }, Ejection.afterGatewayErrors(5)),
    limits: ConnectionLimits.of({ maxConnections: 200, maxPendingRequests: 100, maxRequests: 500, connectTimeout: Duration.seconds(1) }),
  },
  subsets: [
    Subset.of('v1', { version: 'v1' }),
    // A version may differ from the rest: its sessions stay on one pod.
    Subset.of('v2', { version: 'v2' }, { loadBalancing: LoadBalancing.stickyByCookie('cart', Duration.hours(1)) }),
  ],
});
const [v1, v2] = [cart.subset('v1', 8080), cart.subset('v2', 8080)];

// How requests are matched: in one match all must hold, of several any.
new VirtualService(chart, 'CartRoutes', {
  hosts: [cart.host],
  http: [
    HttpRoute.redirect(Redirect.replacePrefix('/cart', RedirectCode.PERMANENT), {
      name: 'moved',
      matches: [RequestMatch.path(PathMatch.prefix('/basket'))],
    }),
    HttpRoute.respond(DirectResponse.text(410, 'gone'), { name: 'gone', matches: [RequestMatch.path(PathMatch.exact('/cart/v0'))] }),
    HttpRoute.to([{ target: v2 }], {
      name: 'testers',
      matches: [
        RequestMatch.allOf(RequestMatch.method('GET', 'HEAD'), RequestMatch.path(PathMatch.prefix('/cart')), RequestMatch.queryPresent('preview')),
        RequestMatch.header('user-agent', StringMatch.regex('.*Tester/[0-9]+.*')),
        RequestMatch.cookie('beta', 'on'),
      ],
      // Errors and delays for testers only; the percentages are of the requests of this route.
      fault: Fault.both(Fault.delay(Duration.seconds(3), { percent: 10 }), Fault.abort(503, { percent: 1 })),
    }),
    HttpRoute.to([{ target: v1 }], {
      name: 'api',
      matches: [RequestMatch.path(PathMatch.prefix('/api/cart'))],
      rewrite: Rewrite.prefix('/cart'),
      requestHeaders: HeaderOperations.none().replace('x-api', 'cart').remove('x-debug'),
    }),
    HttpRoute.to([{ target: v1, weight: 95 }, { target: v2, weight: 5 }], {
      name: 'rest',
      timeout: Duration.seconds(3),
      retries: Retries.beforeProcessing(2, { perTryTimeout: Duration.seconds(1) }),
      // A copy of every tenth request goes to the new engine; its answers are thrown away.
      mirrors: [{ target: Destination.host('cart-next.shop.svc.cluster.local', { port: 8080 }), percent: 10 }],
    }),
  ],
});

// A circuit breaker, and sessions that stay on one pod by user.
new DestinationRule(chart, 'Search', {
  host: 'search.shop.svc.cluster.local',
  trafficPolicy: {
    loadBalancing: LoadBalancing.stickyByHeader('x-user'),
    ejection: Ejection.afterServerErrors(5, { interval: Duration.seconds(5), baseTime: Duration.minutes(1), maxPercent: 30 }),
    limits: ConnectionLimits.of({ maxPendingRequests: 1, maxRequestsPerConnection: 100 }),
  },
});

// Proxies of this namespace hear of their own services and Istio's, not of the whole mesh.
new Sidecar(chart, 'Scope', {
  metadata: { name: 'default' },
  egress: [SidecarEgressListener.anyPort(EgressHost.currentNamespace(), EgressHost.all(MeshNamespace.fromName('istio-system')))],
});

app.synth();
