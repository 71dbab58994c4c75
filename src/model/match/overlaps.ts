import { and, Match } from '../../traffic/match';
import { byLength, PathIndex } from '../../traffic/path-index';
import { EMPTY, INEXPRESSIBLE } from '../../traffic/text';
import { HttpRule } from '../virtual-service-rules';
import { actionText, blocksOf } from './shadows';

/** Rules of one VirtualService as one gateway uses them. */
export interface Contender<T> {
  readonly of: T;
  readonly http: HttpRule[];
}

/** Two rules of different VirtualServices that some request surely holds both of, and that do something else. */
export interface Contest<T> {
  readonly one: T;
  readonly oneRule: HttpRule;
  readonly other: T;
  readonly otherRule: HttpRule;
}

/** A rule is compared with so many others at most: beyond that nobody reads what comes of it. */
const COMPARED = 500;

interface Entry<T> {
  readonly of: T;
  readonly rule: HttpRule;
  readonly match: Match;
  /** What the rule does, worked out once for all that it is compared with. */
  readonly action: () => string;
}

/** The first contest of each contender with an earlier one, on one gateway (H11, L8). */
export function contests<T>(contenders: Contender<T>[], gateway: string): Contest<T>[] {
  const entries = contenders.flatMap(contender => entriesOf(contender, gateway));
  const found = new Map<T, Contest<T>>();
  for (const catchAll of [true, false]) {
    // Those that take everything are moved to the end: they contend only with one another.
    const list = entries.filter(({ match }) => isCatchAll(match) === catchAll);
    const index = new PathIndex<Entry<T>>();
    for (const entry of list.sort((a, b) => byLength(a.match, b.match))) {
      if (!found.has(entry.of)) find(index, entry, found);
      index.add(entry.match, entry);
    }
  }
  return [...found.values()];
}

function entriesOf<T>({ of, http }: Contender<T>, gateway: string): Entry<T>[] {
  return http.flatMap(rule => {
    let text: string | undefined;
    const action = () => text ??= actionText(rule);
    return blocksOf(rule, [gateway]).flatMap(({ match }) => match ? [{ of, rule, match, action }] : []);
  });
}

function find<T>(index: PathIndex<Entry<T>>, entry: Entry<T>, found: Map<T, Contest<T>>): void {
  const rivals = index.above(entry.match).slice(0, COMPARED);
  const against = rivals.find(({ of, match, action }) => of !== entry.of && action() !== entry.action() && surelyOverlap(match, entry.match));
  if (against) found.set(entry.of, { one: against.of, oneRule: against.rule, other: entry.of, otherRule: entry.rule });
}

/** Whether no request can hold both. */
export function apart(a: Match, b: Match): boolean {
  return and(a, b) === EMPTY;
}

function surelyOverlap(a: Match, b: Match): boolean {
  const both = and(a, b);
  return both !== EMPTY && both !== INEXPRESSIBLE;
}

/** Istio takes a rule for one that takes everything when it has no path or `/`, and no header or query parameter. */
function isCatchAll({ path, values }: Match): boolean {
  return !path && Object.keys(values).every(key => key === 'gateway' || key === 'port' || key.startsWith('source:'));
}
