// Hand-over to Argo Rollouts: what it looks up is there, every time it is listed, and nothing takes it back.
import { App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ArgoRolloutsRelease,
  ArgoRolloutsReleaseProps,
  CanaryRelease,
  DelegatedRoutes,
  Fault,
  FaultExperiment,
  FlaggerRelease,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  LoadBalancing,
  MeshNamespace,
  MeshPort,
  MeshService,
  MeshServiceOptions,
  MirrorRelease,
  PathMatch,
  PreviewRelease,
  RequestMatch,
  Retries,
  Route,
  ServerTls,
  ServicePolicy,
  StepPlan,
  StringMatch,
  TcpIngressRoute,
} from '../../src';
import { manifest } from '../manifest';

const HTTP = [MeshPort.http(8080)];
const PODS = GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' });
const tester = RequestMatch.header('x-tester', StringMatch.exact('yes'));
const seconds = (n: number) => Duration.seconds(n);

let chart: Chart;
beforeEach(() => {
  chart = new Chart(Testing.app(), 'shop');
});

function service(name = 'web', options: Partial<MeshServiceOptions> = {}, scope: Construct = chart, namespace = 'shop'): MeshService {
  return new MeshService(scope, name, { namespace: MeshNamespace.fromName(namespace), ports: HTTP, ...options });
}

const release = (of: MeshService, props: Partial<ArgoRolloutsReleaseProps> = {}) => new ArgoRolloutsRelease(chart, 'Release', { service: of, ...props });
const edge = (name = 'Edge') => new IngressGateway(chart, name, { pods: PODS });
const front = (routes: Route[], id = 'Front', gateway = edge()) =>
  new IngressRoute(chart, id, { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes });

describe('in a mesh with a gateway, Argo Rollouts', () => {
  test('is handed subsets, a Rollout and every way in', () => {
    const web = service('web', { labels: { app: 'web' } });
    release(web, { deployment: 'web', replicas: 4, steps: StepPlan.timed(Duration.minutes(5), 5, 20, 50) });
    front([Route.all(web)]);

    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: web
       namespace: shop
     spec:
       host: web.shop.svc.cluster.local
       subsets:
         - labels:
             app: web
           name: stable
         - labels:
             app: web
           name: canary
     ---
     apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: web
       namespace: shop
     spec:
       hosts:
         - web.shop.svc.cluster.local
       http:
         - name: web-rollout
           route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 8080
                 subset: stable
               weight: 100
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 8080
                 subset: canary
               weight: 0
     ---
     apiVersion: argoproj.io/v1alpha1
     kind: Rollout
     metadata:
       name: web
       namespace: shop
     spec:
       replicas: 4
       strategy:
         canary:
           steps:
             - setWeight: 5
             - pause:
                 duration: 5m
             - setWeight: 20
             - pause:
                 duration: 5m
             - setWeight: 50
             - pause:
                 duration: 5m
           trafficRouting:
             istio:
               destinationRule:
                 canarySubsetName: canary
                 name: web
                 stableSubsetName: stable
               virtualServices:
                 - name: web
                   routes:
                     - web-rollout
                 - name: shop-front
                   routes:
                     - web-rollout
       workloadRef:
         apiVersion: apps/v1
         kind: Deployment
         name: web
         scaleDown: onsuccess
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
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/shop.example.com
           port:
             name: https-443-cert
             number: 443
             protocol: HTTPS
           tls:
             credentialName: cert
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
         - edge/shop-edge
       hosts:
         - shop.example.com
       http:
         - name: web-rollout
           route:
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 8080
                 subset: stable
               weight: 100
             - destination:
                 host: web.shop.svc.cluster.local
                 port:
                   number: 8080
                 subset: canary
               weight: 0
     "
    `);
  });

  test('is handed two Services, and copies requests before the first step', () => {
    const labels = { app: 'web' };
    const web = service('web-stable', { labels });
    release(web, { canaryService: service('web-canary', { labels }), deployment: 'web', mirrorPercent: 35 });
    front([Route.all(web)]);

    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: VirtualService
     metadata:
       name: web-stable
       namespace: shop
     spec:
       hosts:
         - web-stable.shop.svc.cluster.local
       http:
         - name: web-stable-rollout
           route:
             - destination:
                 host: web-stable.shop.svc.cluster.local
                 port:
                   number: 8080
               weight: 100
             - destination:
                 host: web-canary.shop.svc.cluster.local
                 port:
                   number: 8080
               weight: 0
     ---
     apiVersion: argoproj.io/v1alpha1
     kind: Rollout
     metadata:
       name: web
       namespace: shop
     spec:
       strategy:
         canary:
           canaryService: web-canary
           stableService: web-stable
           steps:
             - setCanaryScale:
                 weight: 35
             - setMirrorRoute:
                 match:
                   - path:
                       prefix: /
                 name: web-stable-mirror
                 percentage: 35
             - pause: {}
             - setMirrorRoute:
                 name: web-stable-mirror
             - setCanaryScale:
                 matchTrafficWeight: true
             - setWeight: 20
             - pause: {}
           trafficRouting:
             istio:
               virtualServices:
                 - name: web-stable
                   routes:
                     - web-stable-rollout
                 - name: shop-front
                   routes:
                     - web-stable-rollout
             managedRoutes:
               - name: web-stable-mirror
       workloadRef:
         apiVersion: apps/v1
         kind: Deployment
         name: web
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
             name: http-80-redirect
             number: 80
             protocol: HTTP
           tls:
             httpsRedirect: true
         - hosts:
             - shop/shop.example.com
           port:
             name: https-443-cert
             number: 443
             protocol: HTTPS
           tls:
             credentialName: cert
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
         - edge/shop-edge
       hosts:
         - shop.example.com
       http:
         - name: web-stable-rollout
           route:
             - destination:
                 host: web-stable.shop.svc.cluster.local
                 port:
                   number: 8080
               weight: 100
             - destination:
                 host: web-canary.shop.svc.cluster.local
                 port:
                   number: 8080
               weight: 0
     "
    `);
  });
});

