import { ANCHOR } from './aliases';
import { Document } from './documents';
import { linesIn } from './line-counts';
import { contentsOf } from './values';

/** As kubectl prints lists: the items stand at the start of lines, and the fields of the list before and after them. */
const HEAD = /^(?:[a-z][A-Za-z]*:[^\n]*\n)*?items:[ \t\r]*\n(?=- )/;

/**
 * The items of a list as documents of their own, so that what is known of positions need never be held for all of them at once. Nothing
 * where the text is not laid out as kubectl does it.
 */
export function listItems(document: Document): Document[] | undefined {
  const { text } = document;
  const head = HEAD.exec(text)?.[0];
  if (head === undefined || ANCHOR.test(text)) return undefined;
  const items: Document[] = [];
  let linesBefore = document.linesBefore + linesIn(head);
  let start = head.length;
  while (text.startsWith('- ', start)) {
    const end = endOfItem(text, start);
    const item = text.slice(start, end);
    items.push({ ...document, text: ` ${item.slice(1)}`, linesBefore });
    linesBefore += linesIn(item);
    start = end;
  }
  return isListWithoutItems(head + text.slice(start)) ? items : undefined;
}

/** Whatever stands between and behind the items must not be more of them: a comment at the start of a line, a dash alone in its line. */
function isListWithoutItems(text: string): boolean {
  const { value, isRepeating } = contentsOf(text);
  return value.kind === 'List' && value.items === null && !isRepeating;
}

/** The start of the next line that is neither blank nor indented. */
function endOfItem(text: string, start: number): number {
  const next = /\n(?=[^\s])/g;
  next.lastIndex = start;
  return next.exec(text) ? next.lastIndex : text.length;
}
