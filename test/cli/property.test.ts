import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, constantFrom, integer, nat, oneof, property, record, string } from 'fast-check';
import { parse, stringify } from 'yaml';
import { analyse } from '../../src/cli/analysis';
import { Reading } from '../../src/read/reading';
import { Report } from '../../src/report/finding';
import { reportText } from '../../src/report/formats';
import { RULES } from '../../src/rules';

const CORPUS = join(__dirname, '..', '..', '..', 'shared', 'corpus');

/** In the order of the tree; the same on every machine that has them. */
function corpus(): string[] {
  if (!existsSync(CORPUS)) return [];
  const files = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter(file => /\.ya?ml$/.test(file)).sort();
  return files.flatMap(file => readFileSync(join(CORPUS, file), 'utf8').split(/^---.*\n/m)).filter(text => text.length > 60 && text.length < 1500 && /istio\.io/.test(text));
}

const INLINE = RULES.flatMap(({ bad, good }) => [bad, good]).flatMap(text => text.split('---\n')).filter(text => text.trim() !== '')
  .map(text => /^apiVersion/m.test(text) ? text : `apiVersion: networking.istio.io/v1\n${text.trimStart()}`);
/** Written in blocks, as most manifests are: of what stands in one line, nearly any change is the end. */
const BLOCKS = INLINE.map(text => stringify(parse(text)));
const REAL = corpus();
const MANIFESTS = [...REAL, ...INLINE, ...BLOCKS];

const PIECES = ['\n', ' ', '  ', ': ', '- ', '"', "'", '{', '}', '[', ']', '#', '|', '>', '&a ', '*a', '<<: *a', '!', '? ', '\t', 'y', 'on', '010', '~', '\n---\n', '\r\n', ',', '%', '@', 'null', '\0', '\uFEFF',
  '__proto__: ', '1e400', '.nan', '{{ x }}', 'items: ', 'kind: List\n', '"*"', '-1', '99999999999', '[]', '{}', 'true', '😀', '\ud800'];

/** A change somewhere in a text: `where` counts in thousandths of it. */
const MUTATION = oneof(
  { weight: 4, arbitrary: record({ kind: constantFrom('value'), where: nat(999), text: oneof(constantFrom(...PIECES), string({ maxLength: 4 })) }) },
  { weight: 2, arbitrary: record({ kind: constantFrom('insert', 'cut', 'double', 'drop', 'indent'), where: nat(999), text: constantFrom(...PIECES) }) },
);

type Mutation = { kind: string; where: number; text: string };

function mutated(text: string, { kind, where, text: piece }: Mutation): string {
  const at = Math.floor(text.length * where / 1000);
  const lines = text.split('\n');
  const line = Math.floor(lines.length * where / 1000);
  switch (kind) {
    // What stands behind the next colon: the text stays YAML most of the time.
    case 'value': return text.slice(0, at) + text.slice(at).replace(/: ?[^\n]*/, () => `: ${piece}`);
    case 'insert': return text.slice(0, at) + piece + text.slice(at);
    case 'cut': return text.slice(0, at) + text.slice(at + 1 + where % 7);
    case 'double': return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
    case 'drop': return lines.filter((_, i) => i !== line).join('\n');
    default: return lines.map((each, i) => i === line ? ` ${each}` : each).join('\n');
  }
}

const KNOWN = new Set([...RULES.map(({ id }) => id), 'yaml/repeated-key']);

function check(text: string): Report {
  const reading = new Reading();
  reading.add({ name: 'a.yaml', text });
  return analyse(reading, { advice: true });
}

function expectWellFormed({ findings, unread = [] }: Report, text: string): void {
  const lines = text.split(/\r\n|\n|\r/).length;
  for (const { rule, severity, problem, fix, file, line, also } of findings) {
    const isWhole = KNOWN.has(rule) && ['error', 'warning', 'advice'].includes(severity) && problem && fix && file === 'a.yaml';
    // A rule that throws is a finding of its own.
    if (!isWhole || problem.startsWith('this rule could not be evaluated')) throw new Error(`${rule} ${severity}: ${problem}`);
    for (const each of [line, ...also.map(other => other.line)]) if (each === undefined || each < 1 || each > lines) throw new Error(`${rule} is in line ${each} of ${lines}`);
  }
  for (const { line, text: fault } of unread) if (!fault || line === undefined || line < 1 || line > lines) throw new Error(`${fault} is in line ${line} of ${lines}`);
}

test(`whatever is done to a manifest, check ends with well-formed findings (${MANIFESTS.length} manifests)`, () => {
  expect(INLINE.length).toBeGreaterThan(100);
  if (REAL.length > 0) expect(REAL.length).toBeGreaterThan(600);
  const seen = { runs: 0, read: 0, found: 0, unread: 0 };
  assert(
    property(integer({ min: 0, max: MANIFESTS.length - 1 }), array(MUTATION, { minLength: 1, maxLength: 3 }), nat(9), (index, mutations, other) => {
      const base = other === 0 ? `${MANIFESTS[index]}\n---\n${MANIFESTS[(index + 1) % MANIFESTS.length]}` : MANIFESTS[index];
      const text = mutations.reduce(mutated, base);
      const report = check(text);
      expectWellFormed(report, text);
      seen.runs++;
      if (report.objects > 0) seen.read++;
      if (report.findings.length > 0) seen.found++;
      if (report.unread!.length > 0) seen.unread++;
      // The same again, now and then: order and words do not depend on what was checked before.
      if (seen.runs % 10 === 0 && reportText(check(text), 'json') !== reportText(report, 'json')) throw new Error('the second run says something else');
    }),
    { numRuns: 10_000, seed: 6 },
  );
  // It is worth something only where many texts are still read and many are not.
  expect(seen.read).toBeGreaterThan(3000);
  expect(seen.found).toBeGreaterThan(1500);
  expect(seen.unread).toBeGreaterThan(500);
}, 300_000);
