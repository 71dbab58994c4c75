// Releases, policies and faults: what becomes of one record of contributions, in the mesh.
import { App, Chart, Duration, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  CanaryRelease,
  CanaryReleaseProps,
  ConnectionLimits,
  Ejection,
  Fault,
  FaultExperiment,
  GatewayPods,
  IngressGateway,
  LoadBalancing,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathMatch,
  RequestMatch,
  Retries,
  ServicePolicy,
  StringMatch,
  TlsOrigination,
  ExternalApi,
  TrafficContribution,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);
const jason = RequestMatch.header('end-user', StringMatch.exact('jason'));
const admin = RequestMatch.path(PathMatch.prefix('/admin'));

let chart: Chart;
let ns: MeshNamespace;
let reviews: MeshService;
beforeEach(() => {
  chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  reviews = ns.addService('reviews', { ports: [http], versions: ['v1', 'v2', 'v3'] });
});

const service = (name: string, ...ports: MeshPort[]) => ns.addService(name, { ports });
const spec = (kind: string, name = 'reviews') => Testing.synth(chart).find(each => each.kind === kind && each.metadata.name === name)?.spec;
const routes = (name = 'reviews') => spec('VirtualService', name).http;
const canary = (props: Partial<CanaryReleaseProps> = {}) =>
  new CanaryRelease(chart, 'Canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), ...props });
/** Where a route goes: subset, or service and port, with its weight. */
const shares = ({ route }: any) =>
  route.map(({ destination: { host, subset, port }, weight }: any) => [subset ?? `${host.split('.')[0]}:${port.number}`, weight]);
const split = (target: MeshService) => [{ target, percent: 100 }];

/** A pattern of somebody else. */
class Shadow extends Construct {
  public constructor(scope: Construct, id: string, of: MeshService, to: MeshService) {
    super(scope, id);
    of.contribute({
      owner: this,
      routeName: 'shadow',
      matching: [RequestMatch.method('GET')],
      mirrors: [
        { target: to, percent: 12.5 },
        { target: of.version('v3'), percent: 100 },
      ],
    });
  }
}

test('writes the contributions of a construct of somebody else beside a release', () => {
  canary({ canaryPercent: 50 });
  new Shadow(chart, 'Shadow', reviews, service('shadow', MeshPort.http(8080)));
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
       - labels:
           version: v3
         name: v3
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
           - method:
               exact: GET
         mirrors:
           - destination:
               host: shadow.shop.svc.cluster.local
               port:
                 number: 8080
             percentage:
               value: 12.5
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v3
             percentage:
               value: 100
         name: shadow
         route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v1
             weight: 50
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v2
             weight: 50
       - route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v1
             weight: 50
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v2
             weight: 50
   "
  `);
});

describe('a canary', () => {
  test.each([0, 1, 99, 100])('gets %i percent, and what is stable the rest', percent => {
    canary({ canaryPercent: percent });
    expect(routes().map(shares)).toEqual([
      [
        ['v1', 100 - percent],
        ['v2', percent],
      ],
    ]);
  });

  test('gets nothing where no percentage is said', () => {
    canary();
    expect(routes().map(shares)).toEqual([
      [
        ['v1', 100],
        ['v2', 0],
      ],
    ]);
  });

  test('moves on by its weights alone', () => {
    const written = (canaryPercent: number) => {
      const step = new Chart(new App(), 'shop', { namespace: 'shop' });
      const stepped = new MeshService(step, 'reviews', { namespace: MeshNamespace.fromName('shop'), ports: [http], versions: ['v1', 'v2'] });
      new CanaryRelease(step, 'Canary', { stable: stepped.version('v1'), canary: stepped.version('v2'), canaryPercent, alwaysCanary: [jason] });
      return Testing.synth(step);
    };
    const withoutWeights = (objects: any[]) => JSON.stringify(objects, (key, value) => (key === 'weight' ? undefined : value));
    const steps = [0, 10, 25, 50, 75, 100].map(written);
    expect(new Set(steps.map(withoutWeights)).size).toBe(1);
    expect(new Set(steps.map(step => JSON.stringify(step))).size).toBe(6);
  });

  test('may be another service, on its own port', () => {
    canary({ stable: reviews, canary: service('next', MeshPort.http(80)), canaryPercent: 5 });
    expect(routes().map(shares)).toEqual([
      [
        ['reviews:9080', 95],
        ['next:80', 5],
      ],
    ]);
  });

  test('may be a service of somebody else, on the port of the released one where its own is not known', () => {
    canary({ stable: reviews, canary: MeshService.fromName('legacy', { namespace: MeshNamespace.fromName('old') }), canaryPercent: 5 });
    expect(routes()[0].route[1].destination).toEqual({ host: 'legacy.old.svc.cluster.local', port: { number: 9080 } });
  });

  test('keeps each port of a service with several', () => {
    const [store, next] = ['store', 'next'].map(name => service(name, MeshPort.http(80), MeshPort.grpc(90), MeshPort.tcp(6379), MeshPort.tls(443)));
    new CanaryRelease(chart, 'Store', { stable: store, canary: next, canaryPercent: 5 });
    expect(routes('store').map((route: any) => [route.match, shares(route)])).toEqual([
      [
        [{ port: 80 }],
        [
          ['store:80', 95],
          ['next:80', 5],
        ],
      ],
      [
        [{ port: 90 }],
        [
          ['store:90', 95],
          ['next:90', 5],
        ],
      ],
    ]);
    expect(spec('VirtualService', 'store').tcp.map((route: any) => [route.match, shares(route)])).toEqual([
      [
        [{ port: 6379 }],
        [
          ['store:6379', 95],
          ['next:6379', 5],
        ],
      ],
    ]);
  });

  test('is always used for requests that hold one of the matches', () => {
    canary({ canaryPercent: 10, alwaysCanary: [jason, admin] });
    expect(routes().map((route: any) => [route.match, shares(route)])).toEqual([
      [[{ headers: { 'end-user': { exact: 'jason' } } }, { uri: { exact: '/admin' } }, { uri: { prefix: '/admin/' } }], [['v2', undefined]]],
      [
        undefined,
        [
          ['v1', 90],
          ['v2', 10],
        ],
      ],
    ]);
  });

  test('wins over the version by default', () => {
    const rated = ns.addService('ratings', { ports: [http], versions: ['v1', 'v2'], defaultVersion: 'v1' });
    expect(routes('ratings').map(shares)).toEqual([[['v1', undefined]]]);
    new CanaryRelease(chart, 'Ratings', { stable: rated.version('v1'), canary: rated.version('v2'), canaryPercent: 30 });
    expect(routes('ratings').map(shares)).toEqual([
      [
        ['v1', 70],
        ['v2', 30],
      ],
    ]);
  });

  test.each<[string, () => void, string]>([
    [
      'a service that does not understand what comes in',
      () => canary({ stable: reviews, canary: service('db', MeshPort.tcp(5432)) }),
      '[shop/Canary] db.shop.svc.cluster.local would get what comes in on http-9080, and understands TCP on port 5432\n    fix: send it to something with the same ports, or say one of them with onPort(port)',
    ],
    [
      'a service without one of the ports',
      () =>
        new CanaryRelease(chart, 'C', {
          stable: service('two', MeshPort.http(80), MeshPort.http(81)),
          canary: service('other', MeshPort.http(80), MeshPort.tcp(90)),
        }),
      '[shop/C] other.shop.svc.cluster.local would get what comes in on http-81, and has no port 81, but http-80, tcp-90',
    ],
    [
      'an HTTP service for the TCP port of another',
      () => new CanaryRelease(chart, 'C', { stable: service('two', MeshPort.http(80), MeshPort.tcp(90)), canary: service('other', MeshPort.http(80)) }),
      'would get what comes in on tcp-90, and understands HTTP on port 80',
    ],
    [
      'an API that takes TLS only',
      () => canary({ stable: reviews, canary: new ExternalApi(chart, 'Api', { host: 'a.example.com', tls: TlsOrigination.byApplication() }) }),
      'a.example.com would get what comes in on http-9080, and understands TLS on port 443',
    ],
    [
      'the service itself by another name',
      () => canary({ stable: reviews, canary: reviews.onPort(9080) }),
      '[shop/Canary] stable and canary are both reviews.shop.svc.cluster.local',
    ],
    ['no request at all', () => canary({ alwaysCanary: [] }), '[shop/Canary] alwaysCanary is empty'],
    [
      'requests of a TCP service',
      () => {
        const db = ns.addService('db', { ports: [MeshPort.tcp(5432)], versions: ['v1', 'v2'] });
        new CanaryRelease(chart, 'Db', { stable: db.version('v1'), canary: db.version('v2'), alwaysCanary: [jason] });
      },
      '[shop/Db] matching is said about db, which has no HTTP port',
    ],
  ])('fails to be %s', (_, call, message) => expect(call).toThrow(message));

  test('of another service may have other ports where just one of them is meant', () => {
    const two = service('two', MeshPort.http(80), MeshPort.tcp(90));
    two.contribute({ owner: chart, matching: [RequestMatch.allOf(RequestMatch.port(80), jason)], split: split(service('one', MeshPort.http(8080))) });
    expect(routes('two').map(shares)).toEqual([[['one:8080', undefined]], [['two:80', undefined]]]);
  });
});

describe('a policy', () => {
  test('for endpoints and connections is in the DestinationRule alone', () => {
    new ServicePolicy(chart, 'Policy', {
      service: reviews,
      loadBalancing: LoadBalancing.stickyByHeader('x-user'),
      ejection: Ejection.afterServerErrors(5, { baseTime: Duration.minutes(1) }),
      limits: ConnectionLimits.of({ maxConnections: 100, maxPendingRequests: 10 }),
    });
    expect(spec('VirtualService')).toBeUndefined();
    expect(spec('DestinationRule').trafficPolicy).toEqual({
      connectionPool: { tcp: { maxConnections: 100 }, http: { http1MaxPendingRequests: 10 } },
      loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } },
      outlierDetection: { baseEjectionTime: '1m', consecutive5xxErrors: 5, maxEjectionPercent: 50 },
    });
  });

  test('for some requests is a route before the one for the rest', () => {
    new ServicePolicy(chart, 'Policy', { service: reviews, matching: [admin], timeout: Duration.seconds(30), retries: Retries.none() });
    expect(routes().map(({ match, timeout, retries }: any) => [match?.length, timeout, retries])).toEqual([
      [2, '30s', { attempts: 0 }],
      [undefined, undefined, undefined],
    ]);
  });

  test('for some requests says the rest of itself for all', () => {
    new ServicePolicy(chart, 'Policy', { service: reviews, matching: [admin], timeout: Duration.seconds(30), loadBalancing: LoadBalancing.random() });
    expect([routes().length, spec('DestinationRule').trafficPolicy]).toEqual([2, { loadBalancer: { simple: 'RANDOM' } }]);
  });

  test('with retries on errors repeats no writes, in the two routes that this takes', () => {
    new ServicePolicy(chart, 'Policy', { service: reviews, retries: Retries.onServerErrors(2) });
    expect(routes().map(({ match, retries }: any) => [match, retries.retryOn])).toEqual([
      [[{ method: { regex: 'DELETE|GET|HEAD|OPTIONS|PUT|TRACE' } }], '5xx,reset,connect-failure,refused-stream'],
      [undefined, 'connect-failure,refused-stream,unavailable,cancelled'],
    ]);
  });

  test.each<[string, Retries]>([
    ['is meant for writes too', Retries.onServerErrors(2, { alsoWrites: true })],
    ['is for requests that did not start', Retries.beforeProcessing(2)],
  ])('takes one route where it %s', (_, retries) => {
    new ServicePolicy(chart, 'Policy', { service: reviews, retries });
    expect(routes()).toHaveLength(1);
  });

  test('for writes only has no route for other methods', () => {
    new ServicePolicy(chart, 'Policy', { service: reviews, matching: [RequestMatch.method('POST')], retries: Retries.onServerErrors(1) });
    expect(routes().map(({ match, retries }: any) => [match?.[0].method, retries?.retryOn])).toEqual([
      [{ exact: 'POST' }, 'connect-failure,refused-stream,unavailable,cancelled'],
      [undefined, undefined],
    ]);
  });

  test('may be said in parts by several', () => {
    new ServicePolicy(chart, 'Time', { service: reviews, timeout: Duration.seconds(1) });
    new ServicePolicy(chart, 'Tries', { service: reviews, retries: Retries.none() });
    expect(routes().map(({ timeout, retries }: any) => [timeout, retries])).toEqual([['1s', { attempts: 0 }]]);
  });
});

describe('a fault', () => {
  const fault = (name: string) => routes(name).map((route: any) => route.fault);

  test.each<[string, Fault, object]>([
    ['delays', Fault.delay(Duration.millis(1500), { percent: 0.5 }), { delay: { fixedDelay: '1500ms', percentage: { value: 0.5 } } }],
    ['aborts', Fault.abort(503, { percent: 10 }), { abort: { httpStatus: 503, percentage: { value: 10 } } }],
    ['aborts gRPC', Fault.abortGrpc('UNAVAILABLE', { percent: 100 }), { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } }],
    [
      'does both',
      Fault.both(Fault.delay(Duration.seconds(1), { percent: 1 }), Fault.abort(500, { percent: 2 })),
      { delay: { fixedDelay: '1s', percentage: { value: 1 } }, abort: { httpStatus: 500, percentage: { value: 2 } } },
    ],
  ])('%s', (_, said, written) => {
    new FaultExperiment(chart, 'Fault', { service: reviews, fault: said });
    expect(fault('reviews')).toEqual([written]);
  });

  test('hits the requests that it is for, and leaves the way of all as it was', () => {
    canary({ canaryPercent: 10 });
    new FaultExperiment(chart, 'Fault', { service: reviews, fault: Fault.abort(500, { percent: 100 }), matching: [jason] });
    expect(routes().map((route: any) => [route.match?.[0].headers, route.fault?.abort.httpStatus, shares(route)])).toEqual([
      [
        { 'end-user': { exact: 'jason' } },
        500,
        [
          ['v1', 90],
          ['v2', 10],
        ],
      ],
      [
        undefined,
        undefined,
        [
          ['v1', 90],
          ['v2', 10],
        ],
      ],
    ]);
  });

  test('for fewer requests wins over one for more', () => {
    new FaultExperiment(chart, 'All', { service: reviews, fault: Fault.abort(500, { percent: 1 }) });
    new FaultExperiment(chart, 'Admin', { service: reviews, fault: Fault.abort(501, { percent: 1 }), matching: [admin] });
    new FaultExperiment(chart, 'Both', { service: reviews, fault: Fault.abort(502, { percent: 1 }), matching: [RequestMatch.allOf(admin, jason)] });
    expect(fault('reviews').map(({ abort }: any) => abort.httpStatus)).toEqual([502, 501, 500]);
  });
});

describe('a contribution', () => {
  const contribute = (said: Partial<TrafficContribution>) => reviews.contribute({ owner: chart, ...said });

  test('names its routes, each by its own name', () => {
    contribute({ routeName: 'main', split: split(reviews) });
    contribute({ routeName: 'preview', matching: [jason], split: [{ target: reviews.version('v2'), percent: 100 }] });
    contribute({ matching: [admin], timeout: Duration.seconds(5) });
    expect(routes().map(({ name }: any) => name)).toEqual(['preview', 'preview-2', 'main', 'main-2']);
  });

  test('is kept as it is when it is refused', () => {
    contribute({ split: split(reviews) });
    const before = Testing.synth(chart);
    expect(() => contribute({ timeout: Duration.seconds(1), split: split(reviews) })).toThrow('split for all requests is said already');
    expect(() => contribute({ loadBalancing: LoadBalancing.random(), split: split(reviews) })).toThrow();
    expect(Testing.synth(chart)).toEqual(before);
  });

  test.each<[string, Partial<TrafficContribution>, string]>([
    ['nothing', {}, '[shop] it says nothing about the traffic'],
    ['no request', { matching: [], timeout: Duration.seconds(1) }, '[shop] matching is empty'],
    ['a name that is none', { routeName: 'My Route', timeout: Duration.seconds(1) }, '[shop] routeName is "My Route", not a DNS label'],
    [
      'endpoints for some requests',
      { matching: [jason], loadBalancing: LoadBalancing.random() },
      '[shop] loadBalancing is said for some requests only\n    fix: leave `matching` out',
    ],
    [
      'one way in',
      { matching: [RequestMatch.mesh()], timeout: Duration.seconds(1) },
      '[shop] a match names gateways\n    fix: leave them out: what is said about a service holds on every way in',
    ],
    ['no target', { split: [] }, '[shop] split is empty'],
    ['no mirror', { mirrors: [] }, '[shop] mirrors is empty'],
  ])('fails for %s', (_, said, message) => expect(() => contribute(said)).toThrow(message));

  test.each<[string, number[], string]>([
    ['less than all', [50, 49], '[shop] the percentages of the split add up to 99\n    fix: make them 100 together'],
    ['more than all', [50, 51], 'add up to 101'],
    ['parts of a percent', [99.5, 0.5], '[shop] the percentage of a target is 99.5, not a whole percentage'],
  ])('fails for a split of %s', (_, percents, message) => {
    expect(() => contribute({ split: percents.map((percent, i) => ({ target: reviews.version(`v${i + 1}`), percent })) })).toThrow(message);
  });

  test('fails for a target that is named twice', () => {
    expect(() => contribute({ split: [50, 50].map(percent => ({ target: reviews.version('v1'), percent })) })).toThrow(
      '[shop] reviews.shop.svc.cluster.local v1 is in the split twice',
    );
    expect(() => contribute({ mirrors: [50, 50].map(percent => ({ target: reviews.version('v1'), percent })) })).toThrow('v1 is in mirrors twice');
  });

  test.each([0, 100.5])('fails for a mirror of %d percent', percent => {
    expect(() => contribute({ mirrors: [{ target: reviews.version('v1'), percent }] })).toThrow(
      `[shop] the percentage of a mirror is ${percent}, not a percentage\n    fix: use a number from 0.0001 to 100`,
    );
  });

  test.each([
    ['that the service does not have', 8080],
    ['that carries no requests', 5432],
  ])('fails for requests on a port %s', (_, port) => {
    const both = new MeshService(chart, 'both', { namespace: ns, ports: [MeshPort.http(80, { targetPort: 8080 }), MeshPort.tcp(5432)] });
    expect(() => both.contribute({ owner: chart, matching: [RequestMatch.port(port)], timeout: Duration.seconds(1) })).toThrow(
      `[shop] a match is for port ${port}, and both takes requests on http-80\n    fix: use one of them; a target port is no service port`,
    );
  });

  test('for one gateway only is what the gateway is told, not the service', () => {
    const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
    expect(() => contribute({ matching: [RequestMatch.gateways(edge)], timeout: Duration.seconds(1) })).toThrow('a match names gateways');
  });
});
