import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { Construct } from 'constructs';
import * as ts from 'typescript';
import { patternPages, patternsPage } from '../scripts/indexes/patterns-page';
import { rulesFiles, rulesPages } from '../scripts/indexes/rules-pages';
import { objects, Program, programsOf } from '../scripts/install-test/programs';
import { ruleIds } from '../src/check';

const ROOT = join(__dirname, '..');
const PATTERN_PAGES = pagesIn('docs/patterns');
const PAGES = ['README.md', ...pagesIn('docs'), ...PATTERN_PAGES];

const programs = PAGES.flatMap(page => programsOf(join(ROOT, page)).map((program, i) => ({
  ...program,
  /** File it is compiled as; nothing is written there. */
  file: join(ROOT, `${page}-${i + 1}.ts`),
})));

/** The constructs that the patterns export. */
function patternConstructs(): string[] {
  const files = [...read('src/index.ts').matchAll(/'\.\/(patterns\/.+)'/g)].map(([, file]) => file);
  const exported = files.flatMap(file => Object.entries<any>(jest.requireActual(join(ROOT, 'src', file))));
  return exported.filter(([, value]) => value.prototype instanceof Construct).map(([name]) => name).sort();
}

function pageOf(construct: string): string {
  return construct.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();
}

function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.md')).map(name => `${folder}/${name}`);
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** What a program writes; tests in it run, and snapshots of theirs are not kept. */
function run({ code }: Program): string {
  const { outputText } = ts.transpileModule(code.replace(/^app\.synth\(\);$/m, ''), { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const runTest = (_name: string, body: () => void) => body();
  const expectOf = (value: unknown) => Object.assign(Object.create(expect(value)), { toMatchSnapshot: () => expect(value).toBeDefined() });
  const app: App | undefined = new Function('require', 'exports', 'test', 'expect', `${outputText}\nreturn typeof app === 'undefined' ? undefined : app;`)(require, {}, runTest, expectOf);
  return app?.synthYaml() ?? '';
}

test('code of README and guides compiles', () => {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), ts.sys.readFile).config, ts.sys, join(ROOT, 'test'));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  const own = new Map(programs.map(({ file, code }) => [file, code]));
  host.readFile = file => own.get(file) ?? readFile.call(host, file);
  host.fileExists = file => own.has(file) || fileExists.call(host, file);
  host.getSourceFile = (file, target, ...rest) => {
    const code = own.get(file);
    return code === undefined ? getSourceFile.call(host, file, target, ...rest) : ts.createSourceFile(file, code, target);
  };
  const program = ts.createProgram([...own.keys()], { ...options, noEmit: true, noUnusedLocals: false }, host);
  const sources = [...own.keys()].map(file => program.getSourceFile(file)!);
  const problems = sources.flatMap(source => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);

  expect(ts.formatDiagnostics(problems, { getCanonicalFileName: name => name, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' })).toBe('');
}, 60_000);

test.each(programs.map(program => [program.file.slice(ROOT.length + 1), program] as const))('%s runs, and writes what the page shows', (_file, program) => {
  const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const written = objects(run(program));
    for (const object of program.shown.flatMap(objects)) expect(written).toContainEqual(object);
    expect(warnings.mock.calls).toEqual([]);
  } finally {
    warnings.mockRestore();
  }
});

test.each(PATTERN_PAGES)('%s has the sections of a pattern, an example, and what it writes', page => {
  const sections = [...read(page).matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(sections).toEqual(['When to use it', 'Example', 'What it writes', 'What it prevents', 'Escape hatch', 'What it does not do']);
  const [example] = programs.filter(({ file }) => file.startsWith(join(ROOT, page)));
  expect(example.shown.length).toBeGreaterThan(0);
});

describe('patterns', () => {
  test('are all in the index, with what their pages promise', () => {
    expect(read('docs/patterns.md')).toBe(patternsPage());
  });

  test('have a page each, and the call graph one beside them', () => {
    expect(patternPages()).toEqual([...patternConstructs().map(pageOf), 'allow-from'].sort());
  });

  test('are all in the table of README, with their pages', () => {
    const rows = [...read('README.md').matchAll(/^\| \[`(\w+)`\]\(docs\/patterns\/([a-z-]+)\.md\) \|/gm)].map(([, construct, page]) => [construct, page]);
    expect(rows.sort()).toEqual(patternConstructs().map(construct => [construct, pageOf(construct)]));
  });
});

describe('README', () => {
  const [quickStart] = programs;

  test('has the quick start of the examples, and all that it writes', () => {
    expect(quickStart.code).toBe(read('examples/quick-start/main.ts'));
    expect(quickStart.shown).toEqual([run(quickStart)]);
  });

  test('starts the quick start within the first 40 lines', () => {
    const lines = read('README.md').split('\n');
    expect(lines.indexOf('```ts')).toBeLessThan(40);
  });

  test('has a page for every rule, as the rule says it', () => {
    const pages = rulesPages();
    expect(rulesFiles()).toEqual([...pages.keys()].sort());
    for (const [file, text] of pages) expect([file, read(`docs/${file}`)]).toEqual([file, text]);
    expect([...pages.keys()]).toEqual(expect.arrayContaining(ruleIds().map(id => `rules/${id}.md`)));
  });

  test('says the versions that the package asks for', () => {
    const { engines, peerDependencies } = JSON.parse(read('package.json'));
    const istio = /istio\.io\/api v(\d+\.\d+)\./.exec(read('conformance/go.mod'))?.[1];
    const row = (name: string, version: string) => expect(read('README.md')).toContain(`| ${name} | ${version} |`);
    row('Istio', istio!);
    row('cdk8s', peerDependencies.cdk8s);
    row('constructs', peerDependencies.constructs);
    row('Node.js', engines.node);
  });

  test('links to files that are there', () => {
    const links = PAGES.flatMap(page => [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => join(page, '..', link)));
    expect(links.filter(link => ts.sys.fileExists(join(ROOT, link)) || ts.sys.directoryExists(join(ROOT, link)))).toEqual(links);
  });
});