/** What a Rollout lists. */
const listed = (of: ArgoRolloutsRelease) => JSON.parse(of.trafficRouting).istio.virtualServices;
const spec = (kind: string, name: string, of = chart) => Testing.synth(of).find(each => each.kind === kind && each.metadata.name === name)?.spec;

describe('the routes that a Rollout lists', () => {
  test('are all that hold the split, and no others', () => {
    const web = service();
    const argo = release(web);
    new PreviewRelease(chart, 'Preview', { service: web, preview: web.version('canary'), matching: [tester] });
    new FaultExperiment(chart, 'Slow', { service: web, fault: Fault.delay(seconds(1), { percent: 1 }), matching: [RequestMatch.path(PathMatch.prefix('/slow'))] });
    expect(spec('VirtualService', 'web').http.map(({ name, route }: any) => [name, route.length])).toEqual([[undefined, 1], [undefined, 1], ['web-rollout', 2], ['web-rollout-2', 2]]);
    expect(listed(argo)).toEqual([{ name: 'web', routes: ['web-rollout', 'web-rollout-2'] }]);
  });

  test('have names of their own in one VirtualService, for each port and each service', () => {
    const web = service('web', { ports: [MeshPort.http(80), MeshPort.http(81)] });
    const shop = service('shop');
    const [ofWeb, ofShop] = [release(web), new ArgoRolloutsRelease(chart, 'Shop', { service: shop })];
    front([Route.prefix('/a', web.onPort(80)), Route.prefix('/b', web.onPort(81)), Route.prefix('/c', shop), Route.all(service('other'))]);
    expect(listed(ofWeb)).toEqual([{ name: 'web', routes: ['web-rollout', 'web-rollout-2'] }, { name: 'shop-front', routes: ['web-rollout', 'web-rollout-2'] }]);
    expect(listed(ofShop)).toEqual([{ name: 'shop', routes: ['shop-rollout'] }, { name: 'shop-front', routes: ['shop-rollout'] }]);
    expect(spec('VirtualService', 'shop-front').http.map(({ name }: any) => name)).toEqual(['refuse-ambiguous-paths', 'web-rollout', 'web-rollout-2', 'shop-rollout', undefined]);
  });

  test('are told apart where two services of one name meet in a VirtualService', () => {
    const [mine, other] = [service(), service('web', {}, new Construct(chart, 'Other'), 'other')];
    const release2 = new ArgoRolloutsRelease(chart, 'Second', { service: other });
    const argo = release(mine);
    front([Route.prefix('/a', mine), Route.prefix('/b', other)]);
    expect(listed(argo)[1]).toEqual({ name: 'shop-front', routes: ['web-rollout'] });
    expect(listed(release2)[1]).toEqual({ name: 'shop-front.shop', routes: ['web-rollout-2'] });
  });

  test('are those of ingress routes from before and after, in whatever namespace', () => {
    const web = service();
    const gateway = edge();
    front([Route.all(web)], 'Before', gateway);
    const argo = release(web);
    new IngressRoute(chart, 'After', { gateway, hosts: ['b.example.com'], tls: ServerTls.none(), routes: [Route.all(web)], namespace: MeshNamespace.fromName('platform') });
    expect(listed(argo).map(({ name }: any) => name)).toEqual(['web', 'shop-before', 'shop-after.platform']);
  });

  test('are found in routes that others delegate to', () => {
    const web = service();
    const argo = release(web);
    const team = new DelegatedRoutes(chart, 'Team', { routes: [Route.prefix('/web', web)] });
    new IngressRoute(chart, 'Front', {
      gateway: edge(), hosts: ['shop.example.com'], tls: ServerTls.none(), routes: [Route.prefix('/web', team)], namespace: MeshNamespace.fromName('shop'),
    });
    expect(listed(argo)).toEqual([{ name: 'web', routes: ['web-rollout'] }, { name: 'shop-team', routes: ['web-rollout'] }]);
  });

  test('are not those straight to a version', () => {
    const web = service();
    const argo = release(web);
    front([Route.all(web.version('canary'))]);
    expect(listed(argo)).toEqual([{ name: 'web', routes: ['web-rollout'] }]);
  });

  test('are TCP routes by port, and the only one by nothing', () => {
    const mixed = service('mixed', { ports: [MeshPort.http(80), MeshPort.tcp(5432)] });
    const argo = release(mixed);
    new TcpIngressRoute(chart, 'Tcp', { gateway: edge(), port: 9000, target: mixed.onPort(5432), tls: ServerTls.none() });
    expect(listed(argo)).toEqual([{ name: 'mixed', routes: ['mixed-rollout'], tcpRoutes: [{ port: 5432 }] }, { name: 'shop-tcp', tcpRoutes: [{ port: 9000 }] }]);
    const only = new ArgoRolloutsRelease(chart, 'Only', { service: service('db', { ports: [MeshPort.tcp(5432)] }) });
    expect(listed(only)).toEqual([{ name: 'db' }]);
    expect(spec('VirtualService', 'db').tcp).toEqual([{ route: [expect.objectContaining({ weight: 100 }), expect.objectContaining({ weight: 0 })] }]);
  });

  test('are TLS routes by port and server names', () => {
    const web = service('web', { ports: [MeshPort.http(80), MeshPort.tls(3000)] });
    const argo = release(web, { canaryService: MeshService.fromName('web-canary', { namespace: MeshNamespace.fromName('shop') }) });
    new IngressRoute(chart, 'Tls', {
      gateway: edge(), hosts: ['a.example.com', 'b.example.com'], tls: ServerTls.passthrough(), port: 3000, routes: [Route.all(web.onPort(3000))],
    });
    expect(listed(argo)[1]).toEqual({ name: 'shop-tls', tlsRoutes: [{ port: 3000, sniHosts: ['a.example.com', 'b.example.com'] }] });
  });
});

