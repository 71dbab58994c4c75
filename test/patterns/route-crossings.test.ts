import * as fc from 'fast-check';
import { COMPARED, findCrossings } from '../../src/patterns/route-crossings';
import { EVERY, isEvery, Match, overlap } from '../../src/traffic/match';
import { PathCondition } from '../../src/traffic/path';

const value = fc.array(fc.constantFrom('a', 'b', 'A', '😀'), { maxLength: 3 }).map(parts => `/${parts.join('/')}`);
const path: fc.Arbitrary<PathCondition> = fc.oneof(
  fc.record({ is: fc.constantFrom('exact' as const, 'segments' as const, 'startsWith' as const), value, ignoreCase: fc.boolean() }),
  fc.constantFrom('/a.*', '/[ab]').map(regex => ({ is: 'regex' as const, value: regex })),
);
const header = fc.constantFrom('x', 'y').map(text => ({ 'header:h': { is: 'exact' as const, value: text } }));
const match: fc.Arbitrary<Match> = fc.oneof(
  fc.constant(EVERY),
  fc.record({ path: fc.option(path, { nil: undefined }), values: fc.oneof(fc.constant({}), header) })
    .map(({ path: own, values }) => ({ ...own && { path: own }, values })),
);

/** Each pair, one by one. */
function bruteForce(all: Match[][]): string[] {
  return all.flatMap((matches, later) => all.slice(0, later).flatMap((others, earlier) => {
    const pairs = matches.flatMap((own, i) => others.flatMap((other, j) => isEvery(own) === isEvery(other) && overlap(own, other) ? [`${later}.${i} ${earlier}.${j}`] : []));
    return pairs.slice(0, 1);
  }));
}

test('finds what comparing all pairs finds', () => {
  fc.assert(fc.property(fc.array(fc.array(match, { minLength: 1, maxLength: 3 }), { maxLength: 6 }), all => {
    const crossings = findCrossings(all, matches => matches);
    const found = all.flatMap(matches => (crossings.get(matches) ?? []).map(({ later, earlier }) => `${later.place}.${later.nth} ${earlier.place}.${earlier.nth}`));
    expect(found).toEqual(bruteForce(all));
  }), { numRuns: 2000 });
});

test('paths that cannot meet are not compared', () => {
  const before = COMPARED.pairs;
  const all = Array.from({ length: 200 }, (_, i): Match[] => [{ path: { is: 'segments', value: `/service-${i}/` }, values: {} }]);
  expect(findCrossings(all, matches => matches)).toEqual(new Map());
  expect(COMPARED.pairs - before).toBe(0);
});
