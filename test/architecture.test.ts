import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Chart, Testing } from 'cdk8s';

const ROOT = join(__dirname, '..');

/** What each part may import: files, or folders that end in a slash. The left writes manifests, the right reads them, and `check.ts` is where they meet. */
const ALLOWED: { [part: string]: string[] } = {
  'imports/': [],
  'src/core/': ['src/core/'],
  // Loaded at the first synthesis; see the test of what loads with the package.
  'src/core/lazy': ['src/check'],
  'src/traffic/': ['src/traffic/', 'src/core/errors', 'src/core/require'],
  'src/resources/': ['src/resources/', 'src/core/', 'src/traffic/', 'imports/'],
  'src/mesh': ['src/core/', 'src/resources/outbound-policy', 'src/resources/visibility'],
  'src/patterns/': ['src/patterns/', 'src/resources/', 'src/core/', 'src/traffic/', 'src/mesh'],
  // Kubernetes kinds have no resource class of ours.
  'src/patterns/kubernetes': ['src/patterns/', 'src/resources/', 'src/core/', 'src/traffic/', 'src/mesh', 'imports/'],
  'src/check': ['src/core/', 'src/model/', 'src/read/', 'src/rules/', 'src/report/'],
  'src/read/': ['src/read/', 'src/model/'],
  'src/cli/': ['src/cli/', 'src/read/', 'src/model/', 'src/rules/', 'src/report/', 'src/core/errors'],
  'src/model/': ['src/model/', 'src/core/errors', 'src/traffic/match', 'src/traffic/path', 'src/traffic/path-index', 'src/traffic/text'],
  'src/model/structure/': ['src/model/structure/', 'src/model/match/regex', 'imports/schema/'],
  'src/rules/': ['src/rules/', 'src/model/', 'src/report/'],
  'src/report/': ['src/report/', 'src/core/errors'],
  'src/index': ['src/core/bindings', 'src/core/caller', 'src/core/data-plane', 'src/core/resource', 'src/mesh', 'src/patterns/', 'src/resources/', 'imports/'],
};

/** Parts of the right that must not load with the package. */
const LATE = /^src\/(check\.ts|cli\/|model\/|read\/|rules\/|report\/)/;

const FILES = [...sources('src'), ...sources('imports')];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => `${folder}/${file}`).sort();
}

/** Files of ours that a file imports, in whatever way, without their extension. */
function importsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"](\.[^'"]*)['"]/g)]
    .map(([, path]) => relative(ROOT, resolve(ROOT, file, '..', path)))
    .map(path => FILES.includes(`${path}/index.ts`) ? `${path}/index` : path);
}

function refusedIn(file: string, text?: string): string[] {
  const name = file.replace(/\.ts$/, '');
  const part = Object.keys(ALLOWED).filter(each => name === each || (each.endsWith('/') && name.startsWith(each))).sort((a, b) => b.length - a.length)[0];
  const allowed = ALLOWED[part] ?? [];
  return importsOf(file, text).filter(path => !allowed.some(each => path === each || (each.endsWith('/') && path.startsWith(each)))).map(path => `${file} -> ${path}`);
}

test('every import keeps to the direction', () => {
  expect(FILES.length).toBeGreaterThan(20);
  expect(FILES.flatMap(file => refusedIn(file))).toEqual([]);
});

test.each([
  ['src/rules/common/x.ts', "import { isAllowed } from '../../core/allowances';", 'src/core/allowances'],
  ['src/rules/common/x.ts', "import type { A } from '../../resources/string-match';", 'src/resources/string-match'],
  ['src/core/errors.ts', "export * from '../resources/string-match';", 'src/resources/string-match'],
  ['src/core/hook.ts', "const a = require('../check');", 'src/check'],
  ['src/patterns/x.ts', "import * as l1 from '../../imports/networking.istio.io';", 'imports/networking.istio.io'],
  ['src/report/x.ts', "import {\n  a,\n} from '../model/mesh';", 'src/model/mesh'],
  ['src/traffic/x.ts', "import '../core/naming';", 'src/core/naming'],
  ['src/model/x.ts', "type A = import('../rules').A;", 'src/rules/index'],
  ['src/elsewhere/x.ts', "import { a } from '../core/errors';", 'src/core/errors'],
])('fails for %s with %s', (file, text, path) => {
  expect(refusedIn(file, text)).toEqual([`${file} -> ${path}`]);
});

test('no file is longer than 300 lines', () => {
  expect(sources('src').filter(file => readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length > 300)).toEqual([]);
});

test('the checks load at the first synthesis, not with the package', () => {
  const loaded = () => Object.keys(require.cache).map(file => relative(ROOT, file)).filter(file => LATE.test(file));
  jest.requireActual('../src');
  const { Mesh } = jest.requireActual('../src/mesh');
  const app = Testing.app();
  new Chart(app, 'shop');
  Mesh.of(app).configure({}).tag({ team: 'shop' });
  expect(Object.keys(require.cache).map(file => relative(ROOT, file))).toContain('src/core/hook.ts');
  expect(loaded()).toEqual([]);
  app.synthYaml();
  expect(loaded()).toEqual(expect.arrayContaining(['src/check.ts', 'src/model/mesh.ts', 'src/report/message.ts', 'src/rules/run.ts']));
  // Nor do rules for what an app does not have.
  expect(loaded()).not.toContain('src/rules/gateway/index.ts');
});
