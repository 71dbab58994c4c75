import { PathMatch } from '../../src/resources/path-match';
import { RequestMatch } from '../../src/resources/request-match';
import { StringMatch } from '../../src/resources/string-match';

const gateway = (gatewayName: string) => ({ gatewayName, callerConfig: () => ({}), policyTargetConfig: () => ({ namespace: 'istio-system' }) });
const header = (value: StringMatch) => RequestMatch.header('X-A', value)._render();
const path = (match: PathMatch) => RequestMatch.path(match)._render();

describe('StringMatch', () => {
  test.each([
    ['the whole value', StringMatch.exact('a'), { exact: 'a' }],
    ['nothing', StringMatch.exact(''), { exact: '' }],
    ['a start', StringMatch.startsWith('a'), { prefix: 'a' }],
    ['an end, as an expression', StringMatch.suffix('.com'), { regex: '.*\\.com' }],
    ['a part, as an expression', StringMatch.contains('a+b'), { regex: '.*a\\+b.*' }],
    ['an expression', StringMatch.regex('a|b'), { regex: 'a|b' }],
  ])('compares %s', (_, value, written) => {
    expect(header(value)).toEqual([{ headers: { 'x-a': written } }]);
  });

  test.each([
    ['an empty start', () => StringMatch.startsWith(''), '[StringMatch.startsWith] start is empty\n    fix: give start a value'],
    ['an empty end', () => StringMatch.suffix(''), '[StringMatch.suffix] end is empty'],
    ['an empty part', () => StringMatch.contains(''), '[StringMatch.contains] part is empty'],
    ['an empty expression', () => StringMatch.regex(''), '[StringMatch.regex] the expression is empty'],
    ['a lookahead', () => StringMatch.regex('(?=a)'), '[StringMatch.regex] "(?=a)" is not an RE2 expression: '],
    ['a long expression', () => StringMatch.regex('a'.repeat(1025)), '[StringMatch.regex] the expression has 1025 characters\n    fix: use at most 1024; Istio refuses longer ones'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('PathMatch', () => {
  test.each([
    ['the whole path', PathMatch.exact('/a'), [{ uri: { exact: '/a' } }]],
    ['whole segments', PathMatch.prefix('/a'), [{ uri: { exact: '/a' } }, { uri: { prefix: '/a/' } }]],
    ['what is under a path', PathMatch.prefix('/a/'), [{ uri: { prefix: '/a/' } }]],
    ['every path', PathMatch.prefix('/'), []],
    ['any start', PathMatch.startsWith('/a'), [{ uri: { prefix: '/a' } }]],
    ['an expression', PathMatch.regex('/a/\\d+'), [{ uri: { regex: '/a/\\d+' } }]],
    ['any case', PathMatch.prefix('/a').ignoringCase(), [{ uri: { exact: '/a' }, ignoreUriCase: true }, { uri: { prefix: '/a/' }, ignoreUriCase: true }]],
  ])('takes %s', (_, match, written) => {
    expect(path(match)).toEqual(written);
  });

  test.each([
    ['a relative path', () => PathMatch.exact('a'), '[PathMatch.exact] the path is "a"\n    fix: start the path with "/"'],
    ['a query', () => PathMatch.startsWith('/a?b=c'), '[PathMatch.startsWith] the path is "/a?b=c", with a query or fragment\n    fix: leave it out; match the query with RequestMatch.query'],
    ['a fragment', () => PathMatch.prefix('/a#b'), '[PathMatch.prefix] the path is "/a#b", with a query or fragment'],
    ['a broken expression', () => PathMatch.regex('/a['), '[PathMatch.regex] "/a[" is not an RE2 expression: '],
    ['an expression in any case', () => PathMatch.regex('/a').ignoringCase(), '[PathMatch.ignoringCase] "/a" is a regular expression\n    fix: use PathMatch.regex("(?i)/a")'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('RequestMatch', () => {
  test.each([
    ['every request', RequestMatch.all(), []],
    ['a method', RequestMatch.method('GET'), [{ method: { exact: 'GET' } }]],
    ['any of several methods', RequestMatch.method('GET', 'HEAD', 'GET'), [{ method: { regex: 'GET|HEAD' } }]],
    ['a header', RequestMatch.header('End-User', StringMatch.exact('jason')), [{ headers: { 'end-user': { exact: 'jason' } } }]],
    ['a header that is there', RequestMatch.headerPresent('X-A'), [{ headers: { 'x-a': {} } }]],
    ['a header that is not there', RequestMatch.headerAbsent('X-A'), [{ withoutHeaders: { 'x-a': {} } }]],
    ['a header that is not so', RequestMatch.withoutHeader('X-A', StringMatch.startsWith('b')), [{ withoutHeaders: { 'x-a': { prefix: 'b' } } }]],
    ['a cookie', RequestMatch.cookie('user', 'a.b'), [{ headers: { cookie: { regex: '(.*;\\s*)?user=a\\.b(;.*)?' } } }]],
    ['a query parameter', RequestMatch.query('Q', StringMatch.regex('.+')), [{ queryParams: { Q: { regex: '.+' } } }]],
    ['a query parameter that is there', RequestMatch.queryPresent('q'), [{ queryParams: { q: {} } }]],
    ['a claim', RequestMatch.claim('realm.roles', 'admin'), [{ headers: { '@request.auth.claims.realm.roles': { exact: 'admin' } } }]],
    ['a port', RequestMatch.port(9080), [{ port: 9080 }]],
    ['a host in any case, with or without its port', RequestMatch.authority('api.example.com'), [{ authority: { regex: '(?i)api\\.example\\.com(:\\d+)?' } }]],
    ['a host as it was sent', RequestMatch.authorityLike(StringMatch.exact('api.example.com:8080')), [{ authority: { exact: 'api.example.com:8080' } }]],
    ['a scheme', RequestMatch.scheme(StringMatch.exact('https')), [{ scheme: { exact: 'https' } }]],
    ['a gateway', RequestMatch.gateways(gateway('shop/edge')), [{ gateways: ['shop/edge'] }]],
    ['any of several gateways', RequestMatch.gateways(gateway('shop/edge'), gateway('shop/inner')), [{ gateways: ['shop/edge', 'shop/inner'] }]],
    ['the mesh', RequestMatch.mesh(), [{ gateways: ['mesh'] }]],
    ['a namespace', RequestMatch.caller({ callerConfig: () => ({ namespaces: ['shop'] }) }), [{ sourceNamespace: 'shop' }]],
    ['a workload', RequestMatch.caller({ callerConfig: () => ({ labels: { app: 'cart', tier: 'web' }, workloadNamespace: 'shop' }) }), [{ sourceLabels: { app: 'cart', tier: 'web' }, sourceNamespace: 'shop' }]],
  ])('takes %s', (_, match, written) => {
    expect(match._render()).toEqual(written);
  });

  test('joins conditions, and says each of them for every form of the path', () => {
    const match = RequestMatch.allOf(RequestMatch.path(PathMatch.prefix('/a')), RequestMatch.method('GET'), RequestMatch.header('x', StringMatch.exact('1')), RequestMatch.headerPresent('y'));
    const rest = { method: { exact: 'GET' }, headers: { x: { exact: '1' }, y: {} } };
    expect(match._render()).toEqual([{ uri: { exact: '/a' }, ...rest }, { uri: { prefix: '/a/' }, ...rest }]);
  });

  test('keeps the narrower of two conditions on one thing', () => {
    expect(RequestMatch.allOf(RequestMatch.method('GET', 'PUT'), RequestMatch.method('PUT', 'POST'))._render()).toEqual([{ method: { exact: 'PUT' } }]);
    expect(RequestMatch.allOf(RequestMatch.path(PathMatch.prefix('/a')), RequestMatch.path(PathMatch.exact('/a/b')))._render()).toEqual([{ uri: { exact: '/a/b' } }]);
  });

  test('can have a name and statistics of its own', () => {
    const named = RequestMatch.method('GET').named('reads').withStatPrefix('reads');
    expect(named._render()).toEqual([{ method: { exact: 'GET' }, name: 'reads', statPrefix: 'reads' }]);
    expect(RequestMatch.all().named('all')._render()).toEqual([{ name: 'all' }]);
    expect(RequestMatch.path(PathMatch.prefix('/a')).named('a')._render().map(({ name }) => name)).toEqual(['a', 'a']);
  });

  test('is not changed by being named', () => {
    const match = RequestMatch.method('GET');
    match.named('reads');
    expect(match._render()).toEqual([{ method: { exact: 'GET' } }]);
  });

  const exact = (name: string, value: string) => RequestMatch.header(name, StringMatch.exact(value));
  test.each([
    ['no method', () => RequestMatch.method(), '[RequestMatch.method] methods is empty'],
    ['a lower-case method', () => RequestMatch.method('get'), '[RequestMatch.method] the method is "get"\n    fix: use upper case, for example "GET"'],
    ['the host as a header', () => exact('Host', 'a.b'), '[RequestMatch.header] the header is "host"\n    fix: use RequestMatch.authority; Envoy has the host there'],
    ['a header that is none', () => RequestMatch.headerPresent('x y'), '[RequestMatch.headerPresent] the header is "x y", not a header name'],
    ['a pseudo header', () => RequestMatch.headerAbsent(':path'), '[RequestMatch.headerAbsent] the header is ":path", not a header name'],
    ['a cookie name that is none', () => RequestMatch.cookie('a=b', 'c'), '[RequestMatch.cookie] the name is "a=b", not a cookie name'],
    ['a cookie value that is none', () => RequestMatch.cookie('a', 'b;c'), '[RequestMatch.cookie] the value is "b;c", which no cookie can have'],
    ['no query parameter', () => RequestMatch.queryPresent(''), '[RequestMatch.queryPresent] name is empty'],
    ['no claim', () => RequestMatch.claim('', 'a'), '[RequestMatch.claim] name is empty'],
    ['a claim without value', () => RequestMatch.claim('a', ''), '[RequestMatch.claim] value is empty'],
    ['the port 0', () => RequestMatch.port(0), '[RequestMatch.port] port is 0, not a port'],
    ['a host with a port', () => RequestMatch.authority('a.b:80'), '[RequestMatch.authority] host is "a.b:80", not a host name'],
    ['no gateway', () => RequestMatch.gateways(), '[RequestMatch.gateways] gateways is empty'],
    ['a caller by identity', () => RequestMatch.caller({ callerConfig: () => ({ identities: ['shop/cart'] }) }),
      '[RequestMatch.caller] the caller is not one workload or one namespace\n    fix: pass a service, workload or namespace; routes cannot see identities or addresses'],
    ['an empty name', () => RequestMatch.all().named(''), '[RequestMatch.named] name is empty'],
    ['an empty prefix of statistics', () => RequestMatch.all().withStatPrefix(''), '[RequestMatch.withStatPrefix] prefix is empty'],
    ['conditions that exclude each other', () => RequestMatch.allOf(exact('x', '1'), exact('x', '2')),
      '[RequestMatch.allOf] no request can hold these conditions together\n    fix: leave one of them out, or pass them as separate matches'],
    ['conditions that do not fit into one', () => RequestMatch.allOf(RequestMatch.cookie('a', '1'), RequestMatch.cookie('b', '2')),
      '[RequestMatch.allOf] Istio has one condition for the path and for each header, and these do not fit into one\n    fix: write one regular expression that says both'],
    ['a part with a name', () => RequestMatch.allOf(RequestMatch.all().named('a'), exact('x', '1')),
      '[RequestMatch.allOf] the condition "a" has a name of its own\n    fix: name the whole: RequestMatch.allOf(...).named(...)'],
  ])('fails with %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
