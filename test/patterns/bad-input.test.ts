import { App, Chart, Duration } from 'cdk8s';
import {
  Caller, CanaryRelease, ExternalApi, Fault, FaultExperiment, GatewayPods, IngressGateway, IngressRoute, LoadBalancing, MeshNamespace,
  MeshPort, MeshService, MeshWorkload, PathMatch, PathPattern, Redirect, RequestMatch, Retries, Rewrite, Route, SecureNamespace, ServerTls,
  ServicePolicy, StringMatch, TlsOrigination,
} from '../../src';

interface World {
  readonly app: App;
  readonly chart: Chart;
  readonly ns: SecureNamespace;
  readonly web: MeshService;
  readonly reviews: MeshService;
  readonly db: MeshService;
  readonly edge: IngressGateway;
}

function world(): World {
  const app = new App();
  const chart = new Chart(app, 'shop');
  const ns = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
  const web = ns.addService('web', { ports: [MeshPort.http(80, { targetPort: 8080 })], serviceAccount: 'web' });
  const reviews = ns.addService('reviews', { ports: [MeshPort.http(9080)], versions: ['v1', 'v2', 'v3'] });
  const db = ns.addService('db', { ports: [MeshPort.tcp(5432)] });
  const edge = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
  return { app, chart, ns, web, reviews, db, edge };
}

