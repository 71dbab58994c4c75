import { Unreadable } from '../../src/read/unreadable';
import { contentsOf } from '../../src/read/values';

function value(text: string): any {
  return contentsOf(text).value;
}

function refusal(text: string): { reason: string; line: number } {
  try {
    contentsOf(text);
  } catch (error) {
    expect(error).toBeInstanceOf(Unreadable);
    const { message, position } = error as Unreadable;
    return { reason: message, line: text.slice(0, position).split('\n').length };
  }
  throw new Error('it was read');
}

// As sigs.k8s.io/yaml v1.6.0 reads them; asked of it.
test.each([
  ['y', true], ['Yes', true], ['on', true], ['ON', true], ['oN', 'oN'], ['yES', 'yES'], ['true', true], ['True', true], ['tRUE', 'tRUE'],
  ['n', false], ['no', false], ['NO', false], ['off', false], ['False', false], ['t', 't'], ['nn', 'nn'],
  ['~', null], ['null', null], ['NULL', null], ['nULL', 'nULL'], ['', null],
  ['0', 0], ['00', 0], ['010', 8], ['08', 8], ['09', 9], ['0755', 493], ['0o17', 15], ['0x1F', 31], ['-0x1f', -31], ['+0x1f', 31], ['0b11', 3], ['-0b11', -3],
  ['0b', '0b'], ['0x', '0x'], ['0b102', '0b102'], ['1_000', 1000], ['1__0', 10], ['_1', '_1'], ['1_', 1], ['0x1_F', 31], ['+1', 1], ['+', '+'],
  ['.5', 0.5], ['-.5', -0.5], ['.5_0', 0.5], ['5.', 5], ['1e3', 1000], ['1E-3', 0.001], ['1e', '1e'], ['.e5', '.e5'], ['.', '.'], ['0.1.2', '0.1.2'], ['1.10', 1.1],
  ['1e400', '1e400'], ['18446744073709551615', 18446744073709551615], ['99999999999999999999999', 1e23], ['9223372036854775807', 9223372036854775807],
  ['2001-12-14', '2001-12-14'], ['2001-12-14T21:59:43Z', '2001-12-14T21:59:43Z'], ['60:30', '60:30'], ['v1', 'v1'], ['1a', '1a'], ['Infinity', 'Infinity'], ['0x1p4', '0x1p4'],
])('%s without quotes is %p', (text, expected) => {
  expect(value(`a: ${text}`)).toEqual({ a: expected });
  expect(value(`- ${text}`)).toEqual([expected]);
  expect(value(`a: "${text}"`)).toEqual({ a: text });
});

test.each([
  ['tags that say a type', 'a: !!str 3\nb: !!int "3"\nc: !!bool yes\nd: !!binary aGVsbG8=\ne: !!null ""', { a: '3', b: 3, c: true, d: 'hello', e: null }],
  ['tags that mean nothing', 'a: !foo bar\nb: !foo {c: 1}\nd: !foo [1]', { a: 'bar', b: { c: 1 }, d: [1] }],
  ['keys that are no text', 'on: 1\n010: 2\n1.5: 3', { true: 1, 8: 2, 1.5: 3 }],
  ['anchors', 'a: &x {b: [1]}\nc: *x\nd: &y on\ne: *y', { a: { b: [1] }, c: { b: [1] }, d: true, e: true }],
  ['a merge before what replaces it', 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3', { a: { b: 1, c: 2 }, d: { b: 3, c: 2 } }],
  ['a merge that replaces what is before it', 'a: &x {b: 1}\nd: {b: 3, <<: *x}', { a: { b: 1 }, d: { b: 1 } }],
  ['two merges in one mapping', 'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: *x\n  <<: *y', { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 2, d: 3 } }],
  ['what is only written like a merge', 'a: {"<<": {b: 1}}\nc: {!!str <<: {b: 1}}\nd: <<', { a: { '<<': { b: 1 } }, c: { '<<': { b: 1 } }, d: '<<' }],
  ['several merges, where the first wins', 'a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}', { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } }],
  ['block scalars', 'a: |\n  x\n   y\nb: >-\n  c\n  d\n', { a: 'x\n y\n', b: 'c d' }],
  ['brackets that close at the indentation of their key', 'a:\n  b: [\n    c\n  ]\n  d: {\n  e: 1\n  }', { a: { b: ['c'], d: { e: 1 } } }],
  ['quotes that go on without indentation', 'a:\n  b: "x\ny"', { a: { b: 'x y' } }],
  ['a mark at the start and line ends of Windows', '\uFEFFa: 1\r\nb:\r\n- 2\r\n', { a: 1, b: [2] }],
  ['JSON', '{"a": [1, true, null, "\\ud83d\\ude00\\/"],\n\t"b": {}}', { a: [1, true, null, '😀/'], b: {} }],
  ['a comment alone', '# nothing', null],
])('reads %s', (_, text, expected) => {
  expect(value(text)).toEqual(expected);
});

