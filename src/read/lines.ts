import { Member, Node } from './tree';

/** Where a field is. */
export interface Spot {
  /** From one. */
  readonly line: number;
  /** Whether it is the field itself, and not what surrounds the place where it would be. */
  readonly isExact: boolean;
  /** The text of the value, where it is neither list nor mapping. */
  readonly written?: string;
}

/**
 * The field of a path, or the nearest that is there.
 * @param path `spec.http[0].route`, `metadata.annotations["a.b/c"]`; what follows a blank is not part of it
 */
export function find(root: Node, path: string): Spot {
  let node = root;
  let rest = path;
  while (rest !== '' && !rest.startsWith(' ')) {
    const step = stepOf(node, rest);
    if (!step) return { line: node.line, isExact: false };
    ({ node, rest } = step);
  }
  return { line: node.line, isExact: true, written: node.written };
}

interface Step {
  readonly node: Node;
  readonly rest: string;
}

function stepOf({ items, members = [] }: Node, path: string): Step | undefined {
  const bracket = /^\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\]/.exec(path);
  const rest = bracket ? path.slice(bracket[0].length) : '';
  if (items) return bracket?.[1] !== undefined && items[Number(bracket[1])] ? { node: items[Number(bracket[1])], rest } : undefined;
  if (bracket) return memberOf(members, key => key === (bracket[1] ?? bracket[2].replace(/\\(.)/g, '$1')) ? rest : undefined);
  // Keys may hold dots: each is compared as a whole.
  const plain = path.replace(/^\./, '');
  return memberOf(members, key => plain.startsWith(key) && /^($|[.[ ])/.test(plain.slice(key.length, key.length + 1)) ? plain.slice(key.length) : undefined);
}

/** The member whose key leaves least of the path. Of repeated keys the last counts. */
function memberOf(members: Member[], restAfter: (key: string) => string | undefined): Step | undefined {
  let found: Step | undefined;
  for (const { key, line, value } of members) {
    const rest = restAfter(key);
    if (rest !== undefined && (!found || rest.length <= found.rest.length)) found = { node: { ...value, line }, rest };
  }
  return found;
}

/** Keys that stand a second time in their mapping. */
export function repeatedKeys({ items = [], members = [] }: Node): Member[] {
  const seen = new Set<string>();
  const own = members.filter(({ key }) => seen.has(key) || !seen.add(key));
  return [...own, ...items.flatMap(repeatedKeys), ...members.flatMap(({ value }) => repeatedKeys(value))];
}
