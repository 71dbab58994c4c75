import { isEvery, Match, overlap } from '../traffic/match';
import { byLength, PathIndex } from '../traffic/path-index';

/** A match of something, with the place of both among all. */
interface Entry<T> {
  readonly of: T;
  readonly place: number;
  readonly match: Match;
  readonly nth: number;
}

/** A match of each of two things, that some requests may hold both of. */
export interface Crossing<T> {
  readonly earlier: Entry<T>;
  readonly later: Entry<T>;
}

/** For each of some things, those before it that it meets, in their order. */
export type Crossings<T> = Map<T, Crossing<T>[]>;

/** How many pairs were compared, for tests. */
export const COMPARED = { pairs: 0 };

/**
 * Finds where the matches of several things meet: of two things, the first match of the later one that meets any. A match for every request is
 * asked last, so it only meets another one of that kind; of the others, only those whose paths may meet are compared.
 */
export function findCrossings<T>(things: T[], matchesOf: (of: T) => Match[]): Crossings<T> {
  const found = new Map<T, Map<T, Crossing<T>>>();
  const entries = things.flatMap((of, place) => matchesOf(of).map((match, nth): Entry<T> => ({ of, place, match, nth })));
  for (const all of [true, false]) {
    const before: Entry<T>[] = [];
    const index = new PathIndex<Entry<T>>();
    for (const entry of entries.filter(({ match }) => isEvery(match) === all).sort((a, b) => byLength(a.match, b.match))) {
      const near = entry.match.path?.is === 'regex' ? before : index.above(entry.match);
      for (const other of near) if (other.place !== entry.place) compare(found, entry, other);
      before.push(entry);
      index.add(entry.match, entry);
    }
  }
  return new Map([...found].map(([of, crossings]) => [of, [...crossings.values()].sort((a, b) => a.earlier.place - b.earlier.place)]));
}

function compare<T>(found: Map<T, Map<T, Crossing<T>>>, entry: Entry<T>, other: Entry<T>): void {
  COMPARED.pairs++;
  if (!overlap(entry.match, other.match)) return;
  const [earlier, later] = entry.place < other.place ? [entry, other] : [other, entry];
  const crossings = found.get(later.of) ?? new Map<T, Crossing<T>>();
  found.set(later.of, crossings);
  const known = crossings.get(earlier.of);
  const isFirst = !known || later.nth < known.later.nth || (later.nth === known.later.nth && earlier.nth < known.earlier.nth);
  if (isFirst) crossings.set(earlier.of, { earlier, later });
}
