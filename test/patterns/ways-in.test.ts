// What is said about a service once, as it reads in the mesh and behind a gateway.
import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  CanaryRelease, Fault, FaultExperiment, GatewayPods, IngressGateway, IngressRoute, IRouteAction, MeshNamespace, MeshPort, MeshService, MirrorRelease,
  PathMatch, Redirect, RequestMatch, Retries, Rewrite, Route, RouteOptions, ServerTls, ServicePolicy, StringMatch,
} from '../../src';

interface World {
  readonly chart: Chart;
  readonly ns: MeshNamespace;
  readonly api: MeshService;
}

const seconds = (value: number) => Duration.seconds(value);
const header = RequestMatch.header('user', StringMatch.exact('jason'));
const path = (text: string) => RequestMatch.path(PathMatch.prefix(text));

function world(...ports: MeshPort[]): World {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const ns = new MeshNamespace(chart, 'Namespace', { name: 'shop', create: false });
  return { chart, ns, api: ns.addService('api', { ports: ports.length ? ports : [MeshPort.http(8080)], versions: ['v1', 'v2'] }) };
}

function front({ chart }: World, routes: Route[]): void {
  const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
  new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('cert'), routes, refuseAmbiguousPaths: false });
}

const policy = ({ chart, api }: World, id: string, timeout: number, ...matching: RequestMatch[]) =>
  new ServicePolicy(chart, id, { service: api, timeout: seconds(timeout), matching: matching.length ? matching : undefined });
const canary = ({ chart, api }: World, ...alwaysCanary: RequestMatch[]) =>
  new CanaryRelease(chart, 'Canary', { stable: api.version('v1'), canary: api.version('v2'), canaryPercent: 10, alwaysCanary: alwaysCanary.length ? alwaysCanary : undefined });
const to = (routes: (action: IRouteAction) => Route[]) => (it: World) => front(it, routes(it.api));
const behind = (prefix: string, options: RouteOptions = {}) => to(api => [Route.prefix(prefix, api, options)]);

/** One line for each rule: match, where to, and the rest. */
function lines(chart: Chart, name: string): string[] {
  return Testing.synth(chart).find(({ kind, metadata }) => kind === 'VirtualService' && metadata.name === name)?.spec.http.map(line) ?? [];
}

function line({ match, route, timeout, retries, fault, redirect }: any): string {
  const where = redirect ? 'redirect' : route.map(({ destination: { host, subset, port }, weight }: any) =>
    `${subset ?? host.split('.')[0]}${port.number === 8080 ? '' : `:${port.number}`}${weight === undefined ? '' : ` ${weight}`}`).join(', ');
  const rest = [timeout, retries && `${retries.attempts} tries on ${retries.retryOn.split(',')[0]}`, fault && `fault ${fault.abort.httpStatus}`].filter(each => each);
  return [match ? match.map(block).join(' | ') : '*', '->', where, ...rest].join(' ');
}

function block(match: any): string {
  const text = (value: any) => Object.entries(value).map(([is, what]) => is === 'exact' ? what : `${is} ${String(what)}`)[0];
  const { uri, method, port, headers = {}, sourceLabels, sourceNamespace } = match;
  return [
    port && `:${port}`, uri && text(uri), method && text(method),
    ...Object.entries(headers).map(([name, value]) => `${name}=${String(text(value))}`),
    sourceNamespace && `from ${[...Object.values(sourceLabels ?? {}), sourceNamespace].join('.')}`,
  ].filter(each => each).join(' ');
}

