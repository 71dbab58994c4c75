// docs/rules.md, and a page for each rule: from the rules themselves.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RulePage, rulePage } from '../../src/report/rule-page';
import { pages } from '../../src/rules/explain';

const DOCS = join(__dirname, '..', '..', 'docs');
const FOLDER = join(DOCS, 'rules');

const HEAD = `# Rules

What is checked at synthesis, and by \`cdk8s-istio check\`. Errors fail, warnings are printed, advice is told where it is wanted. A rule that cannot know stays
silent: what is neither in the app nor in an inventory is unknown, and unknown is no error. \`cdk8s-istio explain ID\` prints the page of a rule.
`;

/** Files below docs/ with their text. */
export function rulesPages(): Map<string, string> {
  const all = [...pages().values()];
  return new Map([['rules.md', indexPage(all)], ...all.map(page => [`rules/${page.id}.md`, rulePage(page)] as const)]);
}

/** Files of rules that are there, those of rules that are gone included. */
export function rulesFiles(): string[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(file => statSync(join(FOLDER, file)).isFile());
  return ['rules.md', ...files.map(file => `rules/${file}`)].sort();
}

export function writeRulesPages(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const [file, text] of rulesPages()) {
    mkdirSync(dirname(join(DOCS, file)), { recursive: true });
    writeFileSync(join(DOCS, file), text);
  }
}

function indexPage(all: RulePage[]): string {
  const folders = [...new Set(all.map(({ id }) => folderOf(id)))];
  return [HEAD, ...folders.map(folder => section(folder, all.filter(({ id }) => folderOf(id) === folder)))].join('\n');
}

function section(folder: string, rules: RulePage[]): string {
  const rows = rules.map(({ id, severity, summary }) => `| [\`${id}\`](rules/${id}.md) | ${severity} | ${summary.replaceAll('|', '\\|')} |\n`);
  return `## ${folder}\n\n| Rule | Severity | Reports |\n|---|---|---|\n${rows.join('')}`;
}

function folderOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}
