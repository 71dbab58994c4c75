// A canary in all its shapes, and users who stay where they are.
import { App, Chart, Duration, Testing } from 'cdk8s';
import { Request, routed } from './envoy';
import {
  CanaryRelease,
  CanaryReleaseProps,
  ExternalApi,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathMatch,
  PreviewRelease,
  RequestMatch,
  Rewrite,
  Route,
  ServerTls,
  ServicePolicy,
  StepPlan,
  StringMatch,
  TlsOrigination,
} from '../../src';
import { manifest } from '../manifest';

const http = MeshPort.http(9080);
const jason = RequestMatch.header('end-user', StringMatch.exact('jason'));
const steps = StepPlan.approved(5, 20, 50);

interface World {
  readonly app: App;
  readonly chart: Chart;
  readonly shop: MeshService;
}

function world(ports = [http]): World {
  const app = new App();
  const chart = new Chart(app, 'shop');
  const namespace = MeshNamespace.fromName('shop');
  return { app, chart, shop: new MeshService(chart, 'front', { namespace, ports, versions: ['v1', 'v2'] }) };
}

function canary({ chart, shop }: World, props: Partial<CanaryReleaseProps> = {}): CanaryRelease {
  return new CanaryRelease(chart, 'Canary', { stable: shop.version('v1'), canary: shop.version('v2'), ...props });
}

const spec = (of: Chart, kind = 'VirtualService') => Testing.synth(of).find(each => each.kind === kind)?.spec;

