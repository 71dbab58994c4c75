import { structureOf, violationsOf } from '../../../src/model/structure';
import { goDuration } from '../../../src/model/structure/go-duration';
import { goUrlScheme } from '../../../src/model/structure/go-url';

// What is expected here was asked of istiod's webhook, and of Go.

/** What the webhook refuses of a spec: `kind field`, one a violation. */
function refused(kind: string, spec: object, metadata: object = {}): string[] {
  const group = kind === 'AuthorizationPolicy' || kind === 'PeerAuthentication' ? 'security' : 'networking';
  const json = { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name: 'a', ...metadata }, spec };
  expect(violationsOf(json)).toEqual([]);
  return structureOf(json).violations.map(({ kind: check, field }) => `${check} ${field}`);
}

const route = [{ destination: { host: 'a' } }];
const http = (rest: object) => refused('VirtualService', { hosts: ['a'], http: [{ route, ...rest }] });
const match = (rest: object) => http({ match: [rest] });
const entry = (rest: object) => refused('ServiceEntry', { hosts: ['a.b'], ports: [{ number: 80, name: 'http' }], ...rest });

describe('hosts', () => {
  test.each(['a', 'A.b', 'a.', '*', '*.b', '*a.b', '*-a.b', '*.', '10.0.0.1', '::1', '80', 'a'.repeat(63)])('of routes may be %j', host => {
    expect(refused('VirtualService', { hosts: [host], http: [{ route }] })).toEqual([]);
  });

  test.each(['', 'a_b', '-a', 'a-', 'a..b', 'a.*', 'x-*.b', 'a.1', 'http://a', 'é', 'a/b', 'a:80', 'a'.repeat(64), `${'a.'.repeat(127)}bc`])('of routes may not be %j', host => {
    expect(refused('VirtualService', { hosts: [host], http: [{ route }] })).toEqual(['host#route spec.hosts[0]']);
  });

  test.each([['10.0.0.1', 1], ['a_b', 1], ['', 1], ['*.b', 0], ['a.b.', 0]])('of destinations: %j', (host, count) => {
    expect(http({ route: [{ destination: { host } }] })).toEqual(Array(count).fill('host#destination spec.http[0].route[0].destination.host'));
  });

  test('are looked at in every destination', () => {
    const bad = { destination: { host: 'a_b' } };
    expect(refused('VirtualService', { hosts: ['a'], http: [{ route: [bad], mirror: bad.destination, mirrors: [bad] }], tls: [{ match: [{ sniHosts: ['a'] }], route: [bad] }], tcp: [{ route: [bad] }] })).toEqual([
      'host#destination spec.http[0].route[0].destination.host',
      'host#destination spec.http[0].mirror.host',
      'host#destination spec.http[0].mirrors[0].destination.host',
      'host#destination spec.tls[0].route[0].destination.host',
      'host#destination spec.tcp[0].route[0].destination.host',
    ]);
  });

  test('that Istio makes itself are for tls routes at gateways', () => {
    const hosts = ['outbound_.80_._.a.b'];
    const tls = [{ match: [{ sniHosts: hosts }], route }];
    expect(refused('VirtualService', { hosts, gateways: ['gw'], tls })).toEqual([]);
    expect(refused('VirtualService', { hosts, tls })).toEqual(['host#generated spec.hosts']);
    expect(refused('VirtualService', { hosts, gateways: ['gw'], http: [{ route }] })).toEqual(['host#generated spec.hosts']);
  });

  test.each([['10.0.0.1', 1], ['a_b', 1], ['*.a', 0], ['a', 0]])('of entries: %j', (host, count) => {
    expect(entry({ hosts: [host] })).toEqual(Array(count).fill('host#entry spec.hosts[0]'));
  });
});

describe('ports', () => {
  test.each([[{ number: 1 }, 0], [{ number: 65535 }, 0], [{ number: 0 }, 1], [{ number: 65536 }, 1], [{}, 1]])('of destinations: %j', (port, count) => {
    expect(http({ route: [{ destination: { host: 'a', port } }] })).toEqual(Array(count).fill('port#selector spec.http[0].route[0].destination.port.number'));
  });

  test.each([[0, 0], [65535, 0], [65536, 1]])('of matches: %j', (port, count) => {
    expect(match({ port })).toEqual(Array(count).fill('port#optional spec.http[0].match[0].port'));
    expect(http({ redirect: { port } })).toEqual(Array(count).fill('port#optional spec.http[0].redirect.port'));
  });

  test.each([['HTTP', 0], ['grpc-web', 0], ['', 0], ['HBONE', 1], ['postgres', 1], ['tcp ', 1]])('of entries have a protocol: %j', (protocol, count) => {
    expect(entry({ ports: [{ number: 80, name: 'a', protocol }] })).toEqual(Array(count).fill('protocol spec.ports[0].protocol'));
  });

  test.each([['A-1', 0], ['', 1], ['a_b', 1], ['-a', 1], ['a'.repeat(64), 1]])('of entries have a name: %j', (name, count) => {
    expect(entry({ ports: [{ number: 80, name }] })).toEqual(Array(count).fill('port-name spec.ports[0].name'));
  });
});

