// What this library costs: time and memory of an app against the same objects in raw L1, and the time to load the package.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { Measurement } from './measure';

const ROOT = join(__dirname, '..');
const WORK = join(ROOT, 'dist', 'bench');
const SIDES = ['raw', 'ours'] as const;
const SERVICES = [1000, 5000];
const RUNS = 5;
const MAX_RATIO = 1.15;
const MAX_LOAD_MILLISECONDS = 100;

type Side = (typeof SIDES)[number];

/** The sides as plain JavaScript on the compiled library, which is what users run. */
function compileSides(): void {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  for (const name of ['measure', ...SIDES]) {
    const { outputText } = transpileModule(readFileSync(join(__dirname, `${name}.ts`), 'utf8'), {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
    });
    const text = outputText.replace(/(['"])cdk8s-istio\1/g, () => JSON.stringify(ROOT))
      .replace(/(['"])\.\.\/imports\/(.+?)\1/g, (_, _quote, file) => JSON.stringify(join(ROOT, 'lib', 'imports', file)));
    writeFileSync(join(WORK, `${name}.js`), text);
  }
}

function run(side: Side, services: number): Measurement {
  return JSON.parse(execFileSync(process.execPath, [join(WORK, `${side}.js`), `${services}`, outdir(side, services)], { encoding: 'utf8' }));
}

function outdir(side: Side, services: number): string {
  return join(WORK, `${side}-${services}`);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Two sides that write different things have nothing to compare. Returns the size of what both write. */
function requireSame(services: number): number {
  const [raw, ours] = SIDES.map(side => readFileSync(join(outdir(side, services), 'bench.k8s.yaml'), 'utf8'));
  if (raw === ours) return raw.length;
  const [rawLines, ourLines] = [raw, ours].map(text => text.split('\n'));
  const line = rawLines.findIndex((text, index) => text !== ourLines[index]);
  throw new Error(`the manifests of ${services} services differ in line ${line + 1}: raw has ${JSON.stringify(rawLines[line])}, ours ${JSON.stringify(ourLines[line])}`);
}

/** In turns, so that whatever else the machine does falls on both sides. */
function inTurns<K extends string, T>(keys: readonly K[], runs: number, once: (key: K) => T): { [key in K]: T[] } {
  const results = Object.fromEntries(keys.map(key => [key, [] as T[]])) as { [key in K]: T[] };
  for (let index = 0; index < runs; index++) keys.forEach(key => results[key].push(once(key)));
  return results;
}

/** Compares the sides; returns what is beyond the bounds. */
function compare(services: number): string[] {
  SIDES.forEach(side => run(side, services));
  const bytes = requireSame(services);
  const results = inTurns(SIDES, RUNS, side => run(side, services));
  const milliseconds = SIDES.map(side => median(results[side].map(result => result.milliseconds)));
  const megabytes = SIDES.map(side => median(results[side].map(result => result.megabytes)));
  const ratio = milliseconds[1] / milliseconds[0];
  const [rawTime, ourTime] = milliseconds.map(value => `${(value / 1000).toFixed(2)} s`);
  const [rawMemory, ourMemory] = megabytes.map(value => `${value.toFixed(0)} MB`);
  console.log(`${services} services, ${4 * services} objects, ${(bytes / 1e6).toFixed(1)} MB, the same on both sides`);
  console.log(`  time    raw ${rawTime}, ours ${ourTime}, ratio ${ratio.toFixed(2)} (at most ${MAX_RATIO})`);
  console.log(`  memory  raw ${rawMemory}, ours ${ourMemory}, ratio ${(megabytes[1] / megabytes[0]).toFixed(2)}`);
  return ratio > MAX_RATIO ? [`${services} services take ${ratio.toFixed(2)} times as long as raw L1`] : [];
}

/** The time to load the package beside cdk8s, which every app loads anyway. */
function compareLoading(): string[] {
  const programs = { alone: "require('cdk8s')", with: `require('cdk8s'); require(${JSON.stringify(ROOT)})` };
  const load = (program: string) => Number(execFileSync(process.execPath, ['-e', `${program}; console.log(performance.now())`], { cwd: ROOT, encoding: 'utf8' }));
  const results = inTurns(['alone', 'with'], 2 * RUNS + 1, key => load(programs[key]));
  const [alone, both] = [median(results.alone), median(results.with)];
  console.log(`loading   cdk8s ${alone.toFixed(0)} ms, with this package ${both.toFixed(0)} ms, ${(both - alone).toFixed(0)} ms more (at most ${MAX_LOAD_MILLISECONDS})`);
  return both - alone > MAX_LOAD_MILLISECONDS ? [`loading takes ${(both - alone).toFixed(0)} ms more than cdk8s alone`] : [];
}

compileSides();
const failures = [...SERVICES.flatMap(compare), ...compareLoading()];
rmSync(WORK, { recursive: true });
failures.forEach(failure => console.error(`FAILED: ${failure}`));
process.exitCode = failures.length ? 1 : 0;