test('a canary of a TCP service is a split of connections', () => {
  const there = world([MeshPort.tcp(9000), MeshPort.tcp(9001)]);
  canary(there, { canaryPercent: 20 });
  expect(manifest(there.chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: front
     namespace: shop
   spec:
     host: front.shop.svc.cluster.local
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
     name: front
     namespace: shop
   spec:
     hosts:
       - front.shop.svc.cluster.local
     tcp:
       - match:
           - port: 9000
         route:
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9000
               subset: v1
             weight: 80
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9000
               subset: v2
             weight: 20
       - match:
           - port: 9001
         route:
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9001
               subset: v1
             weight: 80
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9001
               subset: v2
             weight: 20
   "
  `);
});

test('a canary at an API outside of the mesh gets the name that the API answers to', () => {
  const there = world();
  const api = new ExternalApi(there.chart, 'Api', { host: 'shop.example.com', namespace: MeshNamespace.fromName('shop'), tls: TlsOrigination.none() });
  canary(there, { canary: api, canaryPercent: 5 });
  expect(manifest(there.chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1
   kind: DestinationRule
   metadata:
     name: front
     namespace: shop
   spec:
     host: front.shop.svc.cluster.local
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
     name: front
     namespace: shop
   spec:
     hosts:
       - front.shop.svc.cluster.local
     http:
       - route:
           - destination:
               host: front.shop.svc.cluster.local
               port:
                 number: 9080
               subset: v1
             weight: 95
           - destination:
               host: shop.example.com
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
                 set:
                   host: shop.example.com
             weight: 5
   ---
   apiVersion: networking.istio.io/v1
   kind: ServiceEntry
   metadata:
     name: shop-example-com
     namespace: shop
   spec:
     hosts:
       - shop.example.com
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
     name: shop-example-com
     namespace: shop
   spec:
     hosts:
       - shop.example.com
     http:
       - route:
           - destination:
               host: shop.example.com
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

test('a canary that is a service of its own gets requests where that service sends them by default', () => {
  const { chart, shop } = world();
  const next = new MeshService(chart, 'next', { namespace: MeshNamespace.fromName('shop'), ports: [http], versions: ['a', 'b'], defaultVersion: 'b' });
  new CanaryRelease(chart, 'Canary', { stable: shop, canary: next, canaryPercent: 5 });
  expect(spec(chart).http[0].route[1]).toEqual({ destination: { host: next.host, port: { number: 9080 }, subset: 'b' }, weight: 5 });
});

test('what is stable as a whole goes to the default version', () => {
  const chart = new Chart(new App(), 'shop');
  const shop = new MeshService(chart, 'front', { namespace: MeshNamespace.fromName('shop'), ports: [http], versions: ['v1', 'v2'], defaultVersion: 'v1' });
  new CanaryRelease(chart, 'Canary', { stable: shop, canary: shop.version('v2'), canaryPercent: 5 });
  expect(spec(chart).http[0].route.map((each: any) => [each.destination.subset, each.weight])).toEqual([
    ['v1', 95],
    ['v2', 5],
  ]);
});

describe('users who stay where they are', () => {
  test('are put into parts by a cookie, one part for each step', () => {
    const there = world();
    canary(there, { canaryPercent: 20, alwaysCanary: [jason], steps, stickyCookie: 'front-release', stickyFor: Duration.days(7) });
    expect(manifest(there.chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: front
       namespace: shop
     spec:
       host: front.shop.svc.cluster.local
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
       name: front
       namespace: shop
     spec:
       hosts:
         - front.shop.svc.cluster.local
       http:
         - match:
             - headers:
                 end-user:
                   exact: jason
             - headers:
                 cookie:
                   regex: (.*;\\s*)?front-release=(0-5|5-20)(;.*)?
           route:
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
         - match:
             - headers:
                 cookie:
                   regex: (.*;\\s*)?front-release=(20-50|50-100)(;.*)?
           route:
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
         - route:
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
               headers:
                 response:
                   add:
                     set-cookie: front-release=0-5; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax
               weight: 5
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v2
               headers:
                 response:
                   add:
                     set-cookie: front-release=5-20; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax
               weight: 15
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
               headers:
                 response:
                   add:
                     set-cookie: front-release=20-50; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax
               weight: 30
             - destination:
                 host: front.shop.svc.cluster.local
                 port:
                   number: 9080
                 subset: v1
               headers:
                 response:
                   add:
                     set-cookie: front-release=50-100; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax
               weight: 50
     "
    `);
  });

  /** The routes at a percentage. */
  const at = (canaryPercent: number) => {
    const there = world();
    canary(there, { canaryPercent, steps, stickyCookie: 'front-release' });
    return spec(there.chart);
  };
  const request: Request = { path: '/', method: 'GET', headers: {}, query: {}, port: 9080, labels: {}, namespace: 'shop' };
  const withCookie = (cookie: string): Request => ({ ...request, headers: { cookie: `a=b; ${cookie}; c=d` } });
  const subsets = (routes: any, asked: Request): string[] =>
    routed(routes, asked)!
      .rule.route.filter((each: any) => each.weight !== 0)
      .map((each: any) => each.destination.subset);
  /** The cookies that new users may get at a percentage, with how many of a hundred get each, and where they are then. */
  const drawn = (canaryPercent: number) =>
    routed(at(canaryPercent), request)!.rule.route.map(({ destination, weight, headers }: any) => ({
      subset: destination.subset,
      weight,
      cookie: headers.response.add['set-cookie'].split(';')[0],
    }));

  test.each([5, 20, 50])('have the share of %i percent', canaryPercent => {
    const parts = drawn(canaryPercent);
    const share = (subset: string) => parts.filter((part: any) => part.subset === subset).reduce((sum: number, part: any) => sum + part.weight, 0);
    expect([share('v2'), share('v1')]).toEqual([canaryPercent, 100 - canaryPercent]);
  });

  test.each([5, 20, 50])('come back to where they were at %i percent', canaryPercent => {
    const routes = at(canaryPercent);
    expect(drawn(canaryPercent).map((part: any) => subsets(routes, withCookie(part.cookie)))).toEqual(drawn(canaryPercent).map((part: any) => [part.subset]));
  });

  test('have the same parts at each step, so that the share holds for those of earlier steps too', () => {
    const parts = (percent: number) => drawn(percent).map(({ weight, cookie }: any) => [weight, cookie]);
    expect(parts(5)).toEqual([
      [5, 'front-release=0-5'],
      [15, 'front-release=5-20'],
      [30, 'front-release=20-50'],
      [50, 'front-release=50-100'],
    ]);
    expect([parts(20), parts(50)]).toEqual([parts(5), parts(5)]);
  });

  test('never go back while the share rises', () => {
    const cookies: string[] = drawn(5).map((part: any) => part.cookie);
    const way = cookies.map(cookie => [5, 20, 50, 100].map(percent => subsets(at(percent), withCookie(cookie))[0]));
    expect(way).toEqual([
      ['v2', 'v2', 'v2', 'v2'],
      ['v1', 'v2', 'v2', 'v2'],
      ['v1', 'v1', 'v2', 'v2'],
      ['v1', 'v1', 'v1', 'v2'],
    ]);
  });

  test('all go back at 0 percent, whatever cookie they have, and get none', () => {
    expect(at(0).http).toHaveLength(1);
    expect(subsets(at(0), withCookie('front-release=0-5'))).toEqual(['v1']);
    expect(JSON.stringify([at(0), at(100)])).not.toContain('cookie');
  });

  test('with a cookie of other steps are drawn anew', () => {
    expect(routed(at(20), withCookie('front-release=0-10'))!.rule.route).toHaveLength(4);
  });

  test('stay where they are behind a gateway, too', () => {
    const there = world();
    canary(there, { canaryPercent: 20, steps, stickyCookie: 'front-release' });
    const edge = new IngressGateway(there.chart, 'Edge', { pods: GatewayPods.istioctl() });
    const route = new IngressRoute(there.chart, 'Front', {
      gateway: edge,
      hosts: ['shop.example.com'],
      tls: ServerTls.simple('cert'),
      routes: [Route.prefix('/shop', there.shop, { rewrite: Rewrite.stripPrefix() })],
      refuseAmbiguousPaths: false,
    });
    const [inside, outside] = Testing.synth(there.chart)
      .filter(each => each.kind === 'VirtualService')
      .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
    expect(outside.metadata.name).toBe(route.virtualService.name);
    const written = ({ spec: { http: routes } }: any) => new Set(routes.map((each: any) => JSON.stringify(each.route)));
    expect(written(outside)).toEqual(written(inside));
    expect(subsets(outside.spec, { ...withCookie('front-release=5-20'), path: '/shop/x', port: 443 })).toEqual(['v2']);
  });

  test('are asked for after previews, which come first however they were declared', () => {
    const there = world();
    canary(there, { canaryPercent: 20, steps, stickyCookie: 'front-release' });
    new PreviewRelease(there.chart, 'Preview', { service: there.shop, preview: there.shop.version('v1'), matching: [jason] });
    const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    there.app.synthYaml();
    expect(warnings).not.toHaveBeenCalled();
    warnings.mockRestore();
    const asked = { ...withCookie('front-release=0-5'), headers: { 'cookie': 'front-release=0-5', 'end-user': 'jason' } };
    expect(subsets(spec(there.chart), asked)).toEqual(['v1']);
  });
});

