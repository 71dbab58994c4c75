import { celSyntaxError } from '../../src/rules/cel-syntax';

test.each([
  'response.code >= 400 && request.path == "/"',
  "has(request.headers['x-user'].name) || !(a in ['b', \"c\",])",
  'a ? b : c ? d : e',
  'xs.exists(x, x.startsWith(r"\\d")) && ys.map(y, y > 1, y + 1u)',
  '{"a": 1, b: [2]}["a"] - -0x1F * 1.5e3',
  'a.B{c: 1, d: "e"}.c',
  'f().g(1) // and no more',
  "b'''x\ny'''",
  '!-1',
])('%s is an expression', text => {
  expect(celSyntaxError(text)).toBeUndefined();
});

test.each([
  ['', 'something is missing at the end'],
  ['a = b', '"=" is not understood'],
  ['a and b', 'and is not expected'],
  ['a &&', 'something is missing at the end'],
  ['f(1,)', ') is not expected'],
  ['(a', 'something is missing at the end'],
  ['a[1', 'something is missing at the end'],
  ['for', '"for" is a reserved word'],
  ['a.in', 'in is not expected'],
  ['has(a)', 'has() is not of a field'],
  ['xs.all(1, true)', 'the first argument of all() is not a name'],
  ["'a", '"\'" is not understood'],
  ["'\\q'", '"\'" is not understood'],
  ['f().g{}', '{ is not expected'],
  ['1.', 'something is missing at the end'],
  ['('.repeat(100_000), 'there are too many brackets'],
])('%.20s is none', (text, error) => {
  expect(celSyntaxError(text)).toBe(error);
});
