import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { CorsPolicy, CorsOptions, UnmatchedPreflights } from '../../src/resources/cors-policy';
import { Destination } from '../../src/resources/destination';
import { DirectResponse } from '../../src/resources/direct-response';
import { Fault } from '../../src/resources/fault';
import { HeaderOperations } from '../../src/resources/header-operations';
import { HttpRoute } from '../../src/resources/http-route';
import { HttpRouteTable } from '../../src/resources/http-route-table';
import { PathMatch } from '../../src/resources/path-match';
import { Redirect, RedirectCode, RedirectPort, RedirectScheme } from '../../src/resources/redirect';
import { RequestMatch } from '../../src/resources/request-match';
import { Retries } from '../../src/resources/retries';
import { Rewrite } from '../../src/resources/rewrite';
import { StringMatch } from '../../src/resources/string-match';

const v1 = Destination.host('reviews.shop.svc.cluster.local', { port: 9080, subset: 'v1' });
const v2 = Destination.host('reviews.shop.svc.cluster.local', { port: 9080, subset: 'v2' });
const none = HeaderOperations.none();

describe('destinations', () => {
  test('write no weight where there is only one', () => {
    expect(HttpRoute.to([{ target: v1, weight: 100 }])._render()[0].route)
      .toEqual([{ destination: { host: 'reviews.shop.svc.cluster.local', port: { number: 9080 }, subset: 'v1' } }]);
  });

  test('can be out for now, with weight 0', () => {
    expect(HttpRoute.to([{ target: v1, weight: 1 }, { target: v2, weight: 0 }])._render()[0].route!.map(({ weight }) => weight)).toEqual([1, 0]);
  });

  test('can be two ports of one host', () => {
    const other = Destination.host('reviews.shop.svc.cluster.local', { port: 9090, subset: 'v1' });
    expect(HttpRoute.to([{ target: v1, weight: 1 }, { target: other, weight: 1 }])._render()[0].route).toHaveLength(2);
  });

  test('fails without any', () => {
    expect(() => HttpRoute.to([])).toThrow('[HttpRoute.to] destinations is empty\n    fix: give at least one of destinations');
  });

  test('fails with a single one of weight 0', () => {
    expect(() => HttpRoute.to([{ target: v1, weight: 0 }]))
      .toThrow('[HttpRoute.to] the only destination, reviews.shop.svc.cluster.local:9080, subset v1, has weight 0\n    fix: leave the weight out; a single destination gets everything');
  });

  test('fails where one of several has no weight', () => {
    expect(() => HttpRoute.to([{ target: v1, weight: 90 }, { target: v2 }]))
      .toThrow('[HttpRoute.to] reviews.shop.svc.cluster.local:9080, subset v2 has no weight\n    fix: give every destination a weight; Istio sends nothing to one without');
  });

  test('fails where all weights are 0', () => {
    expect(() => HttpRoute.to([{ target: v1, weight: 0 }, { target: v2, weight: 0 }])).toThrow('[HttpRoute.to] all weights are 0\n    fix: give at least one destination a weight above 0');
  });

  test.each([-1, 0.5, 2 ** 31])('fails with the weight %p', weight => {
    expect(() => HttpRoute.to([{ target: v1, weight }, { target: v2, weight: 1 }])).toThrow(`[HttpRoute.to] weight is ${weight}\n    fix: use a whole number, 0 to 2147483647`);
  });

  test('fails where the weights are too much together', () => {
    expect(() => HttpRoute.to([{ target: v1, weight: 2 ** 31 - 1 }, { target: v2, weight: 1 }])).toThrow('[HttpRoute.to] the weights add up to 2147483648\n    fix: stay below 2147483647');
  });

  test('fails where one is there twice', () => {
    const anyPort = Destination.host('reviews.shop.svc.cluster.local', { subset: 'v1' });
    expect(() => HttpRoute.to([{ target: v1, weight: 1 }, { target: anyPort, weight: 1 }]))
      .toThrow('[HttpRoute.to] reviews.shop.svc.cluster.local, subset v1 is there twice\n    fix: name each destination once, with the sum of the weights');
  });
});

