import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countLines, linesOf, targetNames } from '../scripts/targets/lines';

interface Row {
  readonly name: string;
  readonly yaml: number;
  readonly typescript: number;
}

/** The table of docs/targets.md. That its lines of YAML are those of the originals is tested in conformance, which has them. */
function table(): Row[] {
  const text = readFileSync(join(__dirname, '..', 'docs', 'targets.md'), 'utf8');
  return [...text.matchAll(/^\| \[(s\d-[\w-]+)\]\([^)]*\) \| \d+ \| (\d+) \| (\d+) \|/gm)].map(([, name, yaml, typescript]) => ({ name, yaml: +yaml, typescript: +typescript }));
}

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

test('the eight targets take at most one fifth of the lines of their originals', async () => {
  const counted = await Promise.all(targetNames().map(linesOf));
  expect(targetNames()).toHaveLength(8);
  expect(sum(counted) * 5).toBeLessThanOrEqual(sum(table().map(({ yaml }) => yaml)));
});

test('the page tells how many lines each target takes', async () => {
  const counted = await Promise.all(targetNames().map(async name => ({ name, typescript: await linesOf(name) })));
  expect(table().map(({ name, typescript }) => ({ name, typescript }))).toEqual(counted);
});

test('the page tells the sums', () => {
  const text = readFileSync(join(__dirname, '..', 'docs', 'targets.md'), 'utf8');
  expect(text).toMatch(new RegExp(`^\\| together \\| \\d+ \\| ${sum(table().map(({ yaml }) => yaml))} \\| ${sum(table().map(({ typescript }) => typescript))} \\|`, 'm'));
});

test.each([
  ['a statement', 'f();', 1],
  ['imports, whatever their length', "import { a } from 'a';\nimport {\n  b,\n  c,\n} from 'b';\nf();", 1],
  ['comments of every kind', '// one\n/** two\n * three\n */\nf(); // four\ng(/* five */);\n/* six */', 2],
  ['what looks like a comment', "f('// not one');\ng(`\n// nor this\n`);", 4],
  ['blank lines', 'f();\n\n\ng();', 2],
  ['a closing bracket', 'if (a) {\n  f();\n}', 3],
  ['what was put on one line, at the width of a page', `f({ ${Array.from({ length: 12 }, (_, i) => `property${i}: ${i}`).join(', ')} });`, 14],
  ['what was spread over lines, and need not be', 'f(\n  1,\n  2,\n);', 1],
])('%s is counted', async (_, source, lines) => {
  expect(await countLines(source)).toBe(lines);
});