describe('a service that is handed to Argo Rollouts', () => {
  test('keeps its policies, from before and after', () => {
    const web = service();
    new ServicePolicy(chart, 'Before', { service: web, timeout: seconds(2) });
    release(web);
    new ServicePolicy(chart, 'After', { service: web, retries: Retries.none() });
    expect(spec('VirtualService', 'web').http).toEqual([expect.objectContaining({ name: 'web-rollout', timeout: '2s', retries: { attempts: 0 } })]);
  });

  test('has subsets with the labels of its pods, which Argo Rollouts completes', () => {
    const web = service('web', { labels: { app: 'web', tier: 'front' } });
    release(web);
    expect(web.versions).toEqual(['stable', 'canary']);
    expect(spec('DestinationRule', 'web').subsets).toEqual(['stable', 'canary'].map(name => ({ name, labels: { app: 'web', tier: 'front' } })));
  });

  test('has no DestinationRule where two Services stand for stable and canary', () => {
    const argo = release(service(), { canaryService: MeshService.fromName('next', { namespace: MeshNamespace.fromName('shop') }) });
    expect(JSON.parse(argo.argoCdIgnoreDifferences).map(({ kind }: any) => kind)).toEqual(['VirtualService']);
    expect(spec('DestinationRule', 'web')).toBeUndefined();
    expect(JSON.parse(argo.trafficRouting)).toEqual({ istio: { virtualServices: [{ name: 'web', routes: ['web-rollout'] }] } });
  });

  test('is copied for as long as a timed step', () => {
    release(service(), { deployment: 'web', mirrorPercent: 10, steps: StepPlan.timed(Duration.hours(1), 50) });
    expect(spec('Rollout', 'web').strategy.canary.steps).toEqual([
      { setCanaryScale: { weight: 10 } },
      { setMirrorRoute: { name: 'web-mirror', percentage: 10, match: [{ path: { prefix: '/' } }] } },
      { pause: { duration: '1h' } },
      { setMirrorRoute: { name: 'web-mirror' } },
      { setCanaryScale: { matchTrafficWeight: true } },
      { setWeight: 50 },
      { pause: { duration: '1h' } },
    ]);
  });

  test('waits for a person at 20 percent when no steps are said', () => {
    const argo = release(service(), { deployment: 'web' });
    argo.rollout!.addJsonPatch(JsonPatch.add('/spec/minReadySeconds', 30));
    const { minReadySeconds, workloadRef, strategy } = spec('Rollout', 'web');
    expect([minReadySeconds, workloadRef, strategy.canary.steps]).toEqual([30, { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, [{ setWeight: 20 }, { pause: {} }]]);
  });

  test('writes no Rollout when that is written elsewhere', () => {
    const argo = release(service());
    expect(argo.rollout).toBeUndefined();
    expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['DestinationRule', 'VirtualService']);
  });

  test('says what Argo CD has to leave alone', () => {
    const web = service('web', { ports: [MeshPort.http(80), MeshPort.tcp(5432)] });
    const argo = release(web, { deployment: 'web', replicas: 2, mirrorPercent: 5 });
    expect(JSON.parse(argo.argoCdIgnoreDifferences)).toEqual([
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        name: 'web',
        namespace: 'shop',
        jqPathExpressions: ['.spec.http[] | select(.name == "web-rollout") | .route[].weight', '.spec.http[] | select(.name == "web-mirror")', '.spec.tcp[].route[].weight'],
      },
      { group: 'networking.istio.io', kind: 'DestinationRule', name: 'web', namespace: 'shop', jqPathExpressions: ['.spec.subsets[].labels["rollouts-pod-template-hash"]'] },
      { group: 'apps', kind: 'Deployment', name: 'web', namespace: 'shop', jsonPointers: ['/spec/replicas'] },
    ]);
  });
});

