import { ApiObject, ApiObjectMetadata, App, Chart, Duration, IResolver, JsonPatch, Lazy, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import * as networking from '../../imports/networking.istio.io';
import { Caller, DataPlane, DestinationRule, MeshNamespace } from '../../src';
import { durationText } from '../../src/core/duration';
import { didYouMean, UsageError } from '../../src/core/errors';
import { fitting, kebab, objectName } from '../../src/core/naming';
import { objectHead } from '../../src/core/object-head';
import { partOf, writtenByUser } from '../../src/core/owner';
import {
  isAddress, requireCidr, requireDnsLabel, requireDnsSubdomain, requireDuration, requireHost, requireInteger, requirePercent, requirePort, requireRe2,
  requireWholePercent, requireWildcardHost,
} from '../../src/core/require';
import { IstioResource } from '../../src/core/resource';

const refuses = (check: () => void) => {
  try {
    check();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return true;
  }
};

describe('what is refused', () => {
  test.each<[string, (value: any) => void, unknown[], unknown[]]>([
    ['host', value => requireHost('x', 'host', value), ['a', 'api.example.com', 'xn--bcher-kva.example', 'a.b.'], ['', '*', 'A.com', 'a_b.com', 'https://a.com', 'a.com/x', 'a.com:80', '-a.com', '1.2.3.4', 'a..b', 'a'.repeat(64)]],
    ['host with dots', value => requireHost('x', 'host', value, { dots: true }), ['a.b'], ['a']],
    ['host or wildcard', value => requireWildcardHost('x', 'host', value), ['*', '*.example.com', 'a.com'], ['*a.com', 'a.*.com', '*.', '']],
    ['DNS label', value => requireDnsLabel('x', 'name', value), ['a', 'a-1', '1'], ['', 'A', 'a.b', '-a', 'a-', 'a'.repeat(64)]],
    ['DNS subdomain', value => requireDnsSubdomain('x', 'name', value), ['a.b-c'], ['', 'a..b', 'A', `${'a.'.repeat(127)}a`]],
    ['port', value => requirePort('x', 'port', value), [1, 65535], [0, 65536, 1.5, NaN]],
    ['percentage', value => requirePercent('x', 'percent', value), [0, 0.5, 100], [-1, 100.1, NaN, Infinity]],
    ['whole percentage', value => requireWholePercent('x', 'percent', value), [0, 100], [0.5, -1, 101]],
    ['integer', value => requireInteger('x', 'count', value, 1, 3), [1, 3], [0, 4, 1.5]],
    ['CIDR', value => requireCidr('x', 'cidrs', value), ['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'], ['10.0.0.0/33', '10.0.0/8', '10.1', '0x7f.0.0.1', 'a', '', '10.0.0.0/', '::/129', '1.2.3.4/8/8']],
    ['RE2', value => requireRe2('x', value), ['a.*', '(?i)a', '(?P<n>a)', 'a{1000}'], ['', '(?=a)', '(?<!a)b', '(a)\\1', 'a{1001}', '[', 'a'.repeat(1025)]],
    ['duration', value => requireDuration('x', 'timeout', value), [Duration.millis(1)], [Duration.seconds(0)]],
  ])('%s', (_, check, good, bad) => {
    expect(good.filter(value => refuses(() => check(value)))).toEqual([]);
    expect(bad.filter(value => !refuses(() => check(value)))).toEqual([]);
  });

  test('the message says how to mend a host', () => {
    expect(() => requireHost('X.y', 'host', 'https://a.com')).toThrow('[X.y] host is "https://a.com", not a host name\n    fix: use a DNS name such as "api.example.com", without scheme');
    expect(() => requireHost('X.y', 'host', 'a.com:80')).toThrow(/without port/);
    expect(() => requireHost('X.y', 'host', 'A.com')).toThrow(/in lower case/);
  });

  test('an address is none of the shorthands that C libraries take', () => {
    expect(['1.2.3.4', '::1', '1.2', '017.0.0.1x', 'localhost'].map(isAddress)).toEqual([true, true, false, false, false]);
  });
});

test('durations are written in the largest unit that keeps them whole', () => {
  const all = [Duration.hours(1), Duration.minutes(90), Duration.seconds(90), Duration.millis(1500), Duration.days(1), Duration.seconds(0)];
  expect(all.map(durationText)).toEqual(['1h', '90m', '90s', '1500ms', '24h', '0s']);
});

test('a name one letter off is suggested, another one is not', () => {
  expect(didYouMean('reviws', ['ratings', 'reviews'])).toBe('; did you mean "reviews"?');
  expect(didYouMean('Reviews', new Set(['ratings', 'reviews']))).toBe('; did you mean "reviews"?');
  expect(didYouMean('details', ['ratings', 'reviews'])).toBe('');
});

describe('names', () => {
  test('are the path from the chart on, in kebab case', () => {
    const chart = new Chart(Testing.app(), 'Shop');
    const inner = new Construct(new Construct(chart, 'FrontDoor'), 'apiV2');
    expect([objectName(inner), objectName(inner, 'given'), kebab('HTTPRoute 1')]).toEqual(['shop-front-door-api-v2', 'given', 'httproute-1']);
  });

  test('of more than 63 characters are cut, and stay unique by a hash', () => {
    const [a, b] = [fitting(`${'a'.repeat(70)}1`), fitting(`${'a'.repeat(70)}2`)];
    expect([a.length, b.length, a === b, /^a+-[0-9a-f]{8}$/.test(a)]).toEqual([63, 63, false, true]);
  });
});

describe('override', () => {
  const rule = () => new DestinationRule(new Chart(new App(), 'shop', { namespace: 'shop' }), 'Rule', { host: 'a.example.com', subsets: [] });
  const json = (construct: DestinationRule) => ApiObject.of(construct).toJson();

  test('sets, adds and removes fields after serialization, those unknown to the schema too', () => {
    const it = rule();
    it.override('spec.host', 'b.example.com');
    it.override('spec.future.list.field', [{ a: 1 }]);
    it.override('spec.future.list.field.0.a', 2);
    it.override('spec.future.list.field.1', 'second');
    it.override('metadata.annotations.example\\.com/owner', 'me');
    it.override('metadata.namespace', undefined);
    expect(json(it)).toMatchObject({
      metadata: { annotations: { 'example.com/owner': 'me' } },
      spec: { host: 'b.example.com', future: { list: { field: [{ a: 2 }, 'second'] } } },
    });
    expect(json(it).metadata).not.toHaveProperty('namespace');
    it.override('spec.future.list.field.0', undefined);
    expect(json(it).spec.future.list.field).toEqual(['second']);
  });

  test('comes after JSON patches, which see fields unknown to the schema as well', () => {
    const it = rule();
    ApiObject.of(it).addJsonPatch(JsonPatch.add('/spec/future', 1));
    it.override('spec.future', 2);
    expect(json(it).spec.future).toBe(2);
  });

  test.each<[string, RegExp]>([
    ['spec..host', /override path is "spec..host"/],
    ['__proto__.polluted', /override path/],
  ])('fails for the path %s', (path, message) => {
    expect(() => rule().override(path, 1)).toThrow(message);
  });

  test.each<[string, RegExp]>([
    ['spec.host.name', /"spec.host" is "a.example.com", and has no fields/],
    ['spec.exportTo.2', /"spec.exportTo" is a list of 1, without a position "2"/],
  ])('fails at synthesis where %s leads nowhere', (path, message) => {
    const it = rule();
    it.override('spec.exportTo', ['.']);
    it.override(path, 1);
    expect(() => json(it)).toThrow(message);
  });
});

describe('what is written', () => {
  class Rule extends IstioResource {
    public constructor(app: App, private readonly value: unknown, metadata: ApiObjectMetadata = {}) {
      const chart = new Chart(app, 'shop', { namespace: 'shop' });
      const head = objectHead(networking.DestinationRule, chart, 'Rule', {});
      super(chart, 'Rule', { ...head, metadata: { ...head.metadata, ...metadata } });
    }

    public _spec(): unknown {
      return { host: 'reviews', subsets: [{ labels: { version: 'v1', app: this.value, none: undefined } }] };
    }
  }
  const labels = (app: App, value: unknown) => new Rule(app, value).toJson().spec.subsets[0].labels;
  /** What we write, and what cdk8s writes where a resolver may change anything. */
  const bothWays = (make: (app: App) => ApiObject) =>
    [Testing.app(), Testing.app({ resolvers: [{ resolve: () => {} }] })].map(app => JSON.stringify(make(app).toJson()));

  test('is what cdk8s itself would write, with its keys in the same order', () => {
    const [ours, theirs] = bothWays(app => new Rule(app, 'reviews'));
    expect(ours).toBe(theirs);
    expect(ours).toContain('"labels":{"app":"reviews","version":"v1"}');
  });

  test.each<[string, ApiObjectMetadata]>([
    ['labels and annotations', { labels: { b: '1', a: '2' }, annotations: { d: '3', c: '4' } }],
    ['labels and annotations without anything in them', { labels: {}, annotations: { none: undefined as any } }],
    ['a label that is lazy', { labels: { a: Lazy.any({ produce: () => 'late' }) as string } }],
    ['finalizers', { finalizers: ['example.com/a'] }],
    ['a field that cdk8s does not know', { generateName: 'a-' }],
  ])('has the metadata that cdk8s would write, made with %s', (_, metadata) => {
    const [ours, theirs] = bothWays(app => new Rule(app, 'reviews', metadata));
    expect(ours).toBe(theirs);
  });

  test.each<[string, (object: ApiObject) => void]>([
    ['a label', ({ metadata }) => metadata.addLabel('a', '1')],
    ['an annotation', ({ metadata }) => metadata.addAnnotation('a', '1')],
    ['a finalizer', ({ metadata }) => metadata.addFinalizers('example.com/a')],
    ['an owner', ({ metadata }) => metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: '1' })],
    ['a field', ({ metadata }) => metadata.add('generateName', 'a-')],
  ])('has the metadata that cdk8s would write, with %s added to it', (_, add) => {
    const [ours, theirs] = bothWays(app => {
      const rule = new Rule(app, 'reviews', { labels: { z: '1' }, annotations: { z: '1' } });
      add(rule);
      return rule;
    });
    expect(ours).toBe(theirs);
    expect(ours).not.toBe(bothWays(app => new Rule(app, 'reviews', { labels: { z: '1' }, annotations: { z: '1' } }))[0]);
  });

  test('has what is lazy, or knows itself what it stands for', () => {
    expect(labels(Testing.app(), Lazy.any({ produce: () => 'late' }))).toEqual({ version: 'v1', app: 'late' });
    expect(labels(Testing.app(), { resolve: () => 'token' })).toEqual({ version: 'v1', app: 'token' });
  });

  test('has what the resolvers of the app say', () => {
    const shout: IResolver = { resolve: context => context.value === 'reviews' && context.replaceValue('REVIEWS') };
    expect(labels(Testing.app({ resolvers: [shout] }), 'reviews')).toEqual({ version: 'v1', app: 'REVIEWS' });
  });

  test('is made afresh each time', () => {
    const written = new Rule(Testing.app(), 'reviews');
    written.toJson().spec.host = 'changed';
    expect(written.toJson().spec.host).toBe('reviews');
  });

  test('fails for what is no JSON, as with cdk8s', () => {
    expect(() => new Rule(Testing.app(), new Date()).toJson()).toThrow("can't render non-simple object of type 'Date'");
  });
});

