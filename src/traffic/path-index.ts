import { Match } from './match';

/** Things by the path of their match, so that not every pair has to be compared. */
export class PathIndex<T> {
  private readonly open: T[] = [];
  private readonly regexes: T[] = [];
  private readonly byValue = new Map<string, T[]>();
  private longest = 0;

  public add({ path }: Match, item: T): void {
    if (!path) this.open.push(item);
    else if (path.is === 'regex') this.regexes.push(item);
    else this.put(path.value.toLowerCase(), item);
  }

  /** All without a path, and those whose path this one starts with. Of regular expressions nobody knows. */
  public above({ path }: Match): T[] {
    if (!path) return this.open;
    if (path.is === 'regex') return [...this.open, ...this.regexes.slice(0, 100)];
    return [...this.open, ...starts(path.value, this.longest).flatMap(start => this.byValue.get(start) ?? [])];
  }

  private put(value: string, item: T): void {
    this.longest = Math.max(this.longest, value.length);
    const items = this.byValue.get(value);
    if (items) items.push(item);
    else this.byValue.set(value, [item]);
  }
}

/**
 * Sorts the shortest path first, and regular expressions last: in that order each match finds in an index all that it may share a path with. Only a
 * regular expression does not: it may share one with any before it.
 */
export function byLength(a: Match, b: Match): number {
  const [one, other] = [lengthOf(a), lengthOf(b)];
  return one === other ? 0 : one - other;
}

function lengthOf({ path }: Match): number {
  return path?.is === 'regex' ? Infinity : path?.value.length ?? 0;
}

/** All that a text starts with, up to a length, in lower case, the longest first. */
export function starts(text: string, longest: number): string[] {
  const value = text.slice(0, longest).toLowerCase();
  const found: string[] = [];
  for (let end = value.length; end > 0; end--) found.push(value.slice(0, end));
  return found;
}