describe('two owners of one service', () => {
  const both = /a split of all requests is said about web by \[shop\/Canary\], and \[shop\/Release\] hands its traffic to Argo Rollouts: it moves their weights itself/;
  const canaryOf = (web: MeshService) => new CanaryRelease(chart, 'Canary', { stable: web, canary: service('next') });

  test('fail as a release by hand and Argo Rollouts', () => {
    const web = service();
    canaryOf(web);
    expect(() => release(web)).toThrow(new RegExp(`^\\[shop/Release\\] ${both.source}\n {4}fix: leave one of the two out`));
  });

  test('fail as Argo Rollouts and a release by hand', () => {
    const web = service();
    release(web);
    expect(() => canaryOf(web)).toThrow(new RegExp(`^\\[shop/Canary\\] ${both.source}\n {4}fix: leave one of the two out`));
  });

  test('fail as two releases by Argo Rollouts, also where one of them has the service as its canary', () => {
    const [web, next] = [service('web', { labels: { app: 'web' } }), service('next', { labels: { app: 'web' } })];
    release(web, { canaryService: next });
    const again = (of: MeshService) => () => new ArgoRolloutsRelease(chart, `Again${of.name}`, { service: of });
    expect(again(web)).toThrow(/^\[shop\/Againweb\] the traffic of web is handed to Argo Rollouts already, by \[shop\/Release\]\n {4}fix: release a service in one way/);
    expect(again(next)).toThrow(/^\[shop\/Againnext\] the traffic of next is handed to Argo Rollouts already, by \[shop\/Release\]/);
  });

  test('fail as Argo Rollouts and Flagger, in both orders', () => {
    const web = service('web', { labels: { part: 'web' } });
    release(web);
    const flagger = (of: MeshService) => () => new FlaggerRelease(chart, `To${of.name}`, { service: of, deployment: 'web', steps: StepPlan.timed(seconds(60), 50) });
    expect(flagger(web)).toThrow(/^\[shop\/Toweb\] the traffic of web is handed to Argo Rollouts already, by \[shop\/Release\]/);
    const other = service('other', { labels: { part: 'other' } });
    flagger(other)();
    expect(() => new ArgoRolloutsRelease(chart, 'Late', { service: other })).toThrow(/^\[shop\/Late\] the traffic of other is handed to Flagger already, by \[shop\/Toother\]/);
  });

  test('change nothing when they fail', () => {
    const web = service();
    canaryOf(web);
    const before = Testing.synth(chart);
    expect(() => release(web)).toThrow();
    expect(web.versions).toEqual([]);
    expect(Testing.synth(chart)).toEqual(before);
  });
});