describe('Destination', () => {
  const chart = () => new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const service = (scope: Construct, ...ports: number[]) => new ApiObject(scope, 'Service', {
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' }, spec: { ports: ports.map(port => ({ name: `http-${port}`, port, targetPort: 8080 })) },
  });

  test('takes name, namespace and the only port from a Service', () => {
    expect(Destination.service(service(chart(), 9080), { subset: 'v1' }).targetConfig()).toEqual({ host: 'reviews.shop.svc.cluster.local', port: 9080, subset: 'v1' });
  });

  test('takes a construct that has the Service as its default child', () => {
    const wrapper = new Construct(chart(), 'Reviews');
    new ApiObject(wrapper, 'Resource', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' }, spec: { ports: [{ port: 80 }] } });
    expect(Destination.service(wrapper).targetConfig()).toEqual({ host: 'reviews.shop.svc.cluster.local', port: 80 });
  });

  test('takes one of several ports', () => {
    expect(Destination.service(service(chart(), 80, 81), { port: 81 }).targetConfig().port).toBe(81);
  });

  test('can be a wildcard host of a ServiceEntry', () => {
    expect(Destination.host('*.example.com').targetConfig()).toEqual({ host: '*.example.com' });
  });

  test('fails where the port of several is not said', () => {
    expect(() => Destination.service(service(chart(), 80, 81))).toThrow('[Destination.service] shop/Service has 2 ports\n    fix: pass port, one of 80, 81');
  });

  test('fails with a target port', () => {
    expect(() => Destination.service(service(chart(), 80), { port: 8080 })).toThrow('[Destination.service] shop/Service has no port 8080\n    fix: pass port, one of 80');
  });

  test('fails without ports', () => {
    expect(() => Destination.service(service(chart()))).toThrow('[Destination.service] shop/Service has no ports\n    fix: give the Service its ports first');
  });

  test('fails without a namespace', () => {
    expect(() => Destination.service(service(new Chart(Testing.app(), 'shop'), 80)))
      .toThrow('[Destination.service] no namespace is known for shop/Service\n    fix: give its chart one: new Chart(app, id, { namespace })');
  });

  test('fails with another kind', () => {
    const pod = new ApiObject(chart(), 'Pod', { apiVersion: 'v1', kind: 'Pod' });
    expect(() => Destination.service(pod)).toThrow('[Destination.service] shop/Pod is a Pod\n    fix: pass the Service');
  });

  test('fails with a construct that is no object', () => {
    expect(() => Destination.service(new Construct(chart(), 'Nothing'))).toThrow('[Destination.service] shop/Nothing has no Kubernetes object\n    fix: pass the construct of a Service');
  });

  test.each([
    ['reviews', '[Destination.host] host is "reviews", a short name\n    fix: write the namespace too: "reviews.<namespace>.svc.cluster.local"'],
    ['*', '[Destination.host] host is "*"\n    fix: name the host that requests are sent to'],
    ['reviews.shop:80', '[Destination.host] host is "reviews.shop:80", not a host name'],
  ])('fails with the host %s', (host, message) => {
    expect(() => Destination.host(host)).toThrow(message);
  });

  test('fails with a port or subset that cannot be', () => {
    expect(() => Destination.host('a.b', { port: 70000 })).toThrow('[Destination.host] port is 70000, not a port');
    expect(() => Destination.host('a.b', { subset: 'V1' })).toThrow('[Destination.host] subset is "V1", not a DNS label');
  });
});

describe('matches', () => {
  const path = (match: PathMatch) => RequestMatch.path(match);

  test('are left out as soon as one of them means every request', () => {
    const matches = [RequestMatch.header('x', StringMatch.exact('1')), RequestMatch.all()];
    expect(HttpRoute.to([{ target: v1 }], { matches })._render()).toEqual([{ route: expect.anything() }]);
  });

  test('fails with gateways and a caller in one match', () => {
    const gateway = { gatewayName: 'shop/edge', callerConfig: () => ({}), policyTargetConfig: () => ({ namespace: 'shop' }) };
    const caller = { callerConfig: () => ({ labels: { app: 'cart' } }) };
    const match = RequestMatch.allOf(RequestMatch.gateways(gateway), RequestMatch.caller(caller));
    expect(() => HttpRoute.to([{ target: v1 }], { matches: [match] }))
      .toThrow('[HttpRoute.to] a match has gateways and a caller\n    fix: match one of them; Istio ignores the caller beside a gateway');
  });

  test('fails with a rewrite that they do not allow, at the call', () => {
    expect(() => HttpRoute.to([{ target: v1 }], { matches: [path(PathMatch.exact('/a'))], rewrite: Rewrite.stripPrefix() })).toThrow('[Rewrite] the route matches exact "/a", no path prefix');
  });
});

describe('headers', () => {
  test('say nothing where nothing changes', () => {
    expect(HttpRoute.to([{ target: v1 }], { requestHeaders: none, responseHeaders: none })._render()[0].headers).toBeUndefined();
  });

  test('are a new chain with each call', () => {
    const first = none.replace('a', '1');
    first.add('b', '2');
    expect(first._render()).toEqual({ set: { a: '1' } });
  });

  test('keep percent signs in literal values, and give them a meaning in formats', () => {
    expect(none.replace('a', '5% of %REQ(b)%').add('b', '%')._render()).toEqual({ set: { a: '5%% of %%REQ(b)%%' }, add: { b: '%%' } });
    expect(none.replaceWithFormat('a', '%REQ(b)%').addWithFormat('b', '100%%')._render()).toEqual({ set: { a: '%REQ(b)%' }, add: { b: '100%%' } });
  });

  const formats = ['', 'text', '%%', '%HOSTNAME%', 'a %A% b %B% c', '%REQ(x)%', '%REQ( x ) %', '%UPSTREAM_METADATA(["ns", "key"])%', '%A([ "a\\"b" , "c" ] )%'];
  test.each(formats)('take the format %j', format => {
    expect(none.replaceWithFormat('a', format)._render()).toEqual({ set: { a: format } });
  });

  test.each(['%', '%a%', '%()%', '5% off', '%%%', 'abc%123', '%A(', '%A(x)', '%A(x)y%', '%A([x])%', '%A(["a"%', '%A(["a" "b"])%', '%A()%', '%A(x\\'])('fails with the format %j', format => {
    expect(() => none.replaceWithFormat('a', format))
      .toThrow(`[HeaderOperations.replaceWithFormat] the format is ${JSON.stringify(format)}, with a "%" that begins no variable\n    fix: write "%%" for a percent sign`);
  });

  test('replace the host of a request', () => {
    expect(HttpRoute.to([{ target: v1 }], { requestHeaders: none.replace('Host', 'api.example.com') })._render()[0].headers).toEqual({ request: { set: { Host: 'api.example.com' } } });
  });

  test.each([
    ['a value with a line break', () => none.replace('a', 'b\nc'), '[HeaderOperations.replace] the value is "b\\nc", with a control character\n    fix: leave out line breaks and control characters'],
    ['a pseudo header', () => none.replace(':path', '/'), '[HeaderOperations.replace] the header is ":path", not a header name'],
    ['a name with a blank', () => none.add('x y', '1'), '[HeaderOperations.add] the header is "x y", not a header name'],
    ['a second host', () => none.add('host', 'a.b'), '[HeaderOperations.add] the header is "host", and a request has one host\n    fix: replace it instead'],
    ['a host that is none', () => none.replace(':authority', 'a b'), '[HeaderOperations.replace] host is "a b", not a host name'],
    ['no host', () => none.remove('Host'), '[HeaderOperations.remove] the header is "Host", which no request can be without\n    fix: replace it instead'],
    ['no name', () => none.remove(), '[HeaderOperations.remove] names is empty'],
    ['a header set twice', () => none.replace('X-A', '1').replace('x-a', '2'), '[HeaderOperations.replace] the header "X-A" was already given the value "1"\n    fix: name each header once'],
    ['a header added twice', () => none.addWithFormat('X-A', '1').addWithFormat('x-a', '2'), '[HeaderOperations.addWithFormat] the header "X-A" was already given the value "1"'],
    ['a header set and removed', () => none.replace('X-A', '1').remove('x-a'), '[HeaderOperations.remove] the header "X-A" is both removed and given a value\n    fix: use replace alone'],
    ['a header removed and added', () => none.remove('X-A').add('x-a', '1'), '[HeaderOperations.add] the header "X-A" is both removed and given a value'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  test('fails where the host is said twice', () => {
    const options = { rewrite: Rewrite.authority('a.example.com'), requestHeaders: none.replace('host', 'b.example.com') };
    expect(() => HttpRoute.to([{ target: v1 }], options)).toThrow('[HttpRoute.to] the host is rewritten to "a.example.com" and replaced with "b.example.com"\n    fix: say it once, by rewrite');
  });

  test('fails with the host of a response', () => {
    const responseHeaders = none.replace('host', 'a.b');
    expect(() => HttpRoute.respond(DirectResponse.text(200), { responseHeaders })).toThrow('[HttpRoute.respond] a response has no host\n    fix: leave it out of responseHeaders');
    expect(() => HttpRoute.to([{ target: v1, responseHeaders }])).toThrow('[HttpRoute.to] a response has no host');
  });
});

describe('mirrors', () => {
  test('go to several places', () => {
    const mirrors = [{ target: v2, percent: 100 }, { target: Destination.host('log.shop.svc.cluster.local'), percent: 0.0001 }];
    expect(HttpRoute.to([{ target: v1 }], { mirrors })._render()[0].mirrors!.map(({ percentage }) => percentage!.value)).toEqual([100, 0.0001]);
  });

  test.each([0, 0.00001, 101, NaN])('fails with %p percent', percent => {
    expect(() => HttpRoute.to([{ target: v1 }], { mirrors: [{ target: v2, percent }] })).toThrow(`[HttpRoute.to] percent of a mirror is ${percent}, not a percentage\n    fix: use a number from 0.0001 to 100`);
  });

  test('fails where a mirror is a destination', () => {
    expect(() => HttpRoute.to([{ target: v1 }], { mirrors: [{ target: v1, percent: 10 }] }))
      .toThrow('[HttpRoute.to] the mirror reviews.shop.svc.cluster.local:9080, subset v1 is a destination of the route too\n    fix: mirror to another version or service');
  });
});

describe('timeout and retries', () => {
  const rendered = (retries: Retries) => HttpRoute.to([{ target: v1 }], { retries })._render()[0].retries;

  test('can be no retries at all', () => {
    expect(rendered(Retries.none())).toEqual({ attempts: 0 });
  });

  test('write the conditions out', () => {
    expect(rendered(Retries.beforeProcessing(2))).toEqual({ attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled' });
    expect(rendered(Retries.onServerErrors(3))).toEqual({ attempts: 3, retryOn: '5xx,reset,connect-failure,refused-stream' });
    expect(rendered(Retries.on(['gateway-error', '503', '429'], 1))).toEqual({ attempts: 1, retryOn: 'gateway-error,503,429' });
  });

  test.each([
    [Retries.none(), false],
    [Retries.beforeProcessing(2), false],
    [Retries.on(['reset-before-request', 'unavailable'], 2), false],
    [Retries.onServerErrors(2), true],
    [Retries.on(['connect-failure', '503'], 2), true],
    [Retries.onServerErrors(2, { alsoWrites: true }), false],
  ])('know whether they repeat writes: %#', (retries, repeats) => {
    expect(retries._repeatsWrites).toBe(repeats);
  });

  test('have a harmless form with the same limits', () => {
    const harmless = Retries.onServerErrors(2, { perTryTimeout: Duration.seconds(1) })._beforeProcessing();
    expect(rendered(harmless)).toEqual({ attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled', perTryTimeout: '1s' });
    expect(rendered(Retries.none()._beforeProcessing())).toEqual({ attempts: 0 });
  });

  test('fit when all attempts take just the timeout', () => {
    const retries = Retries.beforeProcessing(2, { perTryTimeout: Duration.seconds(1) });
    expect(HttpRoute.to([{ target: v1 }], { retries, timeout: Duration.seconds(3) })._render()[0].timeout).toBe('3s');
  });

  test('fails where the attempts take longer than the timeout', () => {
    const retries = Retries.beforeProcessing(2, { perTryTimeout: Duration.seconds(1) });
    expect(() => HttpRoute.to([{ target: v1 }], { retries, timeout: Duration.millis(2999) }))
      .toThrow('[HttpRoute.to] 3 tries of 1s each take 3s, longer than the timeout of 2999ms\n    fix: raise timeout, or lower perTryTimeout or attempts');
  });

  test('fails with a timeout of 0', () => {
    expect(() => HttpRoute.to([{ target: v1 }], { timeout: Duration.seconds(0) }))
      .toThrow(/\[HttpRoute.to\] timeout is .*\n    fix: use a millisecond or more, or leave timeout out for its default/);
  });

  test.each([
    ['no attempts', () => Retries.onServerErrors(0), '[Retries.onServerErrors] attempts is 0\n    fix: use a whole number, 1 to 2147483647'],
    ['half an attempt', () => Retries.beforeProcessing(1.5), '[Retries.beforeProcessing] attempts is 1.5'],
    ['no condition', () => Retries.on([], 1), '[Retries.on] conditions is empty'],
    ['a misspelt condition', () => Retries.on(['gateway-eror'], 1), '[Retries.on] the condition is "gateway-eror", which Istio does not know; did you mean "gateway-error"?\n    fix: use an HTTP status, or one of 5xx, '],
    ['a blank', () => Retries.on(['reset '], 1), '[Retries.on] the condition is "reset "'],
    ['a status that does not exist', () => Retries.on(['599'], 1), '[Retries.on] the condition is "599"'],
    ['no time for a try', () => Retries.onServerErrors(1, { perTryTimeout: Duration.millis(0) }), '[Retries.onServerErrors] perTryTimeout is '],
    ['no backoff', () => Retries.on(['503'], 1, { backoff: Duration.millis(0) }), '[Retries.on] backoff is '],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('faults', () => {
  test('can be a gRPC status', () => {
    expect(Fault.abortGrpc('UNAVAILABLE', { percent: 100 })._render()).toEqual({ abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } });
  });

  const delay = Fault.delay(Duration.seconds(1), { percent: 1 });
  const abort = Fault.abort(503, { percent: 1 });
  test.each([
    ['no delay', () => Fault.delay(Duration.seconds(0), { percent: 1 }), '[Fault.delay] delay is '],
    ['no percentage', () => Fault.delay(Duration.seconds(1), { percent: 0 }), '[Fault.delay] percent is 0, not a percentage\n    fix: use a number from 0.0001 to 100'],
    ['too much', () => Fault.abortGrpc('ABORTED', { percent: 100.1 }), '[Fault.abortGrpc] percent is 100.1, not a percentage'],
    ['a status below 200', () => Fault.abort(199, { percent: 1 }), '[Fault.abort] status is 199\n    fix: use a whole number, 200 to 599'],
    ['the status 600', () => Fault.abort(600, { percent: 1 }), '[Fault.abort] status is 600'],
    ['an unknown gRPC status', () => Fault.abortGrpc('UNAVAILABEL', { percent: 1 }), '[Fault.abortGrpc] status is "UNAVAILABEL", no name of a gRPC status; did you mean "UNAVAILABLE"?\n    fix: use one of OK, CANCELLED, '],
    ['two aborts', () => Fault.both(abort, abort), '[Fault.both] the first fault is not a delay\n    fix: make it with Fault.delay'],
    ['two delays', () => Fault.both(delay, delay), '[Fault.both] the second fault is not an abort\n    fix: make it with Fault.abort or Fault.abortGrpc'],
    ['a fault that is both already', () => Fault.both(Fault.both(delay, abort), abort), '[Fault.both] the first fault is not a delay'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('redirects', () => {
  const written = (redirect: Redirect, ...paths: PathMatch[]) => HttpRoute.redirect(redirect, { name: 'old', matches: paths.map(path => RequestMatch.path(path).named('m')) })._render()
    .map(({ match, redirect: to }) => ({ match, to: JSON.parse(JSON.stringify(to)) }));
  const m = (uri: object) => ({ uri, name: 'm' });

  test('change the path, the host or the scheme', () => {
    expect(written(Redirect.toPath('/new', RedirectCode.TEMPORARY), PathMatch.exact('/old'))).toEqual([{ match: [m({ exact: '/old' })], to: { uri: '/new', redirectCode: 307 } }]);
    expect(written(Redirect.toHost('www.example.com', RedirectCode.FOUND))).toEqual([{ to: { authority: 'www.example.com', redirectCode: 302 } }]);
    expect(written(Redirect.to({ scheme: RedirectScheme.HTTPS, port: RedirectPort.fromProtocol() }))).toEqual([{ to: { scheme: 'https', derivePort: 'FROM_PROTOCOL_DEFAULT' } }]);
    expect(written(Redirect.to({ port: RedirectPort.of(8443), code: RedirectCode.PERMANENT }))).toEqual([{ to: { port: 8443, redirectCode: 308 } }]);
    expect(written(Redirect.to({ host: '10.0.0.1', port: RedirectPort.fromRequest(), code: RedirectCode.SEE_OTHER }))).toEqual([{ to: { authority: '10.0.0.1', derivePort: 'FROM_REQUEST_PORT', redirectCode: 303 } }]);
  });

  test('replace a prefix of whole segments by one rule for it, and one for what is under it', () => {
    expect(written(Redirect.replacePrefix('/new'), PathMatch.prefix('/old'))).toEqual([
      { match: [m({ exact: '/old' })], to: { uri: '/new' } },
      { match: [m({ prefix: '/old/' })], to: { prefixRewrite: '/new/' } },
    ]);
  });

  test('replace a prefix with nothing', () => {
    expect(written(Redirect.replacePrefix('/'), PathMatch.prefix('/old'))).toEqual([
      { match: [m({ exact: '/old' })], to: { uri: '/' } },
      { match: [m({ prefix: '/old/' })], to: { prefixRewrite: '/' } },
    ]);
  });

  test('are one rule for several prefixes that end with a slash', () => {
    expect(written(Redirect.replacePrefix('/new/'), PathMatch.prefix('/a/'), PathMatch.prefix('/b/'))).toEqual([
      { match: [m({ prefix: '/a/' }), m({ prefix: '/b/' })], to: { prefixRewrite: '/new/' } },
    ]);
  });

  test('put a prefix in front of every path', () => {
    expect(HttpRoute.redirect(Redirect.to({ prefix: '/v2', host: 'www.example.com' }))._render().map(({ redirect }) => redirect))
      .toEqual([{ prefixRewrite: '/v2/', authority: 'www.example.com' }]);
  });

  test('fails to replace a prefix where the route matches none', () => {
    expect(() => written(Redirect.replacePrefix('/new'), PathMatch.exact('/old'))).toThrow('[Redirect] the route matches exact "/old", no path prefix\n    fix: use PathMatch.prefix for the route, or Redirect.toPath');
    expect(() => written(Redirect.replacePrefix('/new'), PathMatch.startsWith('/old'))).toThrow('[Redirect] the route matches startsWith "/old", no path prefix');
  });

  test.each([
    ['nothing', () => Redirect.to({ code: RedirectCode.FOUND }), '[Redirect.to] nothing changes\n    fix: give at least one of host, path, prefix, scheme and port'],
    ['path and prefix', () => Redirect.to({ path: '/a', prefix: '/b' }), '[Redirect.to] both path and prefix are given\n    fix: give one of them'],
    ['a relative path', () => Redirect.toPath('new'), '[Redirect.toPath] path is "new"\n    fix: start path with "/"'],
    ['a relative prefix', () => Redirect.replacePrefix('new'), '[Redirect.replacePrefix] prefix is "new"\n    fix: start prefix with "/"'],
    ['a host with a scheme', () => Redirect.toHost('https://a.b'), '[Redirect.toHost] host is "https://a.b", not a host name'],
    ['the port 0', () => RedirectPort.of(0), '[RedirectPort.of] port is 0, not a port'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  test('are named by where they lead to', () => {
    expect([Redirect.toPath('/a'), Redirect.toHost('a.b'), Redirect.replacePrefix('/a'), Redirect.to({ scheme: RedirectScheme.HTTPS }), Redirect.to({ port: RedirectPort.of(1) })].map(each => each.describeAction()))
      .toEqual(['redirect to /a', 'redirect to a.b', 'redirect to prefix /a', 'redirect to https:', 'redirect to another port']);
  });
});

describe('direct responses', () => {
  test('have text, bytes or nothing', () => {
    expect(DirectResponse.text(503, 'later')._render()).toEqual({ status: 503, body: { string: 'later' } });
    expect(DirectResponse.text(204)._render()).toEqual({ status: 204 });
    expect(DirectResponse.bytes(200, 'AAECAw==')._render()).toEqual({ status: 200, body: { bytes: 'AAECAw==' } });
    expect(DirectResponse.text(503).describeAction()).toBe('answer 503');
  });

  test('keep the headers of the route beside the type of JSON', () => {
    const route = HttpRoute.respond(DirectResponse.json(200, '{}'), { responseHeaders: none.replace('x-a', '1') });
    expect(route._render()[0].headers).toEqual({ response: { set: { 'x-a': '1', 'content-type': 'application/json' } } });
  });

  test('take a body of 1 MiB', () => {
    expect(DirectResponse.text(200, 'ä'.repeat(512 * 1024))._render().status).toBe(200);
  });

  test.each([
    ['a larger body', () => DirectResponse.text(200, `ä${'ä'.repeat(512 * 1024)}`), '[DirectResponse.text] the body has 1048578 bytes\n    fix: use at most 1048576; Istio sends it to every proxy'],
    ['a status below 200', () => DirectResponse.text(101), '[DirectResponse.text] status is 101\n    fix: use a whole number, 200 to 599'],
    ['the status 600', () => DirectResponse.json(600, '{}'), '[DirectResponse.json] status is 600'],
    ['broken JSON', () => DirectResponse.json(200, '{a}'), '[DirectResponse.json] the text is not JSON: '],
    ['what is not base64', () => DirectResponse.bytes(200, 'AAE'), '[DirectResponse.bytes] the content is not base64\n    fix: encode it, with padding and without line breaks'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('CORS', () => {
  const cors = (origin: StringMatch, options: CorsOptions = {}) => CorsPolicy.origins([origin], options);

  test('lets any origin call, without credentials', () => {
    expect(CorsPolicy.anyOrigin({ methods: ['*'], headers: ['*'], exposedHeaders: ['*'], unmatchedPreflights: UnmatchedPreflights.IGNORE })._render())
      .toEqual({ allowOrigins: [{ regex: '.*' }], allowMethods: ['*'], allowHeaders: ['*'], exposeHeaders: ['*'], unmatchedPreflights: 'IGNORE' });
  });

  test.each([
    [StringMatch.exact('https://www.example.com:8443'), { exact: 'https://www.example.com:8443' }],
    [StringMatch.startsWith('http://localhost:'), { prefix: 'http://localhost:' }],
    [StringMatch.suffix('.example.com'), { regex: '.*\\.example\\.com' }],
    [StringMatch.regex('https://[a-z]+\\.example\\.com'), { regex: 'https://[a-z]+\\.example\\.com' }],
  ])('takes the origin %#', (origin, written) => {
    expect(CorsPolicy.originsWithCredentials([origin])._render()).toEqual({ allowOrigins: [written], allowCredentials: true });
  });

  test.each([
    ['no origin', () => CorsPolicy.origins([]), '[CorsPolicy.origins] origins is empty'],
    ['an empty origin', () => cors(StringMatch.exact('')), '[CorsPolicy.origins] an origin is empty'],
    ['a star', () => cors(StringMatch.exact('*')), '[CorsPolicy.origins] the origin is "*", which the proxy takes for every origin\n    fix: use CorsPolicy.anyOrigin'],
    ['an origin without scheme', () => cors(StringMatch.exact('www.example.com')), '[CorsPolicy.origins] the origin is "www.example.com", which no browser sends\n    fix: use scheme and host in lower case, without path, for example'],
    ['an origin with a path', () => cors(StringMatch.exact('https://www.example.com/')), 'the origin is "https://www.example.com/", which no browser sends'],
    ['an upper-case origin', () => cors(StringMatch.exact('https://Example.com')), 'the origin is "https://Example.com", which no browser sends'],
    ['the usual port', () => cors(StringMatch.exact('https://example.com:443')), 'the origin is "https://example.com:443", and browsers leave the usual port out\n    fix: leave the port out'],
    ['an open start', () => cors(StringMatch.startsWith('https://example.com')), 'the origin is startsWith "https://example.com", which hosts of strangers can start with\n    fix: use StringMatch.exact or StringMatch.regex'],
    ['an open end', () => cors(StringMatch.suffix('example.com')), 'the origin is suffix "example.com", which hosts of strangers can end with\n    fix: begin with a dot, for example ".example.com"'],
    ['a part', () => cors(StringMatch.contains('example.com')), 'the origin is contains "example.com", which hosts of strangers can contain\n    fix: use StringMatch.exact, suffix or regex'],
    ['every origin with credentials', () => CorsPolicy.originsWithCredentials([StringMatch.regex('https://.*')]), '[CorsPolicy.originsWithCredentials] an origin matches every origin\n    fix: name the origins that may act for the user, or use CorsPolicy.anyOrigin'],
    ['any header with credentials', () => CorsPolicy.originsWithCredentials([StringMatch.exact('https://a.b')], { headers: ['*'] }), '[CorsPolicy.originsWithCredentials] headers has "*", which browsers take literally with credentials\n    fix: name the headers'],
    ['a lower-case method', () => cors(StringMatch.exact('https://a.b'), { methods: ['get'] }), '[CorsPolicy.origins] the method is "get", which Istio does not know\n    fix: use GET, '],
    ['a header that is none', () => cors(StringMatch.exact('https://a.b'), { exposedHeaders: ['x y'] }), '[CorsPolicy.origins] the header is "x y", not a header name'],
    ['half a second', () => cors(StringMatch.exact('https://a.b'), { maxAge: Duration.millis(1500) }), '[CorsPolicy.origins] maxAge is 1500ms\n    fix: use whole seconds'],
    ['no age', () => CorsPolicy.anyOrigin({ maxAge: Duration.seconds(0) }), '[CorsPolicy.anyOrigin] maxAge is '],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('delegation', () => {
  test('names the routes of another app', () => {
    const route = HttpRoute.delegate(HttpRouteTable.fromName('reviews', 'team'), { timeout: Duration.minutes(1), fault: Fault.abort(503, { percent: 1 }) });
    expect(route._render()).toEqual([{ delegate: { name: 'reviews', namespace: 'team' }, timeout: '1m', fault: expect.anything() }]);
  });

  test('fails with names that cannot be', () => {
    expect(() => HttpRouteTable.fromName('Reviews', 'team')).toThrow('[HttpRouteTable.fromName] name is "Reviews", not a DNS name');
    expect(() => HttpRouteTable.fromName('reviews', 'my.team')).toThrow('[HttpRouteTable.fromName] namespace is "my.team", not a DNS label');
  });
});
