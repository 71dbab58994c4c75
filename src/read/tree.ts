import { State } from './js-yaml';
import { valueOf } from './values';

/** A part of a document, and where it is. */
export interface Node {
  /** From one. Of a value in a mapping the line of its key. */
  readonly line: number;
  readonly items?: Node[];
  readonly members?: Member[];
  /** Text of what is neither list nor mapping, as it stands there. */
  readonly written?: string;
}

/** A key and its value. */
export interface Member {
  /** The key as it is known after reading: `on` is `true`. */
  readonly key: string;
  /** What the key is, where it is nothing that JSON could have for one. */
  readonly odd?: 'a list' | 'a mapping' | 'null';
  readonly line: number;
  readonly value: Node;
}

interface Open {
  readonly line: number;
  readonly position: number;
  readonly children: Closed[];
}

interface Closed {
  readonly node: Node;
  readonly value: any;
}

/** A document with the lines of all its parts, or nothing where it is empty. It is many times as large as the values alone. */
export function treeOf(source: string): Node | undefined {
  const stack: Open[] = [{ line: 0, position: 0, children: [] }];
  valueOf(source, {
    json: true,
    listener: (event, state) => {
      if (event === 'open') {stack.push({ line: state.line + 1, position: state.position, children: [] });} else {
        const closed = closedAs(stack.pop()!, state, source);
        stack[stack.length - 1].children.push(closed);
      }
    },
  });
  return stack[0].children[0]?.node;
}

/**
 * The parser tries what something can be: where a list or mapping begins, it reads it as the first key of a mapping. Such a first reading
 * is a child with the very same value.
 */
function closedAs({ line, position, children }: Open, { kind, result, position: end }: State, source: string): Closed {
  const same = children.find(({ value }) => typeof value === 'object' && value !== null && value === result);
  if (same) return { node: { ...same.node, line }, value: result };
  if (kind === 'mapping') return { node: { line, members: membersOf(children, result) }, value: result };
  if (kind === 'sequence' && Array.isArray(result)) return { node: { line, items: itemsOf(children, result, line) }, value: result };
  return { node: { line, written: source.slice(position, end).trim() }, value: result };
}

/** Keys and values take turns, but a key between braces may come without a value. Of two such keys one is taken for a value, which is no harm. */
function membersOf(children: Closed[], result: any): Member[] {
  const isMissing = (key: any, next: Closed | undefined) => !next || (children.length % 2 > 0 && next.value !== null && (result[String(key)] ?? null) === null);
  const members: Member[] = [];
  for (let i = 0; i < children.length; i++) {
    const { value, node } = children[i];
    const hasNone = isMissing(value, children[i + 1]);
    members.push({ key: String(value), odd: oddness(value), line: node.line, value: hasNone ? { line: node.line } : children[++i].node });
  }
  return members;
}

function oddness(key: any): Member['odd'] {
  if (key === null) return 'null';
  if (typeof key !== 'object') return undefined;
  return Array.isArray(key) ? 'a list' : 'a mapping';
}

/** Of an item without anything the parser says nothing. Pairs that stand directly in a list are not found. */
function itemsOf(children: Closed[], values: any[], line: number): Node[] | undefined {
  if (children.length === values.length) return children.map(({ node }) => node);
  const nodes: Node[] = [];
  let next = 0;
  for (const value of values) {
    const isThere = next < children.length && (value !== null || children[next].value === null);
    if (!isThere && value !== null) return undefined;
    nodes.push(isThere ? children[next++].node : { line: children[Math.min(next, children.length - 1)]?.node.line ?? line });
  }
  return next === children.length ? nodes : undefined;
}