const canary = (chart: Chart, reviews: MeshService, canaryPercent: number) =>
  new CanaryRelease(chart, 'Canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), canaryPercent });
const front = (chart: Chart, id: string, edge: IngressGateway, web: MeshService, props: object = {}) =>
  new IngressRoute(chart, id, { gateway: edge, hosts: ['shop.example.com'], tls: ServerTls.simple('shop-cert'), routes: [Route.all(web)], ...props });

describe('fails at the call, with place, value and fix', () => {
  test.each<[string, (w: World) => void, RegExp[]]>([
    ['a percentage above 100', ({ chart, reviews }) => canary(chart, reviews, 120), [/\[shop\/Canary\] canaryPercent is 120/, /fix: use a whole number from 0 to 100/]],
    ['a negative percentage', ({ chart, reviews }) => canary(chart, reviews, -1), [/canaryPercent is -1/]],
    ['a fraction of a percent', ({ chart, reviews }) => canary(chart, reviews, 12.5), [/canaryPercent is 12.5/]],
    ['a fault for more than everybody', () => Fault.abort(503, { percent: 101 }), [/\[Fault.abort\] .*101/, /100/]],
    ['a version that the service does not have', ({ reviews }) => reviews.version('v4'), [/\[shop\/Namespace\/reviews\] reviews has no version "v4"; it has v1, v2, v3/, /fix:.*addVersion/]],
    ['a default version that the service does not have', ({ ns }) => ns.addService('x', { ports: [MeshPort.http(80)], versions: ['v1'], defaultVersion: 'v2' }), [/no version "v2"; it has v1/]],
    ['a port that the service does not have', ({ web }) => web.onPort(8080), [/web has no port 8080; it has 80/, /target port is no service port/]],
    ['an empty host', ({ chart }) => new ExternalApi(chart, 'Api', { host: '' }), [/\[shop\/Api\] host is "", not a host name/]],
    ['a host with scheme', ({ chart }) => new ExternalApi(chart, 'Api', { host: 'https://api.example.com' }), [/host is "https:\/\/api.example.com"/, /without scheme/]],
    ['a wildcard host of an API', ({ chart }) => new ExternalApi(chart, 'Api', { host: '*.example.com' }), [/host is "\*.example.com"/]],
    ['a host of a route that is no DNS name', ({ chart, edge, web }) => front(chart, 'Front', edge, web, { hosts: ['shop_example'] }), [/\[shop\/Front\] hosts is "shop_example"/]],
    ['no host at all', ({ chart, edge, web }) => front(chart, 'Front', edge, web, { hosts: [] }), [/hosts is empty/]],
    ['an expression that is not RE2', () => StringMatch.regex('(?=a)b'), [/\[StringMatch.regex\] "\(\?=a\)b" is not an RE2 expression/, /lookahead/]],
    ['a path expression that is not RE2', () => PathMatch.regex('(a)\\1'), [/\[PathMatch.regex\]/]],
    ['a zero timeout', ({ chart, reviews }) => new ServicePolicy(chart, 'Calls', { service: reviews, timeout: Duration.seconds(0) }), [/\[shop\/Calls\] timeout is /, /leave timeout out/]],
    ['a zero delay', () => Fault.delay(Duration.seconds(0), { percent: 1 }), [/\[Fault.delay\]/]],
    ['port 0', () => MeshPort.http(0), [/\[MeshPort.http\] port is 0, not a port/, /1 to 65535/]],
    ['port 70000', () => MeshPort.tcp(70000), [/\[MeshPort.tcp\] port is 70000/]],
    ['a gateway port 70000', ({ chart }) => new IngressGateway(chart, 'E', { pods: GatewayPods.istioctl(), httpsPort: 70000 }), [/httpsPort is 70000/]],
    ['a timeout on a TCP port', ({ chart, db }) => new ServicePolicy(chart, 'Calls', { service: db, timeout: Duration.seconds(1) }), [/timeout is said about db, which has no HTTP port/]],
    ['a fault on a TCP port', ({ chart, db }) => new FaultExperiment(chart, 'Slow', { service: db, fault: Fault.abort(500, { percent: 1 }) }), [/fault is said about db, which has no HTTP port/]],
    ['methods on a TCP port', ({ db, web }) => db.allowFrom(web, { methods: ['GET'] }), [/\[shop\/Namespace\/db\].*methods.*HTTP/]],
    ['paths for the TCP port of a mixed service', ({ ns, web }) => {
      const tcp = MeshPort.tcp(9000);
      ns.addService('mixed', { ports: [MeshPort.http(80), tcp] }).allowFrom(web, { paths: [PathPattern.prefix('/a')], ports: [tcp] });
    }, [/paths.*tcp-9000/]],
    ['a lower-case method', ({ reviews, web }) => reviews.allowFrom(web, { methods: ['get'] }), [/the method is "get"|method.*"get"/, /GET/]],
    ['two releases of one service', ({ chart, reviews }) => {
      canary(chart, reviews, 10);
      new CanaryRelease(chart, 'Second', { stable: reviews.version('v1'), canary: reviews.version('v3'), canaryPercent: 10 });
    }, [/\[shop\/Second\] split for all requests is said already, by \[shop\/Canary\]/]],
    ['a timeout that is said twice for the same requests', ({ chart, reviews }) => {
      const matching = [RequestMatch.header('User', StringMatch.exact('jason'))];
      new ServicePolicy(chart, 'One', { service: reviews, matching, timeout: Duration.seconds(1) });
      new ServicePolicy(chart, 'Two', { service: reviews, matching: [RequestMatch.header('user', StringMatch.exact('jason'))], timeout: Duration.seconds(2) });
    }, [/\[shop\/Two\] timeout for header user exactly "jason" is said already, by \[shop\/One\]/]],
    ['two faults for everybody', ({ chart, reviews }) => ['A', 'B'].forEach(id => new FaultExperiment(chart, id, { service: reviews, fault: Fault.abort(500, { percent: 1 }) })), [/\[shop\/B\] fault .* by \[shop\/A\]/]],
    ['conditions that no single match can say', ({ chart, reviews }) => {
      new FaultExperiment(chart, 'A', { service: reviews, fault: Fault.abort(500, { percent: 1 }), matching: [RequestMatch.header('user', StringMatch.startsWith('j'))] });
      new ServicePolicy(chart, 'B', { service: reviews, timeout: Duration.seconds(1), matching: [RequestMatch.header('user', StringMatch.suffix('n'))] });
    }, [/\[shop\/A\] and \[shop\/B\]|\[shop\/B\] and \[shop\/A\]/, /cannot be written as one match/]],
    ['two TLS settings for one host and port', ({ chart, edge, web }) => {
      front(chart, 'A', edge, web, { routes: [Route.prefix('/a', web)] });
      front(chart, 'B', edge, web, { routes: [Route.prefix('/b', web)], tls: ServerTls.simple('other-cert') });
    }, [/\[shop\/B\] shop.example.com on port 443 of the gateway has another TLS setting at \[shop\/A\]/]],
    ['plain HTTP beside a redirect for one host', ({ chart, edge, web }) => {
      front(chart, 'A', edge, web);
      front(chart, 'B', edge, web, { tls: ServerTls.none() });
    }, [/port 80 .*\[shop\/A\]/]],
    ['TLS and plain HTTP on one port', ({ chart, edge, web }) => {
      front(chart, 'A', edge, web);
      front(chart, 'B', edge, web, { hosts: ['other.example.com'], tls: ServerTls.none(), port: 443 });
    }, [/port 443 of the gateway would carry plain HTTP and TLS/]],
    ['a caller without service account', ({ reviews, db }) => db.allowFrom(reviews), [/\[shop\/Namespace\/db\] the caller \[shop\/Namespace\/reviews\] has no service account/, /fix: give it one/]],
    ['a caller without service account among others', ({ reviews, web }) => Caller.anyOf(web, reviews), [/\[Caller.anyOf\] the caller \[shop\/Namespace\/reviews\]/]],
    ['a gateway without tls being said', ({ chart, edge, web }) => front(chart, 'Front', edge, web, { tls: undefined }), [/\[shop\/Front\] tls is not said/, /ServerTls.none\(\) for plain HTTP/]],
    ['paths behind passed-through TLS', ({ chart, edge, db }) => front(chart, 'F', edge, db, { tls: ServerTls.passthrough(), routes: [Route.prefix('/a', db)] }), [/sees no requests, only server names/]],
    ['options behind passed-through TLS', ({ chart, edge, db }) => front(chart, 'F', edge, db, { tls: ServerTls.passthrough(), routes: [Route.all(db, { timeout: Duration.seconds(1) })] }), [/timeout is said, but with ServerTls.passthrough/]],
    ['TLS for a gateway of somebody else', ({ chart, web }) => new IngressRoute(chart, 'F', {
      gateway: IngressGateway.fromName('edge/public', { pods: GatewayPods.istioctl() }), hosts: ['a.example.com'], tls: ServerTls.simple('x'), routes: [Route.all(web)],
    }), [/tls is said for a gateway that somebody else owns/]],
    ['a name that is no DNS label', ({ chart }) => new MeshNamespace(chart, 'N', { name: 'Shop_1' }), [/\[shop\/N\] name is "Shop_1", not a DNS label/]],
    ['a service name that is no DNS label', ({ ns }) => ns.addService('my.service', { ports: [MeshPort.http(80)] }), [/name is "my.service", not a DNS label/]],
    ['a retry budget above the timeout', ({ chart, reviews }) => new ServicePolicy(chart, 'Calls', {
      service: reviews, timeout: Duration.seconds(1), retries: Retries.beforeProcessing(2, { perTryTimeout: Duration.seconds(2) }),
    }), [/\[shop\/Calls\] 3 tries of 2s each take 6s, longer than the timeout of 1s/]],
    ['a retry budget above a timeout that somebody else says', ({ chart, reviews }) => {
      new ServicePolicy(chart, 'Timeout', { service: reviews, timeout: Duration.seconds(1) });
      new ServicePolicy(chart, 'Retries', { service: reviews, retries: Retries.beforeProcessing(2, { perTryTimeout: Duration.seconds(2) }) });
    }, [/\[shop\/Retries, with \[shop\/Timeout\]\] 3 tries of 2s/]],
    ['a mirror to where requests go already', ({ chart, reviews }) => {
      canary(chart, reviews, 10);
      reviews.contribute({ owner: chart, mirrors: [{ target: reviews.version('v2'), percent: 50 }] });
    }, [/\[shop\] for all requests, \[shop\] mirrors to reviews.shop.svc.cluster.local v2, where \[shop\/Canary\] sends requests already/]],
    ['a canary of what is stable already', ({ chart, reviews }) => new CanaryRelease(chart, 'C', { stable: reviews.version('v1'), canary: reviews.version('v1') }), [/stable and canary are both/]],
    ['a policy that says nothing', ({ chart, reviews }) => new ServicePolicy(chart, 'P', { service: reviews }), [/\[shop\/P\] it says nothing/]],
    ['matching without anything to match for', ({ chart, reviews }) => new ServicePolicy(chart, 'P', { service: reviews, matching: [RequestMatch.all()], loadBalancing: LoadBalancing.random() }), [/neither timeout nor retries/]],
    ['a second description of a service in a chart', ({ ns }) => ns.addService('web', { ports: [MeshPort.http(80)] }), [/web/]],
    ['the same service under another id', ({ chart, ns }) => new MeshService(chart, 'Again', { name: 'web', namespace: ns, ports: [MeshPort.http(80)] }), [/web.shop.svc.cluster.local is described already, by \[shop\/Namespace\/web\]/]],
    ['two routes for the same requests', ({ chart, edge, web }) => front(chart, 'F', edge, web, { routes: [Route.prefix('/a', web), Route.prefix('/a', Redirect.toPath('/b'))] }), [/two routes are for path under "\/a"/]],
    ['stripping a prefix of an exact path', ({ web }) => Route.exact('/a', web, { rewrite: Rewrite.stripPrefix() }), [/the route matches exact "\/a", no path prefix/]],
    ['a timeout for TLS by the application', ({ chart, web }) => new ExternalApi(chart, 'A', { host: 'api.example.com', callers: [web], tls: TlsOrigination.byApplication(), timeout: Duration.seconds(1) }), [/timeout is said, but with TlsOrigination.byApplication/]],
    ['a client certificate for nobody in particular', ({ chart, ns }) => new ExternalApi(chart, 'A', { host: 'api.example.com', callers: [ns], tls: TlsOrigination.mutual('cert') }), [/a client certificate is said, but not for which workloads/]],
    ['a server name without names to check', () => TlsOrigination.simple({ sni: 'a.example.com' }), [/sni is said without subjectAltNames/]],
    ['a caller behind a gateway', ({ web }) => Route.when([RequestMatch.caller(web)], web), [/a match is about the caller/]],
    ['a workload without labels', ({ chart, ns }) => new MeshWorkload(chart, 'job', { namespace: ns, labels: {} }), [/labels is empty/]],
  ])('%s', (_, call, messages) => {
    const it = world();
    let message = '';
    try {
      call(it);
    } catch (error) {
      message = (error as Error).message;
      if ((error as Error).name !== 'UsageError' && !/already a Construct/.test(message)) throw error;
    }
    expect(message).not.toBe('');
    for (const part of messages) expect(message).toMatch(part);
  });
});

test('two routes of one host with disjoint paths are normal', () => {
  const { app, chart, edge, web, reviews } = world();
  front(chart, 'A', edge, web, { routes: [Route.prefix('/a', web)] });
  front(chart, 'B', edge, reviews, { routes: [Route.prefix('/b', reviews)] });
  expect(() => app.synthYaml()).not.toThrow();
});

test('every host has to be written, and then is fine', () => {
  const { app, chart, edge, web } = world();
  front(chart, 'A', edge, web, { hosts: ['*'], tls: ServerTls.none() });
  expect(() => app.synthYaml()).not.toThrow();
});

test('a mirror to a canary that gets nothing yet is a first step', () => {
  const { app, chart, reviews } = world();
  canary(chart, reviews, 0);
  reviews.contribute({ owner: chart, mirrors: [{ target: reviews.version('v2'), percent: 50 }] });
  expect(() => app.synthYaml()).not.toThrow();
});
