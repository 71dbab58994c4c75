import { policyFor } from '../../src/model/traffic-policy';
import { meshOf } from '../rules/broken';

const HOST = 'reviews.shop.svc.cluster.local';

function rule(name: string, namespace: string, spec = '', host = HOST): string {
  return `---\nkind: DestinationRule\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { host: '${host}'${spec && `, ${spec}`} }\n`;
}

function lookup(text: string, client: string, labels?: { [key: string]: string }, host = HOST) {
  return meshOf(text).destinationRules.forClient(host, 'shop', client, labels);
}

function names(text: string, client: string, labels?: { [key: string]: string }) {
  return lookup(text, client, labels)?.rules.map(object => `${object.namespace}/${object.name}`);
}

const ALL = rule('a', 'client') + rule('b', 'shop') + rule('c', 'istio-system') + rule('d', 'third');

test.each([
  ['the client\'s namespace is looked at first', ALL, 'client', ['client/a']],
  ['then that of the service', ALL, 'other', ['shop/b']],
  ['then the root namespace', rule('c', 'istio-system') + rule('d', 'third'), 'other', ['istio-system/c']],
  ['never a third namespace', rule('d', 'third'), 'other', undefined],
  ['a client in the root namespace looks at the service\'s namespace first', ALL, 'istio-system', ['shop/b']],
  ['but at the private rules of the root namespace before', ALL + rule('p', 'istio-system', 'exportTo: [.]'), 'istio-system', ['istio-system/p']],
  ['a private rule is for its own namespace', rule('b', 'shop', 'exportTo: [.]'), 'shop', ['shop/b']],
  ['and for no other', rule('b', 'shop', 'exportTo: [.]'), 'other', undefined],
  ['a rule exported elsewhere is not for its own namespace', rule('a', 'client', 'exportTo: [other]'), 'client', undefined],
  ['a rule exported to some is for them', rule('b', 'shop', 'exportTo: [other]'), 'other', ['shop/b']],
  ['a hidden rule of the service does not stop the search', rule('b', 'shop', 'exportTo: [else]') + rule('c', 'istio-system'), 'other', ['istio-system/c']],
  ['an exact host hides a wildcard in one namespace', rule('b', 'shop') + rule('w', 'shop', '', '*.shop.svc.cluster.local'), 'other', ['shop/b']],
  ['even where it is not exported to the client', rule('b', 'shop', 'exportTo: [else]') + rule('w', 'shop', '', '*.shop.svc.cluster.local'), 'other', undefined],
  ['a private exact host does not', rule('b', 'shop', 'exportTo: [.]') + rule('w', 'shop', '', '*.shop.svc.cluster.local'), 'other', ['shop/w']],
  ['the longest wildcard is taken', rule('w', 'shop', '', '*.local') + rule('x', 'shop', '', '*.svc.cluster.local'), 'other', ['shop/x']],
  ['a wildcard of the client stands before the exact host of the service', rule('w', 'client', '', '*.local') + rule('b', 'shop'), 'client', ['client/w']],
])('8.7 %s', (_title, text, client, expected) => expect(names(text, client)).toEqual(expected));

test('8.7 rules of one host and namespace add their subsets, and the first traffic policy holds', () => {
  const found = lookup(rule('a', 'shop', 'subsets: [{ name: v1, labels: { version: v1 } }]') + rule('b', 'shop', 'trafficPolicy: { tls: { mode: DISABLE } }, subsets: [{ name: v2 }]'), 'other')!;

  expect(found.subsets.map(({ name, from, field }) => [name, from.name, field])).toEqual([['v1', 'a', 'spec.subsets[0]'], ['v2', 'b', 'spec.subsets[0]']]);
  expect([found.trafficPolicy, found.trafficPolicyFrom!.name, found.orderDependent]).toEqual([{ tls: { mode: 'DISABLE' } }, 'b', false]);
});

test.each([
  ['two traffic policies', 'trafficPolicy: { tls: { mode: DISABLE } }', 'trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }', true],
  ['the same traffic policy', 'trafficPolicy: { tls: { mode: DISABLE } }', 'trafficPolicy: { tls: { mode: DISABLE } }', false],
  ['one subset name with other labels', 'subsets: [{ name: v1, labels: { a: b } }]', 'subsets: [{ name: v1, labels: { a: c } }]', true],
  ['one subset twice', 'subsets: [{ name: v1, labels: { a: b } }]', 'subsets: [{ name: v1, labels: { a: b } }]', false],
  ['other exportTo', 'exportTo: [other]', "exportTo: ['*']", true],
])('L8 what holds depends on the order of creation: %s', (_title, one, two, orderDependent) => {
  expect(lookup(rule('a', 'shop', one) + rule('b', 'shop', two), 'other')!.orderDependent).toBe(orderDependent);
});

test('8.7 a rule with a selector is for the clients of its namespace that it selects, and the other rules are for the rest', () => {
  const text = rule('all', 'client') + rule('some', 'client', 'workloadSelector: { matchLabels: { app: web } }');

  expect(names(text, 'client', { app: 'web', tier: 'a' })).toEqual(['client/some']);
  expect(names(text, 'client', { app: 'other' })).toEqual(['client/all']);
  expect(lookup(text, 'client')).toMatchObject({ perWorkload: true, rules: [{ name: 'all' }] });
  expect(lookup(text, 'client', { app: 'web' })!.perWorkload).toBe(false);
  expect(names(text, 'other')).toBeUndefined();
});