describe('callers', () => {
  const shop = MeshNamespace.fromName('shop');

  test('join into one, and anyone among them is anyone', () => {
    const some = Caller.anyOf(Caller.serviceAccounts(shop, 'a', 'b'), Caller.clientIps('10.0.0.0/8'), shop);
    expect(some.callerConfig()).toMatchObject({ identities: ['shop/a', 'shop/b'], clientIps: ['10.0.0.0/8'], namespaces: ['shop'] });
    expect(Caller.anyOf(Caller.serviceAccounts(shop, 'a'), Caller.anyoneEvenUnauthenticated()).callerConfig()).toEqual({});
  });

  test('fail without a value, and with one that is none', () => {
    expect(() => Caller.serviceAccounts(shop)).toThrow(/\[Caller.serviceAccounts\] names is empty/);
    expect(() => Caller.peerIps('10.0.0.0/99')).toThrow(/\[Caller.peerIps\] cidrs has "10.0.0.0\/99"/);
    expect(() => Caller.anyOf()).toThrow(/callers is empty/);
  });
});

test('a data plane is a label of the namespace', () => {
  const planes = [DataPlane.sidecar(), DataPlane.sidecarRevision('1-31'), DataPlane.ambient(), DataPlane.outside()];
  expect(planes.map(plane => plane._labels)).toEqual([{ 'istio-injection': 'enabled' }, { 'istio.io/rev': '1-31' }, { 'istio.io/dataplane-mode': 'ambient' }, {}]);
  expect(() => DataPlane.sidecarRevision('1.31')).toThrow(/revision is "1.31", not a DNS label/);
});

test('a part of a part is told as what the user wrote', () => {
  const chart = new Chart(new App(), 'shop');
  const [outer, middle, inner] = ['a', 'b', 'c'].map(id => new Construct(chart, id));
  partOf(outer, partOf(middle, inner) && middle);
  expect([writtenByUser(inner), writtenByUser(outer)]).toEqual([outer, outer]);
});
