// Checks real manifests, the examples of every rule and our own examples, for conformance to compare with what Istio says of the same documents:
// dist/checked/<set>.jsonl, one app a line. mutants.jsonl has single objects that were changed at random.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, checked } from './checked/app';
import { mutants } from './checked/mutants';
import { ruleExamples } from './checked/rule-examples';

const ROOT = join(__dirname, '..');
const CORPUS = process.env.CDK8S_ISTIO_CORPUS ?? join(ROOT, '..', 'shared', 'corpus');
const TARGET = join(ROOT, 'dist', 'checked');

/** Files of the corpus that are deployed together: the folders of people who use Istio, and each fixture of a test alone. */
function corpusApps(): App[] {
  const rows = readFileSync(join(CORPUS, 'INDEX.tsv'), 'utf8').trim().split('\n').slice(1).map(line => line.split('\t'));
  const apps = new Map<string, App>();
  for (const [repo, path, , category] of rows) {
    const file = `${repo.replace('/', '-')}/${path}`;
    const id = `corpus/${category === 'test' ? file : dirname(file)}`;
    const app = apps.get(id) ?? { id, files: [] };
    apps.set(id, app);
    app.files.push({ name: file, text: readFileSync(join(CORPUS, file), 'utf8'), without: '_err' });
  }
  return [...apps.values()];
}

function exampleApps(): App[] {
  const folder = join(ROOT, 'dist', 'examples');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml')).sort();
  const apps = new Map<string, App>();
  for (const file of files) {
    const id = `examples/${dirname(file)}`;
    const app = apps.get(id) ?? { id, files: [] };
    apps.set(id, app);
    app.files.push({ name: file, text: readFileSync(join(folder, file), 'utf8') });
  }
  return [...apps.values()];
}

function write(set: string, lines: object[], what = 'apps'): void {
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(join(TARGET, `${set}.jsonl`), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  process.stdout.write(`${set}: ${lines.length} ${what}\n`);
}

rmSync(TARGET, { recursive: true, force: true });
const corpus = existsSync(CORPUS) ? corpusApps() : [];
if (corpus.length > 0) write('corpus', corpus.map(checked));
else process.stdout.write(`corpus: none at ${CORPUS}; mutants are of the examples of rules only\n`);
write('rules', ruleExamples().map(checked));
write('examples', exampleApps().map(checked));
write('mutants', mutants([...corpus, ...ruleExamples()]), 'objects');
