import { broken } from './broken';

const FIX = /^put a value for (.*): build or render the manifests first/;

function told(yaml: string): string[][] {
  return broken(yaml).filter(({ severity }) => severity === 'error').map(({ rule, fix }) => [rule, FIX.exec(fix)?.[1] ?? '']);
}

test.each([
  ['$(NAMESPACE)'],
  ['${NAMESPACE}'],
  ['${NAMESPACE:=shop}'],
  ['$NAMESPACE'],
  ['{{ namespace }}'],
  ['<<__namespace__>>'],
  ['<namespace>'],
  ['NAMESPACE_PLACEHOLDER'],
  ['CHANGE_ME'],
])('%s that nothing was put in for is told of as such, once for an object', placeholder => {
  expect(told(`
kind: VirtualService
spec:
  hosts: [reviews]
  http:
  - match: [{ uri: { prefix: /a } }]
    route: [{ destination: { host: "reviews.${placeholder}.svc.cluster.local" } }]
  - route: [{ destination: { host: "ratings.${placeholder}.svc.cluster.local" } }]
`)).toEqual([['common/bad-host', placeholder]]);
});

test('a named group of a regular expression is no placeholder', () => {
  const text = 'kind: VirtualService\nspec: { hosts: [a], http: [{ match: [{ uri: { regex: "(?<id>[" } }], route: [{ destination: { host: a } }] }] }';
  expect(told(text)).toEqual([['common/bad-regex', '']]);
});

test('other mistakes of the object are told besides', () => {
  const text = 'kind: VirtualService\nspec: { hosts: [reviews], http: [{ route: [{ destination: { host: "a.$(B).svc.cluster.local" } }, { destination: { host: a_b } }] }] }';
  expect(told(text)).toContainEqual(['common/bad-host', '$(B)']);
  expect(told(text).filter(([, placeholder]) => placeholder === '')).not.toEqual([]);
});
