import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { broken } from './broken';
import { ruleIds } from '../../src/check';
import { NOTICE_RULES } from '../../src/core/notices';
import { RULES } from '../../src/rules';
import { Rule } from '../../src/rules/rule';

const FOLDER = join(__dirname, '..', '..', 'src', 'rules');

/** Ids of the rules that an example breaks. Advice counts only where it is the rule itself: it is off, since many do without. */
function brokenBy(example: string, rule: Rule): string[] {
  const found = broken(example, { settings: rule.examplesSettings, inventory: rule.examplesInventory, ownFiles: rule.examplesWrittenAs === 'FILE_PER_RESOURCE' });
  return found.filter(each => each.severity !== 'advice' || each.rule === rule.id).map(each => each.rule);
}

describe.each(RULES.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  test('fails on its bad example, and no other rule does', () => {
    expect([...new Set(brokenBy(rule.bad, rule))]).toEqual([id]);
  });

  test('is silent on its good example, as all others are', () => {
    expect(brokenBy(rule.good, rule)).toEqual([]);
  });

  test('says what is wrong and why in lower case, without a full stop', () => {
    for (const text of [rule.summary, rule.why]) expect(text).toMatch(/^[a-zA-Z][^\n]*[^.\n]$/);
    expect(rule.summary[0]).toBe(rule.summary[0].toLowerCase());
  });

  test('lies in the file of its name', () => {
    expect(readdirSync(join(FOLDER, id.split('/')[0]))).toContain(`${id.split('/')[1]}.ts`);
  });
});

test('every rule file is in the index, in order', () => {
  const files = readdirSync(FOLDER, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name)
    .flatMap(folder => readdirSync(join(FOLDER, folder)).filter(file => file !== 'index.ts').map(file => `${folder}/${file.replace('.ts', '')}`));
  expect(RULES.map(rule => rule.id)).toEqual(files.sort());
});

test('constructs report under ids that no rule has', () => {
  expect(ruleIds()).toEqual([...new Set(ruleIds())]);
  expect(ruleIds()).toEqual(expect.arrayContaining([...NOTICE_RULES]));
});
