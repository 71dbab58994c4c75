import { parse } from 'yaml';
import { httpMatch, within } from '../../src/model/match/http';
import { isRegex, literalStart, plainRegex } from '../../src/model/match/regex';

const BOUND = ['mesh', 'edge/gw'];

function isWithin(block: string, other: string): boolean {
  const [a, b] = [block, other].map(text => httpMatch(parse(`{ ${text} }`), BOUND)!);
  return within(a, b);
}

test.each([
  ['R5 exact under prefix', 'uri: { exact: /a/b }', 'uri: { prefix: /a }', true],
  ['R5 a prefix under a shorter one', 'uri: { prefix: /ab }', 'uri: { prefix: /a }', true],
  ['R5 a prefix over a longer one', 'uri: { prefix: /a }', 'uri: { prefix: /ab }', false],
  ['R5 everything under the prefix /', 'uri: { regex: "/x[0-9]+" }', 'uri: { prefix: / }', true],
  ['R5 everything under no match', 'uri: { exact: /a }', '', true],
  ['R5 everything under .*', 'uri: { exact: /a }', 'uri: { regex: .* }', true],
  ['R5 exact under a regex', 'uri: { exact: /a/7 }', 'uri: { regex: "/a/[0-9]" }', true],
  ['R5 exact beside a regex', 'uri: { exact: /a/x }', 'uri: { regex: "/a/[0-9]" }', false],
  ['R5 a prefix under a regex that is one', 'uri: { prefix: /a/b }', 'uri: { regex: "^/a/.*$" }', true],
  ['R5 a regex under the prefix it starts with', 'uri: { regex: "/api/v[0-9]+" }', 'uri: { prefix: /api }', true],
  ['R5 a regex whose last letter may be absent', 'uri: { regex: "/api?" }', 'uri: { prefix: /api }', false],
  ['R5 a regex with alternatives', 'uri: { regex: "/api/x+|/b" }', 'uri: { prefix: /api }', false],
  ['R5 a regex that is a segment, under its prefix', 'uri: { regex: "/a(/.*)?" }', 'uri: { prefix: /a }', true],
  ['R5 a prefix beside the segment of it', 'uri: { prefix: /a }', 'uri: { regex: "/a(/.*)?" }', false],
  ['R5 whatever the case', 'uri: { prefix: /A }', 'uri: { prefix: /a }, ignoreUriCase: true', true],
  ['R5 this case of many', 'uri: { prefix: /a }, ignoreUriCase: true', 'uri: { prefix: /a }', false],
  ['R6 one header more', 'headers: { X-A: { exact: a }, x-b: { exact: b } }', 'headers: { x-a: { exact: a } }', true],
  ['R6 one header less', 'headers: { x-a: { exact: a } }', 'headers: { x-a: { exact: a }, x-b: { exact: b } }', false],
  ['R6 a value under its presence', 'headers: { x: { exact: a } }', 'headers: { x: {} }', true],
  ['R6 presence by regex', 'headers: { x: { prefix: a } }', 'headers: { x: { regex: .* } }', true],
  ['R6 header values with another case', 'headers: { x: { exact: A } }', 'headers: { x: { exact: a } }', false],
  ['R7 the same absence', 'withoutHeaders: { x: {} }, method: { exact: GET }', 'withoutHeaders: { x: {} }', true],
  ['R7 a value under an absence', 'headers: { y: {} }', 'withoutHeaders: { x: {} }', false],
  ['R8 query', 'queryParams: { q: { exact: abc } }', 'queryParams: { q: { prefix: a } }', true],
  ['R8 query names with another case', 'queryParams: { Q: { exact: a } }', 'queryParams: { q: { exact: a } }', false],
  ['R9 method under a list of methods', 'method: { exact: GET }', 'method: { regex: GET|POST }', true],
  ['R9 method beside a list of methods', 'method: { exact: PUT }', 'method: { regex: GET|POST }', false],
  ['R2 one port of all', 'port: 80', '', true],
  ['R2 another port', 'port: 80', 'port: 81', false],
  ['R2 one gateway of all', 'gateways: [edge/gw]', '', true],
  ['R2 all gateways beside one', '', 'gateways: [edge/gw]', false],
  ['R2 all gateways, written down', '', 'gateways: [edge/gw, mesh]', true],
  ['R2 more labels', 'sourceLabels: { a: b, c: d }', 'sourceLabels: { a: b }', true],
  ['R2 labels under none', '', 'sourceLabels: { a: b }', false],
  ['R2 labels beside gateways are not looked at', 'gateways: [edge/gw]', 'gateways: [edge/gw], sourceLabels: { a: b }', true],
  ['R2 source namespace', 'sourceNamespace: a', 'sourceNamespace: b', false],
])('%s', (_title, block, other, expected) => expect(isWithin(block, other)).toBe(expected));

test.each([
  ['uses a regex that does not compile', { uri: { regex: '(?!a)b' } }],
  ['is for a gateway that the VirtualService is not bound to', { gateways: ['edge/other'] }],
])('takes no part where a block %s', (_title, block) => expect(httpMatch(block, BOUND)).toBeUndefined());

test.each([
  ['.*', { is: 'any' }],
  ['(.*)', { is: 'any' }],
  ['/a/b', { is: 'exact', value: '/a/b' }],
  ['^/a\\.b$', { is: 'exact', value: '/a.b' }],
  ['/a.*', { is: 'startsWith', value: '/a' }],
  ['.*a', { is: 'suffix', value: 'a' }],
  ['.*a.*', { is: 'contains', value: 'a' }],
  ['/a(/.*)?', { is: 'segments', value: '/a' }],
  ['/a(/|$)(.*)', { is: 'segments', value: '/a' }],
  ['(a|b|c)', { is: 'oneOf', values: ['a', 'b', 'c'] }],
  ['(?:/a|/b)', { is: 'oneOf', values: ['/a', '/b'] }],
  ['a|b', { is: 'oneOf', values: ['a', 'b'] }],
  ['(a|b', undefined],
  ['a|b)', undefined],
  ['?:a|b', undefined],
  ['a.b', undefined],
  ['a+', undefined],
  ['\\d', undefined],
  ['a\\$', { is: 'exact', value: 'a$' }],
])('the regular expression %s says plainly %j', (regex, plain) => expect(plainRegex(regex)).toEqual(plain));

test.each([['/a/b[0-9]', '/a/b'], ['^/a/b.+', '/a/b'], ['/ab*', '/a'], ['/a\\.?', '/a'], ['/a|/b', ''], ['.*', '']])('what %s matches starts with "%s"', (regex, start) => {
  expect(literalStart(regex)).toBe(start);
});

test.each(['(/a|/b', '/a|/b)', '(?:/a|/b', '?:a|b', '/a(b|c', '/\\é', '(?!a)'])('Istio cannot compile %s', regex => expect(isRegex(regex)).toBe(false));
test.each(['(/a|/b)', '/a|', '^/a|/b$', '/a\\_b', '/é.*'])('Istio can compile %s', regex => expect(isRegex(regex)).toBe(true));
