import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RULES } from '../../src/rules';

/** Rules that stand for a row of the list of invariants, or why none does: what the schema, a cluster or a simulator decides. */
type Row = string[] | { readonly not: string };

const FOLDER = join(__dirname, 'catalogue');
const ADDED: { [rule: string]: string } = parse(readFileSync(join(FOLDER, 'added.yaml'), 'utf8'));
const ROWS = readdirSync(FOLDER).filter(file => file !== 'added.yaml').sort()
  .flatMap(file => Object.entries(parse(readFileSync(join(FOLDER, file), 'utf8')) as { [id: string]: Row }));
const NAMED = ROWS.flatMap(([, row]) => Array.isArray(row) ? row : []);
const KNOWN = RULES.map(({ id }) => id);

test('each row is accounted for once, by rules or with a reason', () => {
  expect(ROWS.map(([id]) => id).filter((id, i, all) => all.indexOf(id) !== i)).toEqual([]);
  expect(ROWS.filter(([, row]) => Array.isArray(row) ? row.length === 0 : !(row.not?.length > 10))).toEqual([]);
});

test('the rules of the rows are there', () => {
  expect(NAMED.filter(id => !KNOWN.includes(id))).toEqual([]);
});

test('each rule is of a row, or was added with a reason', () => {
  expect(Object.keys(ADDED).sort()).toEqual(KNOWN.filter(id => !NAMED.includes(id)).sort());
  expect(Object.values(ADDED).filter(reason => !(reason?.length > 10))).toEqual([]);
});

const INVARIANTS = join(__dirname, '..', '..', '..', 'shared', 'INVARIANTS.md');

(existsSync(INVARIANTS) ? test : test.skip)('every row of the list of invariants is accounted for, and no other', () => {
  expect(ROWS.map(([id]) => id).sort()).toEqual(rowIds(readFileSync(INVARIANTS, 'utf8')));
});

/** Ids of the tables by resource, and those that later sections add. */
function rowIds(text: string): string[] {
  const tables = text.slice(text.indexOf('\n## 4. '), text.indexOf('\n## 5. '));
  const later = text.slice(text.indexOf('\n## 12. '), text.indexOf('\n## 13. '));
  return [...tables.matchAll(/^\| `([\w-]+\/[\w-]+)`/gm), ...later.matchAll(/^- `([\w-]+\/[\w-]+)`.*\(new/gm)].map(([, id]) => id).sort();
}
