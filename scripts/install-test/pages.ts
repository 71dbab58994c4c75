// Tries each pattern in an app that has nothing but the packed library, with nothing but its page.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { objects, Program, programsOf } from './programs';

const PAGES = join(__dirname, '..', '..', 'docs', 'patterns');

/** Runs all programs in one process. cdk8s reads where to write from the environment; what a program prints is not looked at. */
const RUN_ALL = `for (const name of process.argv.slice(2)) {
  process.env.CDK8S_OUTDIR = 'pages-dist/' + name;
  require('./pages/' + name + '.js');
}
`;

/** Programs of all pages, by the name of their page and their place there. */
function programs(): Map<string, Program> {
  const pages = readdirSync(PAGES).sort();
  return new Map(pages.flatMap(page => programsOf(join(PAGES, page)).map((program, i) => [`${page.replace(/\.md$/, '')}-${i + 1}`, program] as const)));
}

/** Files to compile, relative to the app. */
export function writePages(app: string): string[] {
  mkdirSync(join(app, 'pages'));
  return [...programs()].map(([name, { code }]) => {
    writeFileSync(join(app, 'pages', `${name}.ts`), code);
    return join('pages', `${name}.ts`);
  });
}

/**
 * Runs the programs, and compares what they write with what their pages show.
 * @param app where they were compiled
 * @returns what is different
 */
export function checkPages(app: string): string[] {
  const all = programs();
  writeFileSync(join(app, 'run-all.js'), RUN_ALL);
  execFileSync(process.execPath, ['run-all.js', ...all.keys()], { cwd: app, stdio: ['ignore', 'ignore', 'inherit'] });
  return [...all].flatMap(([name, { shown }]) => {
    const written = manifests(join(app, 'pages-dist', name)).flatMap(objects);
    const missing = shown.flatMap(objects).filter(object => !written.some(each => isDeepStrictEqual(each, object)));
    return missing.map(object => `the program ${name} does not write what its page shows: ${JSON.stringify(object)}`);
  });
}

function manifests(folder: string): string[] {
  return readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8'));
}

/** Number of pages that there are. */
export function pageCount(): number {
  return readdirSync(PAGES).length;
}
