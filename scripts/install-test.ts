// Does what README asks of a newcomer: packs the library, installs it into an empty app, and runs the quick start and the pages of all patterns there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPages, pageCount, writePages } from './install-test/pages';

const ROOT = join(__dirname, '..');
const BIN = join(ROOT, 'node_modules', '.bin');

/** All that users get; everything else is ours. */
const PACKED = [
  /^(package\.json|README\.md|LICENSE|\.jsii)$/,
  /^lib\/(src|imports)\/.+\.(js|d\.ts)$/,
  /^lib\/imports\/schema\/[a-z-]+\.json$/,
  /^(bin\/cdk8s-istio|validation\.js)$/,
  /^docs\/rules\/[a-z0-9-]+\/[a-z0-9-]+\.md$/,
  // argparse comes with js-yaml.
  /^node_modules\/(argparse|ipaddr\.js|js-yaml|re2js)\//,
];
const REQUIRED = [
  'package.json', 'README.md', 'LICENSE', '.jsii', 'lib/src/index.js', 'lib/src/index.d.ts', 'lib/imports/networking.istio.io.js',
  'lib/imports/schema/index.js', 'node_modules/ipaddr.js/package.json', 'node_modules/js-yaml/package.json', 'node_modules/re2js/package.json',
  'bin/cdk8s-istio', 'validation.js', 'docs/rules/virtual-service/undefined-subset.md',
];

function run(program: string, args: string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function fail(problem: string): never {
  throw new Error(`install test: ${problem}`);
}

/** The tarball, made as `npm run package` makes it. */
function pack(work: string): string {
  run(join(BIN, 'jsii-pacmak'), ['--target', 'js', '--outdir', work], ROOT);
  const [tarball] = readdirSync(join(work, 'js'));
  return join(work, 'js', tarball);
}

function checkFiles(tarball: string): void {
  const files = run('tar', ['-tzf', tarball], ROOT).trim().split('\n').map(file => file.replace(/^package\//, ''));
  const surplus = files.filter(file => !PACKED.some(pattern => pattern.test(file)));
  if (surplus.length) fail(`the tarball holds what users do not need: ${surplus.join(', ')}`);
  const schemas = readdirSync(join(ROOT, 'imports', 'schema')).filter(file => file.endsWith('.json')).map(file => `lib/imports/schema/${file}`);
  const missing = [...REQUIRED, ...schemas].filter(file => !files.includes(file));
  if (missing.length) fail(`the tarball lacks ${missing.join(', ')}; compile first`);
  console.log(`${files.length} files, ${megabytes(statSync(tarball).size)} packed`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The first program of README, as it stands there. */
function quickStart(): string {
  const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code);
  return blocks.find(code => code.includes('app.synth()')) ?? fail('README has no program that ends with app.synth()');
}

function versionOf(dependency: string): string {
  return `${dependency}@${JSON.parse(readFileSync(join(ROOT, 'node_modules', dependency, 'package.json'), 'utf8')).version}`;
}

function install(app: string, tarball: string): void {
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'my-app', version: '1.0.0', private: true }));
  writeFileSync(join(app, 'main.ts'), quickStart());
  const packages = [versionOf('cdk8s'), versionOf('constructs'), versionOf('typescript'), versionOf('@types/node'), 'tsx@4', tarball];
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], app);
  console.log(`${megabytes(sizeOf(join(app, 'node_modules', 'cdk8s-istio')))} installed`);
}

/** All programs with one run of the compiler, the pages in one process. */
function checkApp(app: string): void {
  const options = ['--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node', '--rootDir', '.'];
  run(join(app, 'node_modules', '.bin', 'tsc'), [...options, 'main.ts', ...writePages(app)], app);
  checkQuickStart(app);
  // What the quick start wrote is clean, and the command is there.
  console.log(run(join(app, 'node_modules', '.bin', 'cdk8s-istio'), ['check', '--fail-on', 'warning', 'dist'], app).trim());
  const different = checkPages(app);
  if (different.length) fail(different.join('\n'));
  console.log(`${pageCount()} pages of patterns compile, and write what they show`);
}

function checkQuickStart(app: string): void {
  run(join(app, 'node_modules', '.bin', 'tsx'), ['main.ts'], app);
  const manifests = readdirSync(join(app, 'dist')).map(file => readFileSync(join(app, 'dist', file), 'utf8')).join('---\n');
  const kinds = [...manifests.matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind);
  if (!kinds.includes('VirtualService')) fail(`the quick start writes no VirtualService but ${kinds.join(', ') || 'nothing'}`);
  console.log(`the quick start compiles, and writes ${kinds.join(', ')}`);
}

const start = performance.now();
const work = mkdtempSync(join(tmpdir(), 'cdk8s-istio-install-'));
try {
  const tarball = pack(work);
  checkFiles(tarball);
  const app = mkdtempSync(join(work, 'my-app-'));
  install(app, tarball);
  checkApp(app);
} finally {
  rmSync(work, { recursive: true });
}
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
