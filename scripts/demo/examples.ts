// The examples, and how to get the app of one: they keep theirs to themselves, as apps do.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';

export const EXAMPLES = join(__dirname, '..', '..', 'examples');

const written = new Map<string, App>();

/** Folders with a main.ts below the folder of the examples, in alphabetical order. */
export function exampleNames(below = ''): string[] {
  const folders = readdirSync(join(EXAMPLES, below), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => join(below, name)).sort();
  return folders.flatMap(name => existsSync(join(EXAMPLES, name, 'main.ts')) ? [name] : exampleNames(name));
}

/**
 * Runs an example, and gives its app. cdk8s reads where to write from the environment. What the example tells the people who run it is not shown.
 * @param load what requires its main.ts
 * @param outdir where its manifests are written
 */
export function runExample(load: () => void, outdir: string): App {
  rememberApps();
  const { log } = console;
  console.log = () => undefined;
  process.env.CDK8S_OUTDIR = outdir;
  try {
    load();
  } finally {
    delete process.env.CDK8S_OUTDIR;
    console.log = log;
  }
  const app = written.get(outdir);
  if (!app) throw new Error('the example writes nothing; end it with app.synth()');
  written.delete(outdir);
  return app;
}

const REMEMBERS = Symbol('remembers apps');

/** Remembers each app that is written. */
function rememberApps(): void {
  const prototype = App.prototype as App & { [REMEMBERS]?: boolean };
  if (prototype[REMEMBERS]) return;
  prototype[REMEMBERS] = true;
  const { synth } = prototype;
  prototype.synth = function () {
    synth.call(this);
    written.set(this.outdir, this);
  };
}
