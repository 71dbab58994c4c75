/** Names that are probably meant by others. */

/** Names of fields and values are short; a text that is not is no slip of the pen. */
const LONGEST = 64;

/** The same letters and digits, whatever their case and what is between them: `round_robin` and `ROUND_ROBIN`. */
export function isSameWord(a: string, b: string): boolean {
  return a.length <= LONGEST && b.length <= LONGEST && plain(a) === plain(b);
}

function plain(name: string): string {
  return name.replace(/[-_. ]/g, '').toLowerCase();
}

/** The known name that is nearest, if it is near: the same word, or few letters off. */
export function closest(name: string, known: string[], most = Math.max(1, Math.floor(name.length / 3))): string | undefined {
  if (name.length > LONGEST) return undefined;
  const same = known.find(other => isSameWord(name, other));
  if (same !== undefined) return same;
  let best: string | undefined;
  let least = most + 1;
  for (const other of known) {
    if (Math.abs(other.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), other.toLowerCase());
    // Two short names with nothing in common are not near.
    if (distance >= least || (distance >= other.length - 1 && !name.includes(other))) continue;
    [best, least] = [other, distance];
  }
  return best;
}

/** Letters to put in, take out, replace, or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length];
}
