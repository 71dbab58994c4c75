import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import * as ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { ruleIds } from '../src/check';

const ROOT = join(__dirname, '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)];

/** A program of a page: a block that begins with imports, and the blocks after it that go on. */
interface Program {
  /** File it is compiled as; nothing is written there. */
  readonly file: string;
  code: string;
  /** YAML blocks after it, which show some or all of what it writes. */
  readonly shown: string[];
}

const programs = PAGES.flatMap(programsOf);

function programsOf(page: string): Program[] {
  const found: Program[] = [];
  for (const [, language, text] of read(page).matchAll(/^```(\w+)\n([^]*?)^```$/gm)) {
    if (language === 'ts' && text.startsWith('import ')) found.push({ file: join(ROOT, `${page}-${found.length + 1}.ts`), code: text, shown: [] });
    else if (language === 'ts') found[found.length - 1].code += text;
    else if (language === 'yaml') found[found.length - 1].shown.push(text);
  }
  return found;
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function objects(yaml: string): unknown[] {
  return parseAllDocuments(yaml).map(document => document.toJS());
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

  test('names every check in its guide', () => {
    const listed = [...read('docs/how-it-works.md').matchAll(/^\| `([a-z-]+\/[a-z-]+)` \|/gm)].map(([, id]) => id);
    expect(listed.sort()).toEqual(ruleIds().sort());
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
