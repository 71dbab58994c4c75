import { find, repeatedKeys } from '../../src/read/lines';
import { treeOf } from '../../src/read/tree';

const TEXT = `metadata:
  annotations:
    "a.b/c": x
    d.e: y
spec:
  http: # comment
  - match:
    - uri: {prefix: /a,
        exact: /b}
    route:
    -
      destination:

        host: on
  -
  - &second
    timeout: 5s
  tls: [{port: 1}, {port: 2},
    {port: 3}]
  text: |
    line
    line
  on: 1
  copy: *second
  merged:
    <<: *second
    x: "1"
`;

test.each([
  ['', 1], ['spec', 5], ['spec.http', 6], ['spec.http[0]', 7], ['spec.http[0].match[0].uri.prefix', 8], ['spec.http[0].match[0].uri.exact', 9],
  ['spec.http[0].route[0].destination', 12], ['spec.http[0].route[0].destination.host', 14], ['spec.http[2].timeout', 17], ['spec.tls[1].port', 18], ['spec.tls[2].port', 19],
  ['spec.text', 20], ['spec.true', 23], ['spec.copy', 24], ['spec.merged.x', 27], ['metadata.annotations["a.b/c"]', 3], ['metadata.annotations.a.b/c', 3], ['metadata.annotations.d.e', 4],
  ['spec.http[2].timeout is 5s', 17], ['spec.http is a list', 6],
])('finds %s in line %d', (path, line) => {
  expect(find(treeOf(TEXT)!, path)).toMatchObject({ line, isExact: true });
});

test.each([
  ['spec.http[0].route[0].destination.subset', 12], ['spec.http[9]', 6], ['spec.nothing.there', 5], ['status', 1], ['spec.copy.timeout', 24], ['spec.merged.timeout', 25],
  ['spec.http.route', 6], ['spec[0]', 5], ['metadata.annotations["a.b"]', 2], ['metadata.annotations.d', 2], ['[', 1], ['spec.http[x]', 6],
])('for %s the nearest is in line %d', (path, line) => {
  expect(find(treeOf(TEXT)!, path)).toMatchObject({ line, isExact: false });
});

test('knows how a value is written', () => {
  const written = (path: string) => find(treeOf(TEXT)!, path).written;
  expect(written('spec.http[0].route[0].destination.host')).toBe('on');
  expect(written('spec.merged.x')).toBe('"1"');
  expect(written('spec.http')).toBeUndefined();
});

test('finds fields behind a key without a value', () => {
  const tree = treeOf('a: {b, c: 1,\n  d: 2}\ne: {f: 1, g,\n  h}\n')!;
  expect(['a.c', 'a.d', 'e.f', 'e.h'].map(path => find(tree, path))).toEqual([
    { line: 1, isExact: true, written: '1' },
    { line: 2, isExact: true, written: '2' },
    { line: 3, isExact: true, written: '1' },
    { line: 3, isExact: false },
  ]);
});

test('finds a list in which nothing stands, for its items', () => {
  const tree = treeOf('a:\n  b: 1\n  hosts:\n  - # to be filled\n  -\n')!;
  expect(['a.hosts[0]', 'a.hosts[1]'].map(path => find(tree, path))).toEqual([{ line: 3, isExact: true }, { line: 3, isExact: true }]);
});

test('finds fields in JSON', () => {
  const tree = treeOf('{\n  "spec": {\n\t"hosts": [\n      "a",\n      "b"\n    ]\n  }\n}')!;
  expect(['spec', 'spec.hosts', 'spec.hosts[1]'].map(path => find(tree, path).line)).toEqual([2, 3, 5]);
});

test('finds keys that are written twice, however deep', () => {
  expect(repeatedKeys(treeOf('a: 1\nb:\n- {c: 1,\n   c: 2}\n<<: {a: 1}\n<<: {a: 2}\n"a": 2')!).map(({ key, line }) => [key, line])).toEqual([['a', 7], ['c', 4]]);
});
