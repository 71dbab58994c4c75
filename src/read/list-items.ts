import { Document } from './documents';

/** As kubectl prints lists: the items stand at the start of lines, and the fields of the list before and after them. */
const HEAD = /^(?:[a-z][A-Za-z]*:[^\n]*\n)*?items:[ \t\r]*\n(?=- )/;
const LIST = /^kind: List[ \t\r]*$/m;
const ANCHOR = /(?:^|[\s,[{])&\S/;

/**
 * The items of a list as documents of their own, so that what is known of positions need never be held for all of them at once. Nothing
 * where the text is not laid out as kubectl does it.
 */
export function listItems(document: Document): Document[] | undefined {
  const { text } = document;
  const head = HEAD.exec(text);
  if (!head || !LIST.test(text) || ANCHOR.test(text)) return undefined;
  const items: Document[] = [];
  let linesBefore = document.linesBefore + linesIn(head[0]);
  for (let start = head[0].length; text.startsWith('- ', start);) {
    const end = endOfItem(text, start);
    const item = text.slice(start, end);
    items.push({ ...document, text: ` ${item.slice(1)}`, linesBefore });
    linesBefore += linesIn(item);
    start = end;
  }
  return items;
}

/** The start of the next line that is neither blank nor indented. */
function endOfItem(text: string, start: number): number {
  const next = /\n(?=[^\s])/g;
  next.lastIndex = start;
  return next.exec(text) ? next.lastIndex : text.length;
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
