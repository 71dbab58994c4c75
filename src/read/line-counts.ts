/** How many lines end in a part of a text. */
export function linesIn(text: string, start = 0, end = text.length): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