test.each<[string, (it: World) => void, (it: World) => void, string[], string[]]>([
  ['a release holds on both',
    canary, to(api => [Route.all(api)]),
    ['* -> v1 90, v2 10'],
    ['* -> v1 90, v2 10']],
  ['a release holds for each route, with the path of the route',
    canary, behind('/a'),
    ['* -> v1 90, v2 10'],
    ['/a | prefix /a/ -> v1 90, v2 10']],
  ['requests that always get the canary do so on both',
    it => canary(it, header), behind('/a'),
    ['user=jason -> v2', '* -> v1 90, v2 10'],
    ['/a user=jason | prefix /a/ user=jason -> v2', '/a | prefix /a/ -> v1 90, v2 10']],
  ['a route to one version leaves out the split, and keeps the rest',
    it => { canary(it); policy(it, 'Time', 3); }, to(api => [Route.all((api as MeshService).version('v2'))]),
    ['* -> v1 90, v2 10 3s'],
    ['* -> v2 3s']],
  ['a fault and a timeout hold on both',
    it => {
      policy(it, 'Time', 3);
      new FaultExperiment(it.chart, 'Fault', { service: it.api, fault: Fault.abort(500, { percent: 1 }), matching: [header] });
    }, to(api => [Route.all(api)]),
    ['user=jason -> api 3s fault 500', '* -> api 3s'],
    ['user=jason -> api 3s fault 500', '* -> api 3s']],
  ['retries repeat no writes on either',
    it => new ServicePolicy(it.chart, 'Tries', { service: it.api, retries: Retries.onServerErrors(2) }), behind('/a'),
    ['regex DELETE|GET|HEAD|OPTIONS|PUT|TRACE -> api 2 tries on 5xx', '* -> api 2 tries on connect-failure'],
    ['/a regex DELETE|GET|HEAD|OPTIONS|PUT|TRACE | prefix /a/ regex DELETE|GET|HEAD|OPTIONS|PUT|TRACE -> api 2 tries on 5xx', '/a | prefix /a/ -> api 2 tries on connect-failure']],

  ['a claim is read at the gateway only',
    it => policy(it, 'Beta', 3, RequestMatch.claim('group', 'beta')), to(api => [Route.all(api)]),
    ['* -> api'],
    ['@request.auth.claims.group=beta -> api 3s', '* -> api']],
  ['a caller is seen in the mesh only',
    it => policy(it, 'Batch', 3, RequestMatch.caller({ callerConfig: () => ({ labels: { app: 'batch' }, workloadNamespace: 'jobs' }) })), to(api => [Route.all(api)]),
    ['from batch.jobs -> api 3s', '* -> api'],
    ['* -> api']],
  ['of several matches each holds where it can',
    it => policy(it, 'Some', 3, RequestMatch.claim('group', 'beta'), RequestMatch.caller(it.ns), header), to(api => [Route.all(api)]),
    ['from shop | user=jason -> api 3s', '* -> api'],
    ['@request.auth.claims.group=beta | user=jason -> api 3s', '* -> api']],

  ['a path of the service is asked for with the prefix that the gateway strips',
    it => policy(it, 'Admin', 3, path('/admin')), behind('/api', { rewrite: Rewrite.stripPrefix() }),
    ['/admin | prefix /admin/ -> api 3s', '* -> api'],
    ['/api/admin | prefix /api/admin/ -> api 3s', '/api | prefix /api/ -> api']],
  ['a path of the service is asked for as the gateway gets it, before the prefix is replaced',
    it => policy(it, 'Admin', 3, path('/v2/admin')), behind('/api', { rewrite: Rewrite.prefix('/v2') }),
    ['/v2/admin | prefix /v2/admin/ -> api 3s', '* -> api'],
    ['/api/admin | prefix /api/admin/ -> api 3s', '/api | prefix /api/ -> api']],
  ['a path that no request has after the rewrite is left out',
    it => policy(it, 'Admin', 3, path('/admin')), behind('/api', { rewrite: Rewrite.prefix('/v2') }),
    ['/admin | prefix /admin/ -> api 3s', '* -> api'],
    ['/api | prefix /api/ -> api']],
  ['a path that every request has after the rewrite is the one of the route',
    it => policy(it, 'Admin', 3, path('/admin')), behind('/api', { rewrite: Rewrite.path('/admin/x') }),
    ['/admin | prefix /admin/ -> api 3s', '* -> api'],
    ['/api | prefix /api/ -> api 3s']],
  ['the root of a stripped prefix has two paths',
    it => policy(it, 'Root', 3, RequestMatch.path(PathMatch.exact('/'))), behind('/api', { rewrite: Rewrite.stripPrefix() }),
    ['/ -> api 3s', '* -> api'],
    ['/api | /api/ -> api 3s', '/api | prefix /api/ -> api']],
  ['a path outside of the route is left out',
    it => policy(it, 'Admin', 3, path('/admin')), behind('/shop'),
    ['/admin | prefix /admin/ -> api 3s', '* -> api'],
    ['/shop | prefix /shop/ -> api']],
  ['a path around the route is the one of the route',
    it => policy(it, 'Shop', 3, path('/shop')), behind('/shop/eu'),
    ['/shop | prefix /shop/ -> api 3s', '* -> api'],
    ['/shop/eu | prefix /shop/eu/ -> api 3s']],

  ['a timeout of the route wins over the one of the service, for all of its requests',
    it => { policy(it, 'All', 3); policy(it, 'Admin', 9, path('/a/admin')); }, behind('/a', { timeout: seconds(20) }),
    ['/a/admin | prefix /a/admin/ -> api 9s', '* -> api 3s'],
    ['/a | prefix /a/ -> api 20s']],
  ['retries of the route win over those of the service, and repeat no writes either',
    it => new ServicePolicy(it.chart, 'Tries', { service: it.api, retries: Retries.beforeProcessing(5) }), to(api => [Route.exact('/a', api, { retries: Retries.onServerErrors(1) })]),
    ['* -> api 5 tries on connect-failure'],
    ['/a regex DELETE|GET|HEAD|OPTIONS|PUT|TRACE -> api 1 tries on 5xx', '/a -> api 1 tries on connect-failure']],
  ['an answer of the gateway itself takes over nothing',
    canary, to(api => [Route.prefix('/a', api), Route.exact('/', Redirect.toPath('/a'))]),
    ['* -> v1 90, v2 10'],
    ['/a | prefix /a/ -> v1 90, v2 10', '/ -> redirect']],
])('%s', (_, say, route, mesh, edge) => {
  for (const first of ['what is said', 'the route']) {
    const it = world();
    if (first === 'the route') route(it);
    say(it);
    if (first !== 'the route') route(it);
    expect([first, lines(it.chart, 'api'), lines(it.chart, 'shop-front')]).toEqual([first, mesh, edge]);
  }
});

