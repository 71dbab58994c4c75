// Writes the manifests of every example into dist/examples, and shows for the flagship which construct each object comes from.
import './demo/resolve-self';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EXAMPLES, exampleNames, runExample } from './demo/examples';

const ROOT = join(__dirname, '..');
const OUT = join(ROOT, 'dist', 'examples');
const CLI_OUT = join(ROOT, 'dist', 'examples-cli');
const FLAGSHIP = 'bookinfo';

/** Runs an example in this process. */
function run(example: string): App {
  return runExample(() => createRequire(__filename)(join(EXAMPLES, example, 'main')), join(OUT, example));
}

function objectsOf(app: App): ApiObject[] {
  return app.node.findAll().filter(ApiObject.isApiObject);
}

/** The construct that the user wrote: a child called Resource is how it writes its object. */
function writerOf(object: IConstruct): string {
  const { id, path, scope } = object.node;
  return id === 'Resource' && scope ? writerOf(scope) : path;
}

function printWriters(app: App): void {
  const rows = objectsOf(app).map(object => {
    const { kind, metadata } = object.toJson();
    return [`${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')}`, writerOf(object)];
  });
  const width = Math.max(...rows.map(([name]) => name.length));
  rows.forEach(([name, path]) => console.log(`  ${name.padEnd(width)}  ${path}`));
}

/** The same example through the cdk8s command, as its users run it. */
function runWithCli(example: string): void {
  const program = 'ts-node --transpile-only --project test/tsconfig.json --require ./scripts/demo/resolve-self.ts';
  const args = ['synth', '--check-upgrade=false', '--app', `${program} examples/${example}/main.ts`, '--output', relative(ROOT, join(CLI_OUT, example))];
  const env = { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}` };
  execFileSync(join(ROOT, 'node_modules', '.bin', 'cdk8s'), args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

function requireSame(example: string): void {
  const [ours, cli] = [OUT, CLI_OUT].map(folder => readdirSync(join(folder, example)).sort());
  if (ours.join() !== cli.join()) throw new Error(`cdk8s synth writes ${cli.join(', ') || 'nothing'} for ${example}, the example itself ${ours.join(', ')}`);
  const different = ours.filter(file => !readFileSync(join(OUT, example, file)).equals(readFileSync(join(CLI_OUT, example, file))));
  if (different.length) throw new Error(`cdk8s synth writes another ${different.join(', ')} for ${example}; compare dist/examples and dist/examples-cli`);
}

const start = performance.now();
[OUT, CLI_OUT].forEach(folder => rmSync(folder, { recursive: true, force: true }));
for (const example of exampleNames()) {
  const app = run(example);
  console.log(`${example}: ${objectsOf(app).length} objects in dist/examples/${example}`);
  if (example === FLAGSHIP) printWriters(app);
}
runWithCli(FLAGSHIP);
requireSame(FLAGSHIP);
console.log(`cdk8s synth writes the same for ${FLAGSHIP}, byte for byte`);
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