describe('durations', () => {
  test.each([['1ms', 0], ['1.5s', 0], ['1.5ms', 1], ['1000us', 0], ['1001us', 1]])('are whole milliseconds: %s', (timeout, count) => {
    expect(http({ timeout })).toEqual(Array(count).fill('duration#whole spec.http[0].timeout'));
  });

  test.each([['0s', 0], ['0.5ms', 0], ['-0.5ms', 0], ['30s', 0], ['1.5ms', 1], ['-1s', 1], ['1', 1], ['', 1]])('of idle connections: %j', (idleTimeout, count) => {
    expect(refused('DestinationRule', { host: 'a', trafficPolicy: { connectionPool: { tcp: { idleTimeout } } } })).toEqual(Array(count).fill('duration#idle spec.trafficPolicy.connectionPool.tcp.idleTimeout'));
  });

  test.each([['0s', 0], ['-1s', 0], ['1ns', 0], ['1', 1], ['day', 1]])('of cookies: %j', (ttl, count) => {
    expect(refused('DestinationRule', { host: 'a', trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'a', ttl } } } } }))
      .toEqual(Array(count).fill('duration#any spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.ttl'));
  });
});

describe('headers', () => {
  test.each(['x-a', 'Host', ':authority', ':path', ':status', 'a,b', '@request.auth.claims.x', '@Request.Auth.Claims[a][b]'])('%j can be matched', name => {
    expect(match({ headers: { [name]: {} }, withoutHeaders: { [name]: {} } })).toEqual([]);
  });

  test.each(['', 'a b', 'a:b', ':foo', ':Authority', 'é', '@request.auth.claims', '@request.auth.claims.', '@request.auth.claims[]'])('%j cannot be matched', name => {
    expect(match({ headers: { [name]: {} } }).map(each => each.split(' ')[0])).toEqual(['header#match']);
    expect(match({ withoutHeaders: { [name]: {} } }).map(each => each.split(' ')[0])).toEqual(['header#match']);
  });

  test.each([['x-a', 0, 0], ['Host', 0, 1], [':Authority', 0, 1], [':path', 1, 1], ['', 1, 1], ['a b', 0, 0]])('%j can be changed', (name, request, response) => {
    for (const at of ['add', 'set']) {
      expect(http({ headers: { request: { [at]: { [name]: 'a' } } } })).toHaveLength(request);
      expect(http({ headers: { response: { [at]: { [name]: 'a' } } } })).toHaveLength(response);
      expect(http({ route: [{ ...route[0], headers: { request: { [at]: { [name]: 'a' } } } }] })).toHaveLength(request);
    }
    expect(http({ headers: { request: { remove: [name] } } })).toHaveLength(response);
    expect(http({ headers: { response: { remove: [name] } } })).toHaveLength(response);
  });

  test.each(['', 'a', 'a\tb', '%%', '100%%', '%A%', '%A% and %B%', '%A(b)%', '%A(b) %', '%A(["b"])%', '%A( [ "x" , "y" ] ) %', '%A(b\\))%', '%A B%'])('may have the value %j', value => {
    expect(http({ headers: { request: { set: { a: value } } } })).toEqual([]);
  });

  test.each([
    '%', '%%%', '50% off', '%A', '%A(b', '%A(b)', '%A(b)c%', '%A([b])%', '%A(["b"]%', '%A(["b" "c"])%', '%A(["b"]c)%', '%A(b\\', 'a\nb', '\u007f',
  ])('may not have the value %j', value => {
    expect(http({ headers: { request: { set: { a: value } } } })).toEqual(['header#value spec.http[0].headers.request.set.a']);
  });
});

describe('matches', () => {
  const fields = ['scheme', 'method', 'authority'];

  test('have a prefix where it is written, but for paths', () => {
    for (const field of fields) expect(match({ [field]: { prefix: '' } })).toEqual([`match#prefix spec.http[0].match[0].${field}.prefix`]);
    expect(match({ headers: { a: { prefix: '' } }, queryParams: { b: { prefix: '' } } })).toHaveLength(2);
    expect(match({ uri: { prefix: '' }, method: { exact: '' }, headers: { a: {} } })).toEqual([]);
  });

  test.each(['.*', '(?i)a', '(?P<x>a)', '\\pL', '[[:alpha:]]', 'a{1000}', '\\Q.\\E', 'x'.repeat(1024)])('may have the expression %j', regex => {
    expect(match({ uri: { regex }, method: { regex }, headers: { a: { regex } }, withoutHeaders: { a: { regex } } })).toEqual([]);
  });

  test.each(['', '*', '(', 'a(?=b)', '(?<!a)b', '\\1', 'a{1001}', 'a**', '[', '\\', 'x'.repeat(1025), 'é'.repeat(513)])('may not have the expression %j', regex => {
    expect(match({ uri: { regex } })).toEqual(['match#regex spec.http[0].match[0].uri.regex']);
    expect(match({ queryParams: { a: { regex } } })).toEqual(['match#regex spec.http[0].match[0].queryParams.a.regex']);
    expect(match({ withoutHeaders: { a: { regex } } })).toHaveLength(regex === '*' ? 0 : 1);
    // That one is empty is told by others there.
    expect(http({ corsPolicy: { allowOrigins: [{ regex }] } })).toHaveLength(regex === '' ? 0 : 1);
    expect(http({ rewrite: { uriRegexRewrite: { match: regex, rewrite: 'a' } } })).toHaveLength(regex === '' ? 0 : 1);
  });
});

