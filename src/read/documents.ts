import { jsonEnds } from './json-stream';
import { linesIn } from './line-counts';

/** Part of a file: what Kubernetes takes for one document. */
export interface Document {
  /** Name of the file, as messages show it. */
  readonly file: string;
  /** Which document of the file it is, from zero. */
  readonly index: number;
  readonly text: string;
  /** How many lines of the file are before it. */
  readonly linesBefore: number;
  /** What follows the separator on its line and must not be there. */
  readonly afterSeparator?: string;
}

const SEPARATOR = '---';

/** A text cut at its separators as kubectl does it: by lines, whatever the YAML around them. Empty documents are left out. */
export function documentsOf(file: string, text: string): Document[] {
  const ends = jsonEnds(text);
  return ends ? cutAt(file, text, ends) : cutAtSeparators(file, text);
}

function cutAt(file: string, text: string, ends: number[]): Document[] {
  let start = 0;
  let linesBefore = 0;
  return ends.map((end, index) => {
    const document = { file, index, text: text.slice(start, end), linesBefore };
    linesBefore += linesIn(text, start, end);
    start = end;
    return document;
  });
}

function cutAtSeparators(file: string, text: string): Document[] {
  const documents: Document[] = [];
  let start = 0;
  let linesBefore = 0;
  let afterSeparator: string | undefined;
  const end = (position: number) => {
    const part = text.slice(start, position);
    if (afterSeparator !== undefined || !isEmpty(part)) documents.push({ file, index: documents.length, text: part, linesBefore, afterSeparator });
    linesBefore += linesIn(text, start, position);
    start = position;
    afterSeparator = undefined;
  };
  for (let at = separatorFrom(text, 0); at >= 0; at = separatorFrom(text, start)) {
    end(at);
    const lineEnd = endOfLine(text, at);
    const rest = text.slice(at + SEPARATOR.length, lineEnd).trim();
    start = Math.min(lineEnd + 1, text.length);
    linesBefore++;
    if (rest !== '' && !rest.startsWith('#')) afterSeparator = rest;
  }
  end(text.length);
  return documents;
}

function separatorFrom(text: string, start: number): number {
  if (text.startsWith(SEPARATOR, start)) return start;
  const found = text.indexOf(`\n${SEPARATOR}`, start);
  return found < 0 ? -1 : found + 1;
}

function endOfLine(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  return end < 0 ? text.length : end;
}

/** Nothing but blanks, comments, directives and ends of documents. */
function isEmpty(text: string): boolean {
  return /^(?:[ \t\r]*(?:#[^\n]*)?(?:\n|$)|%[^\n]*(?:\n|$)|\.\.\.[ \t\r]*(?:\n|$))*$/.test(text.length > 10_000 ? `${text.slice(0, 10_000)}x` : text);
}