describe('fails', () => {
  test.each<[string, Partial<CanaryReleaseProps>, string]>([
    [
      'a share that is no step',
      { canaryPercent: 12, steps },
      '[shop/Canary] canaryPercent is 12, and the steps are 5, 20, 50\n    fix: use one of the steps, 0 or 100',
    ],
    [
      'steps that nobody takes',
      { steps: StepPlan.timed(Duration.minutes(5), 5, 20) },
      '[shop/Canary] steps are timed, and nobody moves a CanaryRelease but you\n    fix: use StepPlan.approved, or leave the steps to ArgoRolloutsRelease or FlaggerRelease',
    ],
    [
      'a cookie without steps',
      { stickyCookie: 'a' },
      '[shop/Canary] stickyCookie is given without steps\n    fix: say the shares to come with steps: StepPlan.approved(5, 20, 50)',
    ],
    ['a cookie with a name that is none', { steps, stickyCookie: 'my cookie' }, '[shop/Canary] stickyCookie is "my cookie", not a cookie name'],
    ['a time without a cookie', { steps, stickyFor: Duration.days(1) }, '[shop/Canary] stickyFor is given without stickyCookie'],
    [
      'a time that is no whole number of seconds',
      { steps, stickyCookie: 'a', stickyFor: Duration.millis(1500) },
      '[shop/Canary] stickyFor is 1500ms\n    fix: use whole seconds; a cookie knows no shorter time',
    ],
    ['a time that a cookie cannot have', { steps, stickyCookie: 'a', stickyFor: Duration.millis(10) }, '[shop/Canary] stickyFor is '],
  ])('%s', (_, props, message) => expect(() => canary(world(), props)).toThrow(message));

  test('a version beside all pods of its service, which are those of the version too', () => {
    const there = world();
    const { shop } = there;
    expect(() => canary(there, { stable: shop })).toThrow(
      '[shop/Canary] stable is all pods of front.shop.svc.cluster.local, and canary is v2 of them\n    fix: name a version, or say defaultVersion',
    );
    expect(() => new CanaryRelease(there.chart, 'Second', { stable: shop.version('v1'), canary: shop })).toThrow(
      '[shop/Second] canary is all pods of front.shop.svc.cluster.local, and stable is v1 of them',
    );
  });

  test('a cookie on TCP ports', () => {
    expect(() => canary(world([MeshPort.tcp(9000)]), { canaryPercent: 5, steps, stickyCookie: 'a' })).toThrow(
      '[shop/Canary] stickyCookie is said about front, which has no HTTP port',
    );
  });

  test('a cookie beside what is said about requests with another cookie: Istio has one condition for all cookies', () => {
    const there = world();
    new ServicePolicy(there.chart, 'Slow', { service: there.shop, matching: [RequestMatch.cookie('plan', 'free')], timeout: Duration.seconds(1) });
    expect(() => canary(there, { canaryPercent: 5, steps, stickyCookie: 'a' })).toThrow(
      '[shop/Canary] requests that hold the matches of [shop/Canary] and [shop/Slow] together cannot be written as one match',
    );
  });

  test('as a whole: what it says first is taken back when the rest is refused', () => {
    const there = world();
    const before = Testing.synth(there.chart);
    expect(() => canary(there, { canaryPercent: 5, alwaysCanary: [jason, RequestMatch.mesh()] })).toThrow('a match names gateways');
    expect(Testing.synth(there.chart)).toEqual(before);
    new CanaryRelease(there.chart, 'Again', { stable: there.shop.version('v1'), canary: there.shop.version('v2') });
  });

  test('at the call where an ingress route that is there already cannot say it', () => {
    const there = world();
    const edge = new IngressGateway(there.chart, 'Edge', { pods: GatewayPods.istioctl() });
    new IngressRoute(there.chart, 'Front', {
      gateway: edge,
      hosts: ['shop.example.com'],
      tls: ServerTls.simple('cert'),
      routes: [Route.prefix('/shop', there.shop, { rewrite: Rewrite.prefix('/front') })],
    });
    const before = Testing.synth(there.chart);
    expect(() => canary(there, { alwaysCanary: [RequestMatch.path(PathMatch.regex('/front/[a-z]+'))] })).toThrow(
      '[shop/Front] the path that [shop/Canary] is about cannot be told from the path before the rewrite\n    fix: use an exact path or a prefix there, or leave the rewrite out here',
    );
    expect(Testing.synth(there.chart)).toEqual(before);
  });
});

describe('a plan of steps', () => {
  test.each<[string, () => StepPlan, string]>([
    ['without steps', () => StepPlan.approved(), '[StepPlan.approved] percents is empty'],
    [
      'that falls',
      () => StepPlan.approved(20, 5),
      '[StepPlan.approved] the step to 5 percent follows one to 20 percent\n    fix: name the shares in rising order, each once',
    ],
    ['that stands still', () => StepPlan.timed(Duration.minutes(1), 5, 5), '[StepPlan.timed] the step to 5 percent follows one to 5 percent'],
    ['with no share', () => StepPlan.approved(0, 5), '[StepPlan.approved] the share of a step is 0\n    fix: use a whole number, 1 to 100'],
    ['with more than all', () => StepPlan.approved(101), 'the share of a step is 101'],
    ['with parts of a percent', () => StepPlan.approved(0.5), 'the share of a step is 0.5'],
    ['in no time', () => StepPlan.timed(Duration.millis(0), 5), '[StepPlan.timed] every is '],
  ])('fails %s', (_, make, message) => expect(make).toThrow(message));
});