describe('labels', () => {
  test.each([[{ a: 'b' }, 0], [{ 'a.b/c': '' }, 0], [{ a: 'x'.repeat(70) }, 0], [{ 'a b': 'c' }, 1], [{ '': 'c' }, 1], [{ 'a/b/c': 'd' }, 1], [{ a: 'b c' }, 1], [{ ['x'.repeat(64)]: '' }, 1]])('%j', (labels, count) => {
    expect(match({ sourceLabels: labels })).toHaveLength(count);
    expect(refused('WorkloadEntry', { address: '10.0.0.1', labels })).toHaveLength(count);
    expect(refused('WorkloadGroup', { metadata: { labels }, template: {} })).toHaveLength(count);
    expect(entry({ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', labels }] })).toHaveLength(count);
  });

  test('of a ServiceEntry that selects have names without wildcards', () => {
    expect(entry({ workloadSelector: { labels: { 'a*': 'b' } } })).toEqual(['common/selector-wildcards#key spec.workloadSelector.labels["a*"]']);
    expect(entry({ workloadSelector: { labels: { '': 'b' } } })).toEqual(['common/selector-wildcards#empty-key spec.workloadSelector.labels[""]']);
  });
});

describe('annotations', () => {
  const policy = (value: string, spec: object) => refused('AuthorizationPolicy', spec, { annotations: { 'istio.io/dry-run': value } });

  test.each(['internal.istio.io/parents', 'internal.istio.io/parent-namespace', 'internal.istio.io/webhook-always-reject'])('%s is not for users', name => {
    expect(refused('PeerAuthentication', {}, { annotations: { [name]: '' } })).toEqual([`annotations#internal metadata.annotations["${name}"]`]);
  });

  test.each([['true', {}, 0], ['F', { action: 'DENY' }, 0], ['yes', {}, 1], ['', {}, 1], ['true', { action: 'AUDIT' }, 1]])('a dry run by %j of %j', (value, spec, count) => {
    expect(policy(value, spec)).toHaveLength(count);
  });

  test('a dry run is for an AuthorizationPolicy', () => {
    expect(refused('PeerAuthentication', {}, { annotations: { 'istio.io/dry-run': 'true' } })).toEqual(['annotations#dry-run metadata.annotations["istio.io/dry-run"]']);
  });
});

test('an empty address is none', () => {
  expect(refused('WorkloadEntry', { address: '' })).toEqual(['endpoint-address spec.address']);
  expect(refused('WorkloadEntry', { address: '', network: 'b' })).toEqual([]);
});

test('a DestinationRule without a spec is refused, whatever the schema says', () => {
  expect(structureOf({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'a' } }).violations).toEqual([
    { kind: 'no-spec', field: 'spec', problem: 'the object has no spec, and needs one', fix: 'add spec', webhook: true },
  ]);
});

test('what the schema refuses of a value, the webhook is not asked about', () => {
  expect(structureOf({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a' }, spec: { http: [{ timeout: '0.5ms' }] } }).violations.map(({ kind }) => kind))
    .toEqual(['common/duration-format']);
});

test.each([
  ['1h2m3.5s', 3723.5e9], ['1.5ms', 1.5e6], ['.5s', 5e8], ['1.s', 1e9], ['-1s', -1e9], ['+1s', 1e9], ['0', 0], ['-0', 0], ['1µs', 1e3], ['1μs', 1e3], ['2540400h', 2540400 * 3600e9],
  ['', undefined], ['1', undefined], ['.s', undefined], ['1d', undefined], ['1 s', undefined], ['s', undefined], ['1s ', undefined], ['9999999999h', undefined], ['0.0.1s', undefined],
])('Go reads the duration %j as %j nanoseconds', (text, expected) => {
  expect(goDuration(text)).toBe(expected);
});

test.each([
  ['http://a/b?c', 'http'], ['OCI://a', 'oci'], ['a:b', 'a'], ['/a', ''], ['//a b', ''], ['*', ''], ['http://', 'http'], ['http://[::1%25en0]:80/', 'http'], ['http://u:p%41@a', 'http'], ['x://a:b:80', 'x'],
  ['http://a%80', 'http'], ['http:a b', 'http'], ['', undefined], ['a', undefined], [':a', undefined], ['http://a b', undefined], ['http://a:b', undefined], ['http://a:1:80', undefined],
  ['http://[1.2.3.4]', undefined], ['http://a[::1]', undefined], ['http://[::1', undefined], ['http://a%41', undefined], ['http://a/%zz', undefined], ['http://u p@a', undefined], ['a\n:b', undefined], ['1a://b', undefined],
])('Go reads the URL %j with the scheme %j', (text, expected) => {
  expect(goUrlScheme(text)).toBe(expected);
});
