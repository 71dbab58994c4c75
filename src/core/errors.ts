import { IConstruct } from 'constructs';

/** Something in a call can never be right. The message has the place, the fact and the fix. */
export class UsageError extends Error {
  /**
   * @param where construct that was called, or the name of a value type, for example `StringMatch.regex`
   * @param fact what was found, with the value
   * @param fix what to write instead
   */
  public constructor(where: IConstruct | string, fact: string, fix: string) {
    super(`[${typeof where === 'string' ? where : pathOf(where)}] ${fact}\n    fix: ${fix}`);
    this.name = 'UsageError';
  }
}

/** Path of a construct as messages show it. The app itself has none. */
export function pathOf(construct: IConstruct): string {
  return construct.node.path || 'app';
}

/** A value as messages show it. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** `; did you mean "reviews"?` for a name that is a few letters off. */
export function didYouMean(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of known) {
    if (Math.abs(other.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), other.toLowerCase());
    if (distance < least) [best, least] = [other, distance];
  }
  return best === undefined ? '' : `; did you mean "${best}"?`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length];
}
