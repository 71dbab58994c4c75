// Writes docs/rules.md with a page for each rule, docs/patterns.md, and docs/examples.md: runs every example, and draws who calls whom in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES, exampleNames, runExample } from './demo/examples';
import { resolveLibrary } from './demo/resolve';
import { examplesPage } from './indexes/examples-page';
import { patternsPage } from './indexes/patterns-page';
import { writeRulesPages } from './indexes/rules-pages';

const ROOT = join(__dirname, '..');

// The pictures look into the constructs of the apps, so both have to be of the same copy of the library.
resolveLibrary(join(ROOT, 'src', 'index.ts'));
const outdir = mkdtempSync(join(tmpdir(), 'indexes-'));
try {
  const load = (name: string) => () => createRequire(__filename)(join(EXAMPLES, name, 'main'));
  const apps = new Map(exampleNames().map(name => [name, runExample(load(name), join(outdir, name))]));
  writeFileSync(join(ROOT, 'docs', 'examples.md'), examplesPage(apps));
  writeFileSync(join(ROOT, 'docs', 'patterns.md'), patternsPage());
  writeRulesPages();
} finally {
  rmSync(outdir, { recursive: true });
}
