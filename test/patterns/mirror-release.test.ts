import { App, Chart, Testing } from 'cdk8s';
import {
  BlueGreenRelease,
  CanaryRelease,
  ExternalApi,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  MeshNamespace,
  MeshPort,
  MeshService,
  MirrorRelease,
  MirrorReleaseProps,
  RequestMatch,
  Route,
  ServerTls,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);

interface World {
  readonly chart: Chart;
  readonly reviews: MeshService;
}

function world(ports = [http]): World {
  const chart = new Chart(new App(), 'shop');
  return { chart, reviews: new MeshService(chart, 'reviews', { namespace: MeshNamespace.fromName('shop'), ports, versions: ['v1', 'v2', 'v3'] }) };
}

const mirror = ({ chart, reviews }: World, props: Partial<MirrorReleaseProps> = {}) =>
  new MirrorRelease(chart, 'Mirror', { stable: reviews.version('v1'), mirror: reviews.version('v2'), ...props });
const routes = ({ chart }: World, name = 'reviews') =>
  Testing.synth(chart).find(each => each.kind === 'VirtualService' && each.metadata.name === name)?.spec.http;
/** Where a route sends requests and copies. */
const shape = ({ match, route, mirrors = [] }: any) => ({
  match,
  to: route.map(({ destination, weight }: any) => [destination.subset, weight]),
  copies: mirrors.map(({ destination, percentage }: any) => [destination.subset, percentage.value]),
});

test('sends everything to what is stable, and copies of it to something new, behind a gateway too', () => {
  const there = world();
  const { chart, reviews } = there;
  mirror(there);
  const edge = new IngressGateway(chart, 'Edge', {
    pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
  });
  new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['reviews.example.com'], tls: ServerTls.none(), routes: [Route.all(reviews)] });
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
       - mirrors:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v2
             percentage:
               value: 100
         route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v1
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
           - shop/reviews.example.com
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
       - reviews.example.com
     http:
       - mirrors:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v2
             percentage:
               value: 100
         route:
           - destination:
               host: reviews.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v1
   "
  `);
});

test('copies a share of the requests that it is for, and leaves the way of all as it is', () => {
  const there = world();
  mirror(there, { mirrorPercent: 0.5, matching: [RequestMatch.method('GET', 'HEAD')] });
  expect(routes(there).map(shape)).toEqual([
    { match: [{ method: { regex: 'GET|HEAD' } }], to: [['v1', undefined]], copies: [['v2', 0.5]] },
    { match: undefined, to: [['v1', undefined]], copies: [] },
  ]);
});

test('of a service as a whole goes together with a canary', () => {
  const there = world();
  const { chart, reviews } = there;
  mirror(there, { stable: reviews, mirror: reviews.version('v3') });
  new CanaryRelease(chart, 'Canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), canaryPercent: 10 });
  expect(routes(there).map(shape)).toEqual([
    {
      match: undefined,
      to: [
        ['v1', 90],
        ['v2', 10],
      ],
      copies: [['v3', 100]],
    },
  ]);
});

test('of a service whose pods all answer, those that get the copies too, is reported', () => {
  const there = world();
  const { chart, reviews } = there;
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const warnings = () => {
    write.mockClear();
    (chart.node.root as App).synthYaml();
    return write.mock.calls.map(([text]) => String(text));
  };
  mirror(there, { stable: reviews });
  expect(warnings()).toEqual([expect.stringMatching(
    /^\[shop\/reviews\] warning\[mesh-service\/mirror-answers\]: requests for reviews go to all its pods, those of v2 among them, and copies go to v2 too[^]*fix: say defaultVersion, or send the requests to versions with a release/,
  )]);
  new BlueGreenRelease(chart, 'Release', { live: reviews.version('v1'), idle: reviews.version('v3') });
  expect(warnings()).toEqual([]);
  write.mockRestore();
});

test('may copy to a service in another namespace, where that sends requests by default', () => {
  const there = world();
  const next = new MeshService(there.chart, 'next', { namespace: MeshNamespace.fromName('lab'), ports: [http], versions: ['a'], defaultVersion: 'a' });
  mirror(there, { mirror: next });
  expect(routes(there)[0].mirrors[0].destination).toEqual({ host: 'next.lab.svc.cluster.local', port: { number: 9080 }, subset: 'a' });
});

describe('fails', () => {
  test.each<[string, (w: World) => void, string]>([
    [
      'to mirror to itself',
      w => mirror(w, { mirror: w.reviews.version('v1') }),
      '[shop/Mirror] stable and mirror are both reviews.shop.svc.cluster.local v1\n    fix: mirror to another version or another service',
    ],
    [
      'to mirror a service to itself',
      w => mirror(w, { stable: w.reviews, mirror: w.reviews.onPort(9080) }),
      '[shop/Mirror] stable and mirror are both reviews.shop.svc.cluster.local',
    ],
    [
      'beside a release of the same service',
      w => {
        new CanaryRelease(w.chart, 'Canary', { stable: w.reviews.version('v1'), canary: w.reviews.version('v2') });
        mirror(w);
      },
      '[shop/Mirror] split for all requests is said already, by [shop/Canary]',
    ],
    [
      'to where a release sends requests',
      w => {
        mirror(w, { stable: w.reviews, mirror: w.reviews.version('v2') });
        new CanaryRelease(w.chart, 'Canary', { stable: w.reviews.version('v1'), canary: w.reviews.version('v2'), canaryPercent: 1 });
      },
      '[shop/Canary] for all requests, [shop/Mirror] mirrors to reviews.shop.svc.cluster.local v2, where [shop/Canary] sends requests already',
    ],
    ['with no share', w => mirror(w, { mirrorPercent: 0 }), '[shop/Mirror] mirrorPercent is 0, not a percentage\n    fix: use a number from 0.0001 to 100'],
    ['for no requests', w => mirror(w, { matching: [] }), '[shop/Mirror] matching is empty'],
    [
      'to copy out of the mesh',
      w => mirror(w, { mirror: new ExternalApi(w.chart, 'Api', { host: 'a.example.com', namespace: MeshNamespace.fromName('shop') }) }),
      '[shop/Mirror] a.example.com is outside the mesh, and a mirrored request keeps its host',
    ],
  ])('%s', (_, call, message) => expect(() => call(world())).toThrow(message));

  test('to copy connections', () => {
    expect(() => mirror(world([MeshPort.tcp(9080)]))).toThrow('[shop/Mirror] mirrors is said about reviews, which has no HTTP port');
  });

  test('as a whole: the way of the requests is not kept where the copies are refused', () => {
    const there = world();
    const before = Testing.synth(there.chart);
    expect(() => mirror(there, { matching: [RequestMatch.mesh()] })).toThrow('a match names gateways');
    expect(Testing.synth(there.chart)).toEqual(before);
  });
});