describe('a service with two HTTP ports', () => {
  const two = () => world(MeshPort.http(8080), MeshPort.http(8081));

  test('has rules for each port in the mesh, and for the one of the route behind a gateway', () => {
    const it = two();
    policy(it, 'Time', 3, header);
    front(it, [Route.prefix('/a', it.api.onPort(8081))]);
    expect([lines(it.chart, 'api'), lines(it.chart, 'shop-front')]).toEqual([
      [':8080 user=jason -> api 3s', ':8080 -> api', ':8081 user=jason -> api:8081 3s', ':8081 -> api:8081'],
      ['/a user=jason | prefix /a/ user=jason -> api:8081 3s', '/a | prefix /a/ -> api:8081'],
    ]);
  });

  test('has what is said about one port for that one only', () => {
    const it = two();
    policy(it, 'Time', 3, RequestMatch.port(8081));
    front(it, [Route.prefix('/a', it.api.onPort(8080)), Route.prefix('/b', it.api.onPort(8081))]);
    expect([lines(it.chart, 'api'), lines(it.chart, 'shop-front')]).toEqual([
      [':8080 -> api', ':8081 -> api:8081 3s'],
      ['/a | prefix /a/ -> api', '/b | prefix /b/ -> api:8081 3s'],
    ]);
  });

  test('fails as the target of a route without port', () => {
    const it = two();
    expect(() => front(it, [Route.all(it.api)])).toThrow('[shop/Front] api.shop.svc.cluster.local has several HTTP ports: http-8080, http-8081\n    fix: say which with onPort(port)');
  });
});

describe('what cannot be said at a gateway', () => {
  const refused = (options: RouteOptions, matching: RequestMatch) => () => {
    const it = world();
    policy(it, 'Said', 3, matching);
    front(it, [Route.prefix('/api', it.api, options)]);
  };

  test('fails with both constructs: a path behind a rewrite by an expression', () => {
    expect(refused({ rewrite: Rewrite.regex('^/api/(.*)$', '/\\1') }, path('/admin'))).toThrow('[shop/Front] the path that [shop/Said] is about cannot be told from the path before the rewrite');
  });

  test('fails with both constructs: an expression for the path beside the path of the route', () => {
    expect(refused({}, RequestMatch.path(PathMatch.regex('/.*[.]svg')))).toThrow(/\[shop\/Front\].*\[shop\/Said\]/);
  });

  test('fails with both constructs: tries that do not fit into the timeout of the route', () => {
    const it = world();
    const retries = Retries.onServerErrors(2, { perTryTimeout: seconds(1) });
    new ServicePolicy(it.chart, 'Tries', { service: it.api, retries });
    expect(() => behind('/api', { timeout: seconds(2) })(it)).toThrow('[shop/Front, with [shop/Tries]] 3 tries of 1s each take 3s, longer than the timeout of 2s');
    const later = world();
    behind('/api', { timeout: seconds(2) })(later);
    expect(() => new ServicePolicy(later.chart, 'Tries', { service: later.api, retries })).toThrow('[shop/Front, with [shop/Tries]] 3 tries of 1s each take 3s');
  });

  test('fails with both constructs: a mirror to where the route goes', () => {
    const it = world();
    new MirrorRelease(it.chart, 'Mirror', { stable: it.api.version('v1'), mirror: it.api.version('v2') });
    expect(() => front(it, [Route.exact('/next', it.api.version('v2')), Route.all(it.api)])).toThrow(
      '[shop/Front] for path exactly "/next", [shop/Mirror] mirrors to api.shop.svc.cluster.local v2, where [shop/Front] sends requests already',
    );
  });

  test('is no matter for other conditions, or where the whole path is replaced', () => {
    expect(refused({ rewrite: Rewrite.regex('^/api/(.*)$', '/\\1') }, header)).not.toThrow();
    expect(refused({ rewrite: Rewrite.path('/x.svg') }, RequestMatch.path(PathMatch.regex('/.*[.]svg')))).not.toThrow();
  });

  test('fails at the call when it is said after the route', () => {
    const it = world();
    front(it, [Route.prefix('/api', it.api)]);
    expect(() => policy(it, 'Said', 3, RequestMatch.path(PathMatch.regex('/.*[.]svg')))).toThrow(/\[shop\/Front\] requests that hold the matches of \[shop\/Said\] together cannot be written as one match/);
  });
});
