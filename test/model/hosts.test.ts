import { HostIndex } from '../../src/model/host-index';
import { expandHost, hostMatches, isSubsetOf, serviceOf } from '../../src/model/hosts';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['Reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.bookinfo', 'reviews.bookinfo'],
  ['reviews.bookinfo.svc.cluster.local', 'reviews.bookinfo.svc.cluster.local'],
  ['*', '*'],
  ['*.example.com', '*.example.com'],
  ['10.0.0.1', '10.0.0.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['', ''],
])('L1: host %s in namespace shop is %s', (host, expanded) => {
  expect(expandHost(host, 'shop')).toBe(expanded);
});

test('L1: an object without a namespace gets the default one', () => {
  expect(expandHost('reviews', '')).toBe('reviews.default.svc.cluster.local');
});

test.each([
  ['foo.com', 'foo.com', true, true],
  ['foo.com', 'bar.com', false, false],
  ['foo.com', '*.com', true, true],
  ['*.com', 'foo.com', true, false],
  ['foo.com', '*.foo.com', false, false],
  ['*.foo.com', '*.com', true, true],
  ['*.com', '*.foo.com', true, false],
  ['foo.com', '*', true, true],
  ['*', '*', true, true],
  ['*.foo.com', '*', true, true],
  ['a.foo.com', '*oo.com', true, true],
])('%s and %s share a name: %s; the first is within the second: %s', (a, b, shared, within) => {
  expect([hostMatches(a, b), hostMatches(b, a), isSubsetOf(a, b)]).toEqual([shared, shared, within]);
});

test('a whole host names a service and its namespace', () => {
  expect(serviceOf('reviews.shop.svc.cluster.local')).toEqual({ name: 'reviews', namespace: 'shop' });
  for (const host of ['reviews.shop', 'reviews.shop.svc.cluster.local.', 'v1.reviews.shop.svc.cluster.local', '*.shop.svc.cluster.local']) {
    expect(serviceOf(host)).toBeUndefined();
  }
});

describe('an index of hosts', () => {
  const HOSTS = ['*', '*.com', '*.foo.com', '*oo.com', 'a.foo.com', 'b.foo.com', 'foo.com', 'a.b.foo.com', 'a.org'];
  const index = new HostIndex<string>();
  HOSTS.forEach(host => index.add(host, host));

  test.each([
    ['a.foo.com', ['a.foo.com', '*.foo.com', '*.com', '*', '*oo.com']],
    ['c.foo.com', ['*.foo.com', '*.com', '*', '*oo.com']],
    ['*.foo.com', ['*.foo.com', '*.com', '*', '*oo.com']],
    ['a.net', ['*']],
    ['*', ['*']],
  ])('covers %s by %j', (host, expected) => {
    expect(index.covering(host)).toEqual(expected);
  });

  test.each(['a.foo.com', '*.foo.com', '*.com', '*', '*oo.com', '*m', 'foo.com', 'a.org', '*.b.foo.com', 'x.y'])('finds what comparing one by one finds for %s', host => {
    expect(index.covering(host).sort()).toEqual(HOSTS.filter(each => isSubsetOf(host, each)).sort());
    expect(index.within(host).sort()).toEqual(HOSTS.filter(each => isSubsetOf(each, host)).sort());
    expect(index.overlapping(host).sort()).toEqual(HOSTS.filter(each => hostMatches(each, host)).sort());
  });
});
