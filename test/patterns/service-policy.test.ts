// What is said for a service, its versions and its ports, and what comes out of it when Istio puts it together.
import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  BlueGreenRelease,
  CanaryRelease,
  ConnectionLimitOptions,
  ConnectionLimits,
  Ejection,
  H2UpgradePolicy,
  LoadBalancing,
  Locality,
  MeshNamespace,
  MeshPort,
  MeshService,
  RequestMatch,
  Retries,
  ServicePolicy,
  ServicePolicyProps,
} from '../../src';
import { manifest } from '../manifest';
import { Random } from '../random';

const [http, grpc] = [MeshPort.http(9080), MeshPort.grpc(9090)];
const limits = (maxConnections: number) => ConnectionLimits.of({ maxConnections });
const ejection = Ejection.afterServerErrors(5);

interface World {
  readonly app: App;
  readonly chart: Chart;
  readonly reviews: MeshService;
}

function world(ports = [http, grpc], versions = ['v1', 'v2']): World {
  const app = new App();
  const chart = new Chart(app, 'shop');
  return { app, chart, reviews: new MeshService(chart, 'reviews', { namespace: MeshNamespace.fromName('shop'), ports, versions }) };
}

const spec = (chart: Chart, kind: string) => Testing.synth(chart).find(each => each.kind === kind)?.spec;
const policy = ({ chart, reviews }: World, props: Partial<ServicePolicyProps>, id = 'Policy') => new ServicePolicy(chart, id, { service: reviews, ...props });

/** Warnings of a synthesis. */
function warnings(app: App): string {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  app.synthYaml();
  const text = write.mock.calls.map(([line]) => String(line)).join('');
  write.mockRestore();
  return text;
}

