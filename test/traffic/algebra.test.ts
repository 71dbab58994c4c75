import { and, Match, narrower } from '../../src/traffic/match';
import { bothPaths, PathCondition, pathHolds, pathWithin } from '../../src/traffic/path';
import { ANY_PATH, beforeRewrite, PathRewrite } from '../../src/traffic/rewrite';
import { bothTexts, EMPTY, INEXPRESSIBLE, TextCondition, textHolds, textWithin } from '../../src/traffic/text';

const VALUES = ['', 'a', 'ab', 'abc', 'b', 'bc', 'xab', 'GET', 'PUT', 'x', undefined];
const TEXTS: TextCondition[] = [
  { is: 'exact', value: 'a' }, { is: 'exact', value: 'abc' }, { is: 'exact', value: '' },
  { is: 'startsWith', value: 'a' }, { is: 'startsWith', value: 'ab' }, { is: 'startsWith', value: 'x' },
  { is: 'suffix', value: 'b' }, { is: 'suffix', value: 'ab' }, { is: 'suffix', value: 'bc' },
  { is: 'contains', value: 'b' }, { is: 'contains', value: 'ab' },
  { is: 'regex', value: '.*' }, { is: 'regex', value: 'a.*' }, { is: 'regex', value: '(?i)get' },
  { is: 'oneOf', values: ['GET', 'PUT'] }, { is: 'oneOf', values: ['PUT', 'a'] },
  { is: 'present' }, { is: 'absent' },
];
const PATH_VALUES = ['/', '/a', '/a/', '/A', '/a/b', '/A/B', '/a/b/c', '/ab', '/abc', '/b', '/a/bc', '/1', '/1/2'];
const PATHS: PathCondition[] = ['/a', '/a/b', '/A/b', '/ab', '/a/', '/b', '/1'].flatMap(value => [false, true].flatMap(ignoreCase => [
  { is: 'exact' as const, value, ignoreCase },
  { is: 'startsWith' as const, value, ignoreCase },
  ...(value.endsWith('/') ? [] : [{ is: 'segments' as const, value, ignoreCase }]),
]));
const REGEXES: PathCondition[] = [{ is: 'regex', value: '/a.*' }, { is: 'regex', value: '.*' }];
const ALL_PATHS = [...PATHS, ...REGEXES];

const pairs = <T>(list: T[]): [T, T][] => list.flatMap(x => list.map((y): [T, T] => [x, y]));

/** What an answer claims must be true of every value; `inexpressible` claims nothing. */
function claimsTruth<C, V>(
  x: C, y: C, values: V[], holds: (condition: C, value: V) => boolean, within: (a: C, b: C) => boolean, joint: C | typeof EMPTY | typeof INEXPRESSIBLE,
): void {
  for (const value of values) {
    if (within(x, y) && holds(x, value)) expect([x, y, value, holds(y, value)]).toEqual([x, y, value, true]);
    if (joint === INEXPRESSIBLE) continue;
    const said = joint === EMPTY ? false : holds(joint, value);
    expect([x, y, value, said]).toEqual([x, y, value, holds(x, value) && holds(y, value)]);
  }
}

test('what is said about two text conditions is true of every value', () => {
  for (const [x, y] of pairs(TEXTS)) claimsTruth(x, y, VALUES, textHolds, textWithin, bothTexts(x, y));
});

test('what is said about two path conditions is true of every path', () => {
  for (const [x, y] of pairs(ALL_PATHS)) claimsTruth(x, y, PATH_VALUES, pathHolds, pathWithin, bothPaths(x, y));
});

test('paths of one case are always nested or apart, so that they can be written together', () => {
  const plain = PATHS.filter(path => !path.ignoreCase);
  expect(pairs(plain).filter(([x, y]) => bothPaths(x, y) === INEXPRESSIBLE)).toEqual([]);
});

test.each<[TextCondition, TextCondition]>([
  [{ is: 'startsWith', value: 'a' }, { is: 'suffix', value: 'b' }],
  [{ is: 'contains', value: 'a' }, { is: 'contains', value: 'b' }],
  [{ is: 'regex', value: 'a.*' }, { is: 'regex', value: '.*b' }],
])('%j and %j cannot be written together', (x, y) => {
  expect(bothTexts(x, y)).toBe(INEXPRESSIBLE);
});

test('a match is narrower when each of its conditions is', () => {
  const wide: Match = { values: { 'header:user': { is: 'present' } } };
  const narrow: Match = { path: { is: 'exact', value: '/a' }, values: { 'header:user': { is: 'exact', value: 'jason' } } };
  expect([narrower(narrow, wide), narrower(wide, narrow), narrower(wide, wide)]).toEqual([true, false, true]);
});

test('two cookies cannot be written together, because both are the one cookie header', () => {
  const cookie = (name: string): Match => ({ values: { [`cookie:${name}`]: { is: 'exact', value: '1' } } });
  expect(and(cookie('a'), cookie('b'))).toBe(INEXPRESSIBLE);
  expect(and(cookie('a'), { values: { 'header:cookie': { is: 'present' } } })).toBe(INEXPRESSIBLE);
});

test('a method that is in neither list removes the match', () => {
  const methods = (...values: string[]): Match => ({ values: { method: { is: 'oneOf', values } } });
  expect(and(methods('GET', 'HEAD'), methods('PUT', 'POST'))).toBe(EMPTY);
  expect(and(methods('GET', 'HEAD'), methods('HEAD', 'POST'))).toEqual({ values: { method: { is: 'exact', value: 'HEAD' } } });
});

/** The rewrite itself, in its plain meaning. */
function rewritten(path: string, rewrite: PathRewrite): string | undefined {
  switch (rewrite.kind) {
    case 'none': return path;
    case 'whole': return rewrite.path;
    case 'prefix': return path === rewrite.from || path.startsWith(`${rewrite.from}/`) ? rewrite.to + path.slice(rewrite.from.length) || '/' : undefined;
    case 'regex': return undefined;
  }
}

test.each<PathRewrite>([
  { kind: 'none' },
  { kind: 'whole', path: '/a/b' },
  { kind: 'prefix', from: '/x', to: '' },
  { kind: 'prefix', from: '/x/y', to: '' },
  { kind: 'prefix', from: '/x', to: '/a' },
  { kind: 'prefix', from: '/x', to: '/a/b' },
  { kind: 'prefix', from: '', to: '/a' },
])('%j: a path at the gateway holds the condition just when the rewritten path does', rewrite => {
  const outside = ['', '/x', '/x/y'].flatMap(prefix => ['', ...PATH_VALUES].map(path => prefix + path)).filter(path => path !== '');
  for (const inner of [...PATHS, { is: 'regex' as const, value: '/a.*' }]) {
    const before = beforeRewrite(inner, rewrite);
    if (before === INEXPRESSIBLE) continue;
    for (const path of outside) {
      const inside = rewritten(path, rewrite);
      if (inside === undefined) continue;
      const holds = before === ANY_PATH || before.some(condition => pathHolds(condition, path));
      expect([inner, path, inside, holds]).toEqual([inner, path, inside, pathHolds(inner, inside)]);
    }
  }
});

test('a regular expression with alternatives cannot be put behind a prefix', () => {
  expect(beforeRewrite({ is: 'regex', value: '/a|/b' }, { kind: 'prefix', from: '/x', to: '' })).toBe(INEXPRESSIBLE);
  expect(beforeRewrite({ is: 'regex', value: '/(a|b)' }, { kind: 'prefix', from: '/x', to: '' })).toEqual([{ is: 'regex', value: '/x/(a|b)' }]);
});