const V1 = 'trafficPolicy: { tls: { mode: DISABLE } }, subsets: [{ name: v1 }]';
const V2 = 'trafficPolicy: { tls: { mode: SIMPLE } }, subsets: [{ name: v2 }]';

/** What a client of `one`, `two` and the own namespace gets of the rules there: mode and subsets. */
function got(...rules: [string, string][]) {
  const text = rules.map(([name, spec]) => rule(name, 'shop', spec)).join('');
  return ['one', 'two', 'shop'].map(client => {
    const found = lookup(text, client, {});
    return found && `${found.trafficPolicy?.tls.mode ?? 'no policy'} ${found.subsets.map(({ name }) => name).join(' ')}`.trim();
  });
}

test.each<[string, [string, string][], (string | undefined)[]]>([
  ['one that is exported to more is merged into an older one, and lost to the others', [['a', `exportTo: [one], ${V1}`], ['b', `exportTo: [one, two, .], ${V2}`]], ['DISABLE v1 v2', 'no policy', 'SIMPLE v2']],
  ['one that is exported to less stands for itself beside an older one', [['b', `exportTo: [one], ${V1}`], ['a', `exportTo: [one, two, .], ${V2}`]], ['DISABLE v1', 'SIMPLE v2', 'SIMPLE v2']],
  ['of a private one and one for all the younger is used', [['a', `exportTo: [.], ${V1}`], ['b', V2]], ['SIMPLE v2', 'SIMPLE v2', 'SIMPLE v2']],
  ['one that is merged is apart as well where the last one has another export', [['a', 'exportTo: [one], subsets: [{ name: v1 }]'], ['b', 'exportTo: [two], subsets: [{ name: v2 }]'], ['c', 'exportTo: [one], subsets: [{ name: v3 }]']],
    ['no policy v3', 'no policy v2', undefined]],
])('8.7 rules with different exportTo: %s', (_title, rules, expected) => expect(got(...rules)).toEqual(expected));

test('L8 a client that the wider of two rules is for gets what depends on the order of creation', () => {
  const text = rule('a', 'shop', 'exportTo: [one]') + rule('b', 'shop', 'exportTo: [one, two]');

  expect(['one', 'two', 'three'].map(client => lookup(text, client)?.orderDependent)).toEqual([true, true, undefined]);
});

const WEB = 'workloadSelector: { matchLabels: { app: web } }';

test.each([
  ['a private one', 'exportTo: [.], subsets: [{ name: v1 }]', ['shop/all', 'shop/some'], undefined],
  ['one for its namespace by name', 'exportTo: [shop], subsets: [{ name: v1 }]', ['shop/some'], ['shop/all']],
  ['one for all', 'subsets: [{ name: v1 }]', ['shop/some'], ['shop/all']],
  ['one for others too', 'exportTo: [., other], subsets: [{ name: v1 }]', ['shop/all', 'shop/some'], ['shop/all']],
])('8.7 beside a rule with a selector %s is merged into it or stands for itself', (_title, spec, selected, rest) => {
  const text = rule('all', 'shop', spec) + rule('some', 'shop', WEB);

  expect(names(text, 'shop', { app: 'web' })?.sort()).toEqual(selected);
  expect(names(text, 'shop', { app: 'other' })).toEqual(rest);
});

test('8.7 a wildcard service looks at wildcard rules', () => {
  expect(lookup(rule('w', 'shop', '', '*.example.com'), 'other', undefined, '*.a.example.com')!.rules[0].name).toBe('w');
});

const POLICY = {
  loadBalancer: { simple: 'RANDOM' },
  tls: { mode: 'SIMPLE' },
  proxyProtocol: { version: 'V1' },
  portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: 'ROUND_ROBIN' } }],
};

test.each([
  ['nothing for the port', 443, undefined, POLICY],
  ['an entry for the port says all', 80, undefined, { loadBalancer: { simple: 'ROUND_ROBIN' } }],
  ['a subset replaces block by block', 443, { loadBalancer: { simple: 'LEAST_REQUEST' } }, { loadBalancer: { simple: 'LEAST_REQUEST' }, tls: { mode: 'SIMPLE' }, proxyProtocol: { version: 'V1' } }],
  ['a subset over an entry for the port', 80, { tls: { mode: 'DISABLE' } }, { loadBalancer: { simple: 'ROUND_ROBIN' }, tls: { mode: 'DISABLE' } }],
  ['an entry for the port in a subset leaves nothing of the blocks below', 443, { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'DISABLE' } }] },
    { tls: { mode: 'DISABLE' }, proxyProtocol: { version: 'V1' } }],
  ['a subset without a policy', 80, undefined, { loadBalancer: { simple: 'ROUND_ROBIN' } }],
])('8.7 policy of a port and subset: %s', (_title, port, trafficPolicy, expected) => {
  const subsets = [{ name: 'v1', labels: {}, trafficPolicy, from: undefined as any, field: '' }];

  expect(policyFor({ trafficPolicy: POLICY, subsets }, port, 'v1')).toEqual(expected);
});
