import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  CanaryRelease,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  JwtIssuer,
  JwtProtection,
  MeshNamespace,
  MeshPort,
  MeshService,
  PreviewRelease,
  RequestMatch,
  Route,
  ServerTls,
  ServicePolicy,
  StringMatch,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);
const jason = RequestMatch.header('end-user', StringMatch.exact('jason'));
const beta = RequestMatch.cookie('group', 'beta');
const staff = RequestMatch.claim('group', 'staff');

interface World {
  readonly chart: Chart;
  readonly reviews: MeshService;
  readonly edge: IngressGateway;
  readonly route: IngressRoute;
}

function world(): World {
  const chart = new Chart(new App(), 'shop');
  const reviews = new MeshService(chart, 'reviews', { namespace: MeshNamespace.fromName('shop'), ports: [http], versions: ['v1', 'v2'], defaultVersion: 'v1' });
  const edge = new IngressGateway(chart, 'Edge', {
    pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
  });
  const route = new IngressRoute(chart, 'Front', { gateway: edge, hosts: ['reviews.example.com'], tls: ServerTls.none(), routes: [Route.all(reviews)] });
  return { chart, reviews, edge, route };
}

const preview = ({ chart, reviews }: World, matching: RequestMatch[]) =>
  new PreviewRelease(chart, 'Preview', { service: reviews, preview: reviews.version('v2'), matching });
const routes = (chart: Chart, name: string) => Testing.synth(chart).find(each => each.kind === 'VirtualService' && each.metadata.name === name)!.spec.http;
const shape = ({ match, route, timeout }: any) => [
  match?.map((each: any) => Object.keys(each.headers ?? {}).join()),
  route.map(({ destination, weight }: any) => `${destination.subset} ${weight ?? ''}`.trim()).join(),
  ...(timeout ? [timeout] : []),
];

test('sends requests by header, cookie or claim to a version, in the mesh and behind a gateway', () => {
  const there = world();
  preview(there, [jason, beta, staff]);
  new JwtProtection(there.chart, 'Login', { target: there.edge, issuers: [JwtIssuer.of('https://id.example.com')], optional: true });
  expect(manifest(there.chart)).toMatchInlineSnapshot(`
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
                 regex: (.*;\\s*)?group=beta(;.*)?
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
       - match:
           - headers:
               end-user:
                 exact: jason
           - headers:
               cookie:
                 regex: (.*;\\s*)?group=beta(;.*)?
           - headers:
               "@request.auth.claims.group":
                 exact: staff
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
   ---
   apiVersion: security.istio.io/v1
   kind: RequestAuthentication
   metadata:
     name: shop-login
     namespace: edge
   spec:
     jwtRules:
       - issuer: https://id.example.com
     selector:
       matchLabels:
         app: edge
   "
  `);
});

test('goes before a canary, and keeps the policy', () => {
  const there = world();
  new CanaryRelease(there.chart, 'Canary', { stable: there.reviews.version('v1'), canary: there.reviews.version('v2'), canaryPercent: 5 });
  new ServicePolicy(there.chart, 'Policy', { service: there.reviews, timeout: Duration.seconds(3) });
  preview(there, [jason]);
  expect(routes(there.chart, 'reviews').map(shape)).toEqual([
    [['end-user'], 'v2', '3s'],
    [undefined, 'v1 95,v2 5', '3s'],
  ]);
});

test('for claims alone changes nothing inside of the mesh, where no proxy reads tokens', () => {
  const there = world();
  preview(there, [staff]);
  expect(routes(there.chart, 'reviews').map(shape)).toEqual([[undefined, 'v1']]);
  expect(routes(there.chart, there.route.virtualService.name).map(shape)).toEqual([
    [['@request.auth.claims.group'], 'v2'],
    [undefined, 'v1'],
  ]);
});

test('of several each has its own requests', () => {
  const there = world();
  preview(there, [jason]);
  new PreviewRelease(there.chart, 'Old', { service: there.reviews, preview: there.reviews.version('v1'), matching: [RequestMatch.allOf(jason, beta)] });
  expect(routes(there.chart, 'reviews').map(shape)).toEqual([
    [['cookie,end-user'], 'v1'],
    [['end-user'], 'v2'],
    [undefined, 'v1'],
  ]);
});

describe('of several to one version', () => {
  const previews = (there: World, ...matches: RequestMatch[]) =>
    matches.forEach((match, i) => new PreviewRelease(there.chart, `Preview${i}`, { service: there.reviews, preview: there.reviews.version('v2'), matching: [match] }));
  const user = (name: string) => RequestMatch.header('end-user', StringMatch.exact(name));

  test('is one route, also where something else is said about some of the requests', () => {
    const there = world();
    previews(there, user('ann'), user('bob'), user('eve'));
    new ServicePolicy(there.chart, 'Policy', { service: there.reviews, matching: [RequestMatch.method('POST')], timeout: Duration.seconds(3) });
    const users = routes(there.chart, 'reviews').map(({ match, timeout }: any) => [match?.map(({ headers, method }: any) => [headers?.['end-user'].exact, method?.exact]), timeout]);
    expect(users).toEqual([
      [[['ann', 'POST'], ['bob', 'POST'], ['eve', 'POST']], '3s'],
      [[['ann', undefined], ['bob', undefined], ['eve', undefined]], undefined],
      [[[undefined, 'POST']], '3s'],
      [undefined, undefined],
    ]);
  });

  test('stays apart where requests in between may be the same ones', () => {
    const there = world();
    previews(there, user('ann'));
    new PreviewRelease(there.chart, 'Old', { service: there.reviews, preview: there.reviews.version('v1'), matching: [beta] });
    new PreviewRelease(there.chart, 'Get', { service: there.reviews, preview: there.reviews.version('v2'), matching: [RequestMatch.method('GET')] });
    const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(routes(there.chart, 'reviews').map(({ route }: any) => route[0].destination.subset)).toEqual(['v2', 'v1', 'v2', 'v1']);
    warnings.mockRestore();
  });
});

describe('fails', () => {
  test.each<[string, (w: World) => void, string]>([
    ['for no requests', w => preview(w, []), '[shop/Preview] matching is empty'],
    [
      'for all requests',
      w => preview(w, [jason, RequestMatch.all()]),
      '[shop/Preview] matching holds for every request, which is no preview\n    fix: say which requests',
    ],
    [
      'for a claim of a caller, which no request has: one is known at gateways, the other in the mesh',
      w => preview(w, [jason, RequestMatch.allOf(RequestMatch.claim('groups', 'testers'), RequestMatch.caller(MeshNamespace.fromName('lab')))]),
      '[shop/Preview] a match is about a claim and about the caller, which no request holds: claims are read at gateways, and callers are known inside of the mesh\n    fix: say it in two matches',
    ],
    [
      'where another preview has the same requests',
      w => {
        preview(w, [jason]);
        new PreviewRelease(w.chart, 'Again', { service: w.reviews, preview: w.reviews.version('v2'), matching: [jason] });
      },
      '[shop/Again] split for header end-user exactly "jason" is said already, by [shop/Preview]',
    ],
  ])('%s', (_, call, message) => expect(() => call(world())).toThrow(message));
});