test('says for a version and for a port only what is different there, and writes out the rest', () => {
  const there = world();
  const { chart, reviews } = there;
  policy(there, {
    timeout: Duration.seconds(3),
    retries: Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(1) }),
    loadBalancing: LoadBalancing.leastRequest({ warmup: Duration.minutes(2) }),
    limits: ConnectionLimits.of({ maxConnections: 100, maxPendingRequests: 50 }),
    locality: Locality.failover({ 'eu-west': 'eu-central' }, Ejection.afterGatewayErrors(3)),
  });
  policy(there, { service: reviews.version('v2'), limits: limits(10) }, 'Small');
  policy(there, { port: 9090, loadBalancing: LoadBalancing.stickyByHeader('x-user') }, 'Grpc');
  new CanaryRelease(chart, 'Canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), canaryPercent: 10 });
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
         trafficPolicy:
           connectionPool:
             http:
               http1MaxPendingRequests: 50
             tcp:
               maxConnections: 10
     trafficPolicy:
       connectionPool:
         http:
           http1MaxPendingRequests: 50
         tcp:
           maxConnections: 100
       loadBalancer:
         localityLbSetting:
           enabled: true
           failover:
             - from: eu-west
               to: eu-central
         simple: LEAST_REQUEST
         warmup:
           duration: 2m
       outlierDetection:
         consecutive5xxErrors: 0
         consecutiveGatewayErrors: 3
         maxEjectionPercent: 50
       portLevelSettings:
         - connectionPool:
             http:
               http1MaxPendingRequests: 50
             tcp:
               maxConnections: 100
           loadBalancer:
             consistentHash:
               httpHeaderName: x-user
             localityLbSetting:
               enabled: true
               failover:
                 - from: eu-west
                   to: eu-central
           outlierDetection:
             consecutive5xxErrors: 0
             consecutiveGatewayErrors: 3
             maxEjectionPercent: 50
           port:
             number: 9090
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
               regex: DELETE|GET|HEAD|OPTIONS|PUT|TRACE
             port: 9080
         retries:
           attempts: 2
           perTryTimeout: 1s
           retryOn: 5xx,reset,connect-failure,refused-stream
         route:
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
         timeout: 3s
       - match:
           - port: 9080
         retries:
           attempts: 2
           perTryTimeout: 1s
           retryOn: connect-failure,refused-stream,unavailable,cancelled
         route:
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
         timeout: 3s
       - match:
           - port: 9090
         retries:
           attempts: 2
           perTryTimeout: 1s
           retryOn: 5xx,reset,connect-failure,refused-stream
         route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9090
               subset: v1
             weight: 90
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9090
               subset: v2
             weight: 10
         timeout: 3s
   "
  `);
});

test('says a timeout for one port by the port of the request', () => {
  const there = world();
  policy(there, { port: 9080, timeout: Duration.seconds(2), matching: [RequestMatch.method('GET')] });
  expect(spec(there.chart, 'VirtualService').http.map(({ match, timeout }: any) => [match, timeout])).toEqual([
    [[{ port: 9080, method: { exact: 'GET' } }], '2s'],
    [[{ port: 9080 }], undefined],
    [[{ port: 9090 }], undefined],
  ]);
});

describe('where Istio puts it together', () => {
  type Field = 'loadBalancing' | 'ejection' | 'limits' | 'pending' | 'locality' | 'failover';
  type Scope = { readonly version?: string; readonly port?: number };
  const FIELDS: Field[] = ['loadBalancing', 'ejection', 'limits', 'pending', 'locality', 'failover'];
  const SCOPES: Scope[] = [{}, { version: 'v2' }, { port: 9090 }, { version: 'v2', port: 9090 }];
  const blocks = ['connectionPool', 'outlierDetection', 'loadBalancer', 'tls'];

  /** What is said in one place. Each value can be told from all others. */
  const contribution = (fields: Field[], i: number) => {
    const has = (field: Field) => fields.includes(field);
    const region = `region-${i}`;
    return {
      loadBalancing: has('loadBalancing') ? LoadBalancing.stickyByHeader(`x-${i}`) : undefined,
      ejection: has('ejection') ? Ejection.afterServerErrors(i) : undefined,
      limits:
        has('limits') || has('pending')
          ? ConnectionLimits.of({ maxConnections: has('limits') ? i : undefined, maxPendingRequests: has('pending') ? i : undefined })
          : undefined,
      locality: has('failover')
        ? Locality.failover({ [region]: 'other' }, Ejection.afterServerErrors(i))
        : has('locality')
          ? Locality.distribute({ from: region, toPercent: { [region]: 100 } })
          : undefined,
    };
  };
  const shown = {
    loadBalancing: (fields: Field[], i: number) => (fields.includes('loadBalancing') ? `x-${i}` : undefined),
    ejection: (fields: Field[], i: number) => (fields.includes('ejection') || fields.includes('failover') ? i : undefined),
    limits: (fields: Field[], i: number) => (fields.includes('limits') ? i : undefined),
    pending: (fields: Field[], i: number) => (fields.includes('pending') ? i : undefined),
    locality: (fields: Field[], i: number) => (fields.includes('failover') || fields.includes('locality') ? `region-${i}` : undefined),
  };

  /** `GetPortLevelTrafficPolicy`: a port has what is said about the port, and nothing else. */
  const ofPort = (traffic: any, port: number) => {
    const found = traffic?.portLevelSettings?.find((each: any) => each.port.number === port);
    return { traffic: found ?? traffic, found: found !== undefined };
  };
  /** `MergeSubsetTrafficPolicy`: a version replaces blocks as a whole, and all of them where it says something about the port. */
  const merged = (rule: any, version: string | undefined, port: number) => {
    const original = ofPort(rule.trafficPolicy, port).traffic;
    const subset = rule.subsets.find((each: any) => each.name === version)?.trafficPolicy;
    if (!subset) return original;
    const { traffic, found } = ofPort(subset, port);
    return Object.fromEntries(blocks.map(block => [block, found ? traffic[block] : (traffic[block] ?? original?.[block])]));
  };
  const read = (traffic: any) => {
    const { distribute, failover } = traffic?.loadBalancer?.localityLbSetting ?? {};
    return {
      loadBalancing: traffic?.loadBalancer?.consistentHash?.httpHeaderName,
      ejection: traffic?.outlierDetection?.consecutive5xxErrors,
      limits: traffic?.connectionPool?.tcp?.maxConnections,
      pending: traffic?.connectionPool?.http?.http1MaxPendingRequests,
      locality: (distribute ?? failover)?.[0].from,
    };
  };

  test('a version and a port have what is said about them, and what is said around them', () => {
    // That no route leads to the version does not matter here.
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const random = new Random(4711);
    let inherited = 0;
    for (let round = 0; round < 400; round++) {
      const there = world();
      const said = SCOPES.map((scope, i) => {
        const fields = random.chance(0.4) ? [] : FIELDS.filter(() => random.chance(0.3));
        // An ejection beside a locality that brings one is refused.
        return { scope, i: i + 1, fields: fields.includes('failover') ? fields.filter(field => field !== 'ejection') : fields };
      }).filter(({ fields }) => fields.length > 0);
      if (said.length === 0) continue;
      for (const {
        scope: { version, port },
        i,
        fields,
      } of said) {
        there.reviews.contribute({ owner: there.chart, version, port, ...contribution(fields, i) });
      }
      const rule = spec(there.chart, 'DestinationRule');
      for (const version of [undefined, 'v1', 'v2']) {
        for (const port of [9080, 9090]) {
          // The narrower wins, and of a version and a port the version.
          const places = [{ version, port }, { version }, { port }, {}].flatMap(
            (place: Scope) => said.find(({ scope }) => scope.version === place.version && scope.port === place.port) ?? [],
          );
          const meant = Object.entries(shown).map(([field, show]) => [
            field,
            places.map(({ fields, i }) => show(fields, i)).find(value => value !== undefined),
          ]);
          inherited += places.length > 1 ? 1 : 0;
          expect({ round, version, port, ...read(merged(rule, version, port)) }).toEqual({ round, version, port, ...Object.fromEntries(meant) });
        }
      }
    }
    expect(inherited).toBeGreaterThan(500);
    jest.restoreAllMocks();
  });
});

describe('fails', () => {
  test.each<[string, (w: World) => void, string]>([
    [
      'with nothing to say',
      w => policy(w, {}),
      '[shop/Policy] it says nothing about the traffic\n    fix: give at least one of timeout, retries, loadBalancing, ejection, limits, locality',
    ],
    [
      'with a timeout for a version',
      w => policy(w, { service: w.reviews.version('v2'), timeout: Duration.seconds(1) }),
      '[shop/Policy] timeout is said for reviews.shop.svc.cluster.local v2, one version\n    fix: say it for the service',
    ],
    [
      'with requests for a version',
      w => policy(w, { service: w.reviews.version('v2'), matching: [RequestMatch.method('GET')], limits: limits(1) }),
      '[shop/Policy] matching is said for reviews.shop.svc.cluster.local v2, one version',
    ],
    ['for a port that is not there', w => policy(w, { port: 80, limits: limits(1) }), 'reviews has no port 80; it has 9080, 9090'],
    ['with a timeout for a port that is not there', w => policy(w, { port: 80, timeout: Duration.seconds(1) }), 'reviews has no port 80; it has 9080, 9090'],
    ['for a port that is none', w => policy(w, { port: 0, limits: limits(1) }), '[shop/Policy] port is 0, not a port'],
    [
      'where a version is said twice',
      w => ['A', 'B'].forEach(id => policy(w, { service: w.reviews.version('v2'), limits: limits(1) }, id)),
      '[shop/B] limits for version v2 is said already, by [shop/A]',
    ],
    [
      'where a port of a version is said twice',
      w => ['A', 'B'].forEach(id => policy(w, { service: w.reviews.version('v2'), port: 9090, ejection }, id)),
      '[shop/B] ejection for version v2, port 9090 is said already, by [shop/A]',
    ],
    [
      'with an ejection beside that of a locality',
      w => policy(w, { ejection, locality: Locality.nearestFirst(Ejection.afterServerErrors(1)) }),
      '[shop/Policy] an ejection is said, and a locality that brings another one\n    fix: say it once',
    ],
    [
      "with an ejection beside that of somebody's locality",
      w => {
        policy(w, { locality: Locality.nearestFirst(Ejection.afterServerErrors(1)) }, 'Zones');
        policy(w, { ejection }, 'Errors');
      },
      '[shop/Errors] an ejection is said, and a locality that brings another one, one of them by [shop/Zones]',
    ],
    ['with a failover between no regions', w => policy(w, { locality: Locality.failover({}, ejection) }), '[Locality.failover] regions is empty'],
    ['with shares of no locality', w => policy(w, { locality: Locality.distribute() }), '[Locality.distribute] distributions is empty'],
    [
      'with shares for no locality',
      w => policy(w, { locality: Locality.distribute({ from: 'eu', toPercent: {} }) }),
      '[Locality.distribute] toPercent for "eu" is 0 in all',
    ],
    ['with a failover by no label', w => policy(w, { locality: Locality.failoverByLabels([], ejection) }), '[Locality.failoverByLabels] labels is empty'],
    [
      'with a failover between regions that nothing starts',
      w => policy(w, { locality: Locality.zoneAware({ regions: { a: 'b' } }) }),
      '[Locality.zoneAware] regions are given without ejection, and do nothing',
    ],
    [
      'with more tries than fit',
      w => policy(w, { timeout: Duration.seconds(1), retries: Retries.onServerErrors(3, { perTryTimeout: Duration.seconds(1) }) }),
      '[shop/Policy] 4 tries of 1s each take 4s, longer than the timeout of 1s',
    ],
    [
      'to say a timeout for a version by a contribution',
      w => w.reviews.contribute({ owner: w.chart, version: 'v2', timeout: Duration.seconds(1) }),
      '[shop] timeout is said for version "v2" only',
    ],
  ])('%s', (_, call, message) => {
    const there = world();
    expect(() => call(there)).toThrow(message);
  });

  test('with a timeout for a TCP port beside HTTP', () => {
    expect(() => policy(world([http, MeshPort.tcp(5432)]), { port: 5432, timeout: Duration.seconds(1) })).toThrow(
      '[shop/Policy] timeout is said for port 5432, which carries no HTTP\n    fix: leave it out, or describe the port with MeshPort.http, http2 or grpc',
    );
  });

  test('as a whole: a timeout is not kept where the rest is refused', () => {
    const there = world();
    policy(there, { limits: limits(1) }, 'First');
    const before = Testing.synth(there.chart);
    expect(() => policy(there, { timeout: Duration.seconds(1), limits: limits(2) })).toThrow('limits for all requests is said already');
    expect(Testing.synth(there.chart)).toEqual(before);
  });
});

test('an ejection that a locality brings may be said again as the same one', () => {
  const there = world();
  policy(there, { ejection, locality: Locality.nearestFirst(ejection) });
  expect(spec(there.chart, 'DestinationRule').trafficPolicy.outlierDetection.consecutive5xxErrors).toBe(5);
});

test.each<[string, ConnectionLimitOptions, ConnectionLimitOptions, object]>([
  ['kept where it is upgraded around it', { useClientProtocol: true }, { h2UpgradePolicy: H2UpgradePolicy.UPGRADE }, { useClientProtocol: true }],
  ['upgraded where it is kept around it', { h2UpgradePolicy: H2UpgradePolicy.UPGRADE }, { useClientProtocol: true }, { h2UpgradePolicy: 'UPGRADE' }],
])('the protocol of a version is %s: Istio refuses both', (_, inner, outer, written) => {
  const there = world();
  policy(there, { limits: ConnectionLimits.of(outer) }, 'All');
  policy(there, { service: there.reviews.version('v2'), limits: ConnectionLimits.of(inner) });
  new BlueGreenRelease(there.chart, 'Release', { live: there.reviews.version('v2'), idle: there.reviews.version('v1') });
  expect(spec(there.chart, 'DestinationRule').subsets[1].trafficPolicy.connectionPool).toEqual({ http: written });
});

describe('a version that no route sends requests to', () => {
  test('is reported where something is said about it', () => {
    const there = world();
    policy(there, { service: there.reviews.version('v2'), limits: limits(1) });
    expect(warnings(there.app)).toContain('[shop/Policy] says something about version v2 of reviews, and no route sends requests to that version');
  });

  test.each<[string, (w: World) => void]>([
    ['a release', ({ chart, reviews }) => new BlueGreenRelease(chart, 'Release', { live: reviews.version('v2'), idle: reviews.version('v1') })],
    [
      'a contribution of another service',
      ({ chart, reviews }) =>
        new MeshService(chart, 'front', { namespace: MeshNamespace.fromName('shop'), ports: [http] }).contribute({
          owner: chart,
          split: [{ target: reviews.version('v2'), percent: 100 }],
        }),
    ],
  ])('is not where it is %s', (_, release) => {
    const there = world([http]);
    policy(there, { service: there.reviews.version('v2'), limits: limits(1) });
    release(there);
    expect(warnings(there.app)).toBe('');
  });

  test('is not where it is the default version', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    const reviews = new MeshService(chart, 'reviews', {
      namespace: MeshNamespace.fromName('shop'),
      ports: [http],
      versions: ['v1', 'v2'],
      defaultVersion: 'v2',
    });
    new ServicePolicy(chart, 'Policy', { service: reviews.version('v2'), limits: limits(1) });
    expect(warnings(app)).toBe('');
  });
});
