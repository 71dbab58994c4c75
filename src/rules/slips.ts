/**
 * Whether a name is another one with a letter too many, too few, wrong, or two swapped. Digits, and a letter that stands alone, tell names
 * apart on purpose: `web-2`, `web-b`.
 */
export function isSlip(written: string, meant: string): boolean {
  const start = shared(written, meant);
  const rest = [written.slice(start), meant.slice(start)];
  const end = shared(reversed(rest[0]), reversed(rest[1]));
  const [one, other] = rest.map(text => text.slice(0, text.length - end));
  if (one === other || !/^[a-z]+$/i.test(one + other)) return false;
  if (one.length === 2 && other.length === 2) return one === reversed(other);
  return one.length <= 1 && other.length <= 1 && !standsAlone(written, start, one) && !standsAlone(meant, start, other);
}

/** How many letters two texts begin with alike. */
function shared(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

function standsAlone(name: string, at: number, letter: string): boolean {
  return letter !== '' && !/\w/.test(name[at - 1] ?? '-') && !/\w/.test(name[at + letter.length] ?? '-');
}
