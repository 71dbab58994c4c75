/**
 * Offsets of the ends of JSON objects that stand one after the other without separators, as `kubectl get --watch -o json` prints them.
 * Nothing where the text is one object or something else.
 */
export function jsonEnds(text: string): number[] | undefined {
  const ends: number[] = [];
  let at = skipBlanks(text, text.startsWith('\uFEFF') ? 1 : 0);
  while (at < text.length) {
    const end = text[at] === '{' ? endOfObject(text, at) : undefined;
    if (end === undefined) return undefined;
    ends.push(end);
    at = skipBlanks(text, end);
  }
  return ends.length > 1 ? ends : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) at += character === BACKSLASH ? 1 : 0;
    else if (character === OPEN) depth++;
    else if (character === CLOSE && --depth === 0) return at + 1;
  }
  return undefined;
}

function skipBlanks(text: string, start: number): number {
  const word = /\S/g;
  word.lastIndex = start;
  return word.exec(text)?.index ?? text.length;
}
