import { and, EVERY, isEvery, Match, narrower, overlap, same } from './match';
import { EMPTY, INEXPRESSIBLE } from './text';

/** What is said about one field, for the requests of one match. */
export interface Entry<O> {
  readonly match: Match;
  /** `undefined` says nothing: the default of the field. */
  readonly value: unknown;
  /** Who says it. The default has no owner. */
  readonly owner?: O;
}

/** One field with all that is said about it: the first entry whose match holds decides. The last one holds for every request. */
export interface Field<O> {
  readonly name: string;
  readonly entries: Entry<O>[];
}

/** For the requests of the match that no earlier rule took, this much. */
export interface Rule<O> {
  readonly match: Match;
  readonly entries: { readonly [field: string]: Entry<O> };
}

/** Where an entry goes: before the first that is broader, else after all that was said. */
export function insertNarrowestFirst<O>(list: Entry<O>[], entry: Entry<O>): void {
  const broader = list.findIndex(other => narrower(entry.match, other.match));
  list.splice(broader < 0 ? list.length : broader, 0, entry);
}

/** What already says something for just these requests. */
export function saidFor<O>(list: Entry<O>[], match: Match): Entry<O> | undefined {
  return list.find(entry => same(entry.match, match));
}

/** Pairs of one field that some request may hold both of, and that say something else, without one being the narrower: the first declared wins. */
export function overlapping<O>(list: Entry<O>[]): [Entry<O>, Entry<O>][] {
  return list.flatMap((a, i) => list.slice(i + 1)
    .filter(b => a.value !== b.value && !narrower(a.match, b.match) && !narrower(b.match, a.match) && overlap(a.match, b.match))
    .map((b): [Entry<O>, Entry<O>] => [a, b]));
}

/** Two things hold for some requests together, but no single match says so. */
export class CannotBeWritten<O> extends Error {
  /** @param rewritten whether it is a rewrite that stands between the two */
  public constructor(public readonly owners: O[], public readonly rewritten = false) {
    super('cannot be written as one match');
  }
}

/**
 * The rules of several fields: the product of their lists, in lexicographic order. The first rule that holds for a request takes,
 * from each field, the first entry that holds for it.
 * @param start what holds for every request that gets here, for example the path of an ingress route
 */
export function compose<O>(fields: Field<O>[], start: Match = EVERY): Rule<O>[] {
  let rules: Rule<O>[] = [{ match: start, entries: {} }];
  if (fields.length === 0) return rules;
  for (const field of fields) rules = withoutShadowed(product(rules, field));
  return rules.length < 2 ? rules : withoutRepeated(rules);
}

/** Each rule with each entry of one more field, as far as some requests hold both. */
function product<O>(rules: Rule<O>[], { name, entries }: Field<O>): Rule<O>[] {
  const both: Rule<O>[] = [];
  for (const rule of rules) {
    for (const entry of entries) {
      const match = and(rule.match, entry.match);
      if (match === INEXPRESSIBLE) throw new CannotBeWritten(ownersOf([...Object.values(rule.entries), entry]));
      if (match !== EMPTY) both.push({ match, entries: { ...rule.entries, [name]: entry } });
    }
  }
  return both;
}

function ownersOf<O>(entries: Entry<O>[]): O[] {
  return entries.filter(({ match }) => !isEvery(match)).flatMap(({ owner }) => owner === undefined ? [] : [owner]);
}

/** Without the rules that no request reaches, because an earlier one takes them all. */
function withoutShadowed<O>(rules: Rule<O>[]): Rule<O>[] {
  if (rules.length < 2) return rules;
  const kept: Rule<O>[] = [];
  for (const rule of rules) {
    if (!kept.some(earlier => narrower(rule.match, earlier.match))) kept.push(rule);
  }
  return kept;
}

/** Without the rules that say what a later one says for all their requests, with nothing different in between. */
function withoutRepeated<O>(rules: Rule<O>[]): Rule<O>[] {
  const kept: Rule<O>[] = [];
  for (const rule of [...rules].reverse()) {
    const next = kept.filter(later => overlap(rule.match, later.match));
    const covering = next.findIndex(later => narrower(rule.match, later.match));
    if (covering < 0 || !next.slice(0, covering + 1).every(later => sameResult(rule, later))) kept.unshift(rule);
  }
  return kept;
}

/** Whether two rules do the same to their requests. */
export function sameResult<O>(a: Rule<O>, b: Rule<O>): boolean {
  return Object.keys(a.entries).every(field => a.entries[field].value === b.entries[field].value);
}