describe('fails beside Argo Rollouts:', () => {
  const target = (name = 'shadow') => service(name);
  const says = (web: MeshService, id = 'Other') => ({
    'version': () => web.addVersion('v1', { version: 'v1' }),
    'retired version': () => web.addRetiredVersion('v1', { version: 'v1' }),
    'route name': () => web.contribute({ owner: chart, routeName: 'web-rollout-7', timeout: seconds(1) }),
    'mirror': () => new MirrorRelease(chart, id, { stable: web, mirror: web.version('canary') }),
  });

  test.each([
    ['version', /^\[shop\/web\] version "v1" is added, and \[shop\/Release\] hands the traffic of web to Argo Rollouts, which keeps its own subsets only/],
    ['retired version', /^\[shop\/web\] version "v1" is added/],
    ['route name', /routeName "web-rollout-7" is said about web by \[shop\], and \[shop\/Release\] hands its traffic to Argo Rollouts: routes of that name hold its split/],
    ['mirror', /a mirror to web\.shop\.svc\.cluster\.local canary is said about web by \[shop\/Other\], and \[shop\/Release\].*it sends requests there\n {4}fix: mirror to something else, or use mirrorPercent/],
  ] as const)('a %s', (what, message) => {
    const web = service();
    release(web);
    expect(says(web)[what]).toThrow(message);
  });

  test('versions that are there already, because it deletes other subsets', () => {
    const web = service('web', { versions: ['v1'] });
    expect(() => release(web)).toThrow(/^\[shop\/Release\] web has the versions v1, and Argo Rollouts keeps no subsets but stable and canary\n {4}fix: leave the versions out/);
    expect(web.versions).toEqual(['v1']);
    const other = service('other', { retiredVersions: ['v0'] });
    expect(() => new ArgoRolloutsRelease(chart, 'Second', { service: other })).toThrow(/other has the versions v0, and Argo Rollouts keeps no subsets/);
  });

  test('a redirect in the VirtualService of TLS that is passed through, before and after', () => {
    const gateway = edge();
    const pass = (of: MeshService, id: string, httpsRedirect?: boolean) => () => new IngressRoute(chart, id, {
      gateway, hosts: [`${id.toLowerCase()}.example.com`], tls: ServerTls.passthrough(), httpsRedirect, routes: [Route.all(of.onPort(443))],
    });
    const tls = (name: string) => service(name, { ports: [MeshPort.http(80), MeshPort.tls(443)] });
    const canaryService = MeshService.fromName('next', { namespace: MeshNamespace.fromName('shop') });
    const web = tls('web');
    const argo = release(web, { canaryService });
    const message = (by: string, of: string, to: string) => new RegExp(`a redirect beside TLS that is passed through is said about ${of} by \\[shop/${by}\\], and \\[shop/${to}\\] hands`);
    expect(pass(web, 'Late')).toThrow(message('Late', 'web', 'Release'));
    expect(pass(web, 'Late2')).toThrow(/fix: set httpsRedirect: false on the ingress route/);
    pass(web, 'Fine', false)();
    expect(listed(argo)).toHaveLength(2);
    const early = tls('early');
    pass(early, 'Early')();
    expect(() => new ArgoRolloutsRelease(chart, 'Second', { service: early, canaryService })).toThrow(message('Early', 'early', 'Second'));
  });

  test('a canary Service of another namespace, of other pods, or the same', () => {
    const web = service();
    const with_ = (canaryService: MeshService | ReturnType<typeof MeshService.fromName>) => () => new ArgoRolloutsRelease(chart, `R${Math.random()}`, { service: web, canaryService });
    expect(with_(MeshService.fromName('next', { namespace: MeshNamespace.fromName('other') }))).toThrow(/service is in shop and canaryService in other/);
    expect(with_(target('next'))).toThrow(/web has pods with app=web, and next with app=next\n {4}fix: give both the same labels/);
    expect(with_(web)).toThrow(/service and canaryService are both web\.shop\.svc\.cluster\.local/);
  });

  test('a default version beside a canary Service: the pods of the next release have another', () => {
    const plain = (name: string, options: Partial<MeshServiceOptions> = {}) => service(name, { labels: { app: 'web' }, ...options });
    const versioned = { versions: ['v1'], defaultVersion: 'v1' };
    const stable = plain('stable', versioned);
    const next = plain('next');
    expect(() => release(stable, { canaryService: next })).toThrow(
      /^\[shop\/Release\] stable has the defaultVersion "v1", and Argo Rollouts tells stable and canary apart by Service: .*\n {4}fix: leave defaultVersion out/,
    );
    const early = plain('early', versioned);
    expect(() => new ArgoRolloutsRelease(chart, 'Second', { service: next, canaryService: early })).toThrow(/early has the defaultVersion "v1"/);
    expect(stable.virtualService.http).toHaveLength(1);
  });

  test.each([
    [{ steps: StepPlan.approved(10) }, /steps is said, but no deployment/],
    [{ replicas: 2 }, /replicas is said, but no deployment/],
    [{ mirrorPercent: 2 }, /mirrorPercent is said, but no deployment\n {4}fix: name the deployment, or say it in the Rollout that is written elsewhere/],
    [{ deployment: 'web', steps: StepPlan.timed(Duration.millis(1500), 5) }, /the time between steps is 1500ms\n {4}fix: use whole seconds/],
    [{ deployment: 'Web' }, /deployment is "Web", not a DNS name/],
    [{ deployment: 'web', replicas: 0 }, /replicas is 0/],
    [{ deployment: 'web', mirrorPercent: 0 }, /mirrorPercent is 0/],
    [{ deployment: 'web', mirrorPercent: 101 }, /mirrorPercent is 101/],
  ])('the props %j', (props, message) => {
    expect(() => release(service(), props)).toThrow(message);
  });

  test('mirrorPercent for several HTTP ports', () => {
    const web = service('web', { ports: [MeshPort.http(80), MeshPort.http(81)] });
    expect(() => release(web, { deployment: 'web', mirrorPercent: 5 })).toThrow(/mirrorPercent is said, and web has 2 HTTP ports/);
  });

  test('a service with TLS ports only', () => {
    const web = service('web', { ports: [MeshPort.tls(443)] });
    expect(() => release(web)).toThrow(/a split is said about web, which has TLS ports only/);
    expect(web.versions).toEqual([]);
  });
});

