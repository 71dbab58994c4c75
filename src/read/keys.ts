import { Member, Node, treeOf } from './tree';
import { Unreadable } from './unreadable';

/** What looks like a key that is a list or a mapping, or null. */
const SUSPECT = /\{\s*[{[]|[\]}]\s*:(?=\s|$)|(?:^|[\s,{?])(?:~|null|Null|NULL)\s*:(?=\s|$)|(?:^|[\s,{])\?\s/m;

/**
 * Refuses keys that are no text, as Kubernetes does. The parser makes text of them without a word, so that they are looked for among the
 * positions, and only where something looks like one. Helm's `{{ .Values.name }}` is a mapping with a mapping for a key.
 */
export function requireTextKeys(source: string): void {
  const root = SUSPECT.test(source) ? treeOf(source) : undefined;
  const found = root && oddKey(root);
  if (found) throw new Unreadable(`a key is ${found.odd}; Kubernetes refuses that`, startOf(source, found.line));
}

function oddKey({ items = [], members = [] }: Node): Member | undefined {
  for (const member of members) {
    const found = member.odd ? member : oddKey(member.value);
    if (found) return found;
  }
  for (const item of items) {
    const found = oddKey(item);
    if (found) return found;
  }
  return undefined;
}

/** Where a line begins. */
function startOf(source: string, line: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = source.indexOf('\n', start) + 1;
  return start;
}