test('a key __proto__ is a key like any other', () => {
  for (const text of ['a: {__proto__: {polluted: 1}}', 'a: &x {__proto__: {polluted: 1}}\nb: {<<: *x}', '{"a": {"__proto__": {"polluted": 1}}}']) {
    const { a, b = a } = value(text);
    expect(Object.keys(a)).toEqual(['__proto__']);
    expect(Object.keys(b)).toEqual(['__proto__']);
    expect(a.polluted).toBeUndefined();
    expect(({} as any).polluted).toBeUndefined();
  }
});

test('of a repeated key the last one counts, as with kubectl', () => {
  expect(contentsOf('a: 1\nb: {c: 1, c: 2}\na: 3')).toEqual({ value: { a: 3, b: { c: 2 } }, isRepeating: true });
  expect(contentsOf('a: 1\nb: 1').isRepeating).toBe(false);
});

test.each([
  ['a list that is not closed', 'a: 1\nb: [1,\n', /flow collection/, 3],
  ['a tab as indentation', 'a:\n\tb: 1', /tab/, 2],
  ['an alias without an anchor', 'a: 1\nb: *x', /unidentified alias "x"/, 2],
  ['an anchor that holds itself', 'a: 1\nb: &x [*x]', /an anchor contains an alias to itself/, 2],
  ['an anchor behind a key in quotes that holds itself', '{"a": 1,\n "b":&x {"c":*x}}', /an anchor contains an alias to itself/, 2],
  ['a number without end', 'a: 1\nb: .inf', /\.inf is a number that JSON cannot say/, 2],
  ['text after the end', 'a: 1\n...\nb: 2', /there is more text after the end of the document/, 1],
  ['a merge of something else', 'a: 1\n<<: 2', /"<<" merges mappings only/, 2],
  ['a zero byte', 'a: 1\nb: \0', /null byte/, 2],
])('refuses %s, and says where', (_, text, reason, line) => {
  expect(refusal(text)).toEqual({ reason: expect.stringMatching(reason), line });
});

test('refuses what aliases blow up, before it takes time', () => {
  const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  const start = Date.now();
  expect(refusal(`l0: &l0 [x, x, x]\n${levels.join('\n')}`).reason).toBe('aliases make more than 400000 values; Kubernetes refuses that');
  const merges = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} {a: *l${i}, b: *l${i}, c: {<<: *l${i}}}`);
  expect(refusal(`l0: &l0 {x: 1}\n${merges.join('\n')}`).reason).toMatch(/^aliases make more than/);
  expect(Date.now() - start).toBeLessThan(5000);
});

test('an anchor used thousands of times is no bomb', () => {
  expect(value(`a: &x {b: 1}\nc: [${Array(50_000).fill('*x').join(', ')}]`).c).toHaveLength(50_000);
});

test.each([
  ['lists', '['.repeat(100_000)],
  ['lists that end', '['.repeat(5000) + ']'.repeat(5000)],
  ['mappings', '{a: '.repeat(100_000)],
  ['blocks', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['dashes', '- '.repeat(100_000)],
  ['JSON', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
])('refuses deep %s', (_, text) => {
  expect(refusal(text).reason).toBe('lists and mappings are nested more than 500 deep');
});