describe('the route that Argo Rollouts writes for mirrorPercent takes every request, and so disturbs', () => {
  const mirroring = (web: MeshService, props: Partial<ArgoRolloutsReleaseProps> = {}) => release(web, { deployment: 'web', mirrorPercent: 5, ...props });
  const calls = (web: MeshService) => new ServicePolicy(chart, 'Calls', { service: web, timeout: seconds(1) });

  test('beside a timeout, in both orders', () => {
    const message = /timeout is said about web by \[shop\/Calls\], and \[shop\/Release\] hands its traffic to Argo Rollouts: the route that it writes for mirrorPercent.*\n {4}fix: leave mirrorPercent or timeout out/;
    const web = service();
    calls(web);
    expect(() => mirroring(web)).toThrow(message);
    chart = new Chart(Testing.app(), 'shop');
    const other = service();
    mirroring(other);
    expect(() => calls(other)).toThrow(message);
  });

  test('nothing that is said about the service as a whole', () => {
    const web = service();
    mirroring(web);
    new ServicePolicy(chart, 'Endpoints', { service: web, loadBalancing: LoadBalancing.random() });
    expect(spec('DestinationRule', 'web').trafficPolicy).toEqual({ loadBalancer: { simple: 'RANDOM' } });
  });

  test.each([
    ['a path', (web: MeshService) => Route.prefix('/web', web)],
    ['a timeout', (web: MeshService) => Route.all(web, { timeout: seconds(1) })],
  ])('at a gateway with %s', (_what, route) => {
    const web = service();
    mirroring(web);
    expect(() => front([route(web)])).toThrow(/a way in with more than one plain HTTP route for every request is said about web by \[shop\/Front\]/);
  });

  test('at a gateway with other services', () => {
    const web = service();
    front([Route.all(web), Route.prefix('/other', service('other'))]);
    expect(() => mirroring(web)).toThrow(/a way in with more than one plain HTTP route for every request is said about web by \[shop\/Front\]/);
  });

  test('at a gateway whose VirtualService would look for the canary Service in another namespace', () => {
    const web = service();
    mirroring(web, { canaryService: MeshService.fromName('next', { namespace: MeshNamespace.fromName('shop') }) });
    const far = () => new IngressRoute(chart, 'Far', { gateway: edge(), hosts: ['a.example.com'], tls: ServerTls.none(), routes: [Route.all(web)], namespace: MeshNamespace.fromName('platform') });
    expect(far).toThrow(/a way in from a VirtualService in platform is said about web by \[shop\/Far\].*\n {4}fix: leave mirrorPercent out, or put the VirtualService into shop/);
  });
});

test('the whole app is written the same, whichever of release and ingress route comes first', () => {
  const written = (first: 'release' | 'route') => {
    const app = new App();
    chart = new Chart(app, 'shop');
    const web = service();
    if (first === 'release') release(web, { deployment: 'web' });
    front([Route.all(web)]);
    if (first === 'route') release(web, { deployment: 'web' });
    return Testing.synth(chart).map(each => JSON.stringify(each)).sort();
  };
  expect(written('route')).toEqual(written('release'));
});
