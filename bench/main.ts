// What this library costs: time and memory of an app against the same objects in raw L1, how time grows with the app, the time to load the package, and
// the time and memory of `check` against Istio's analyzers.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { compareChecks } from './check';
import { Measurement } from './measure';
import { inTurns, median } from './turns';

const ROOT = join(__dirname, '..');
const WORK = join(ROOT, 'dist', 'bench');
const SIDES = ['raw', 'ours'] as const;
const SERVICES = [1000, 5000];
/** The two cores of a small machine do other things too: of few runs the median is off by some hundredths. */
const RUNS = 11;
const MAX_RATIO = 1.3;
const MAX_LOAD_MILLISECONDS = 100;
const CHARTS = 1000;
/** No longer than raw, but for the noise of a machine. */
const MAX_CHARTS_RATIO = 1.1;
const FEW = 100;
const MANY = 400;
/** Four times as much is to take about four times as long; with sixteen times as long something looks at all for each. */
const MAX_GROWTH = 5.5;

type Side = (typeof SIDES)[number];

/** The sides as plain JavaScript on the compiled library, which is what users run. */
function compileSides(): void {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  for (const name of ['measure', 'growth', 'charts', ...SIDES]) {
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

/** Two sides that write different things have nothing to compare. Returns the size of what both write. */
function requireSame(services: number): number {
  const [raw, ours] = SIDES.map(side => readFileSync(join(outdir(side, services), 'bench.k8s.yaml'), 'utf8'));
  if (raw === ours) return raw.length;
  const [rawLines, ourLines] = [raw, ours].map(text => text.split('\n'));
  const line = rawLines.findIndex((text, index) => text !== ourLines[index]);
  throw new Error(`the manifests of ${services} services differ in line ${line + 1}: raw has ${JSON.stringify(rawLines[line])}, ours ${JSON.stringify(ourLines[line])}`);
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

/** Each chart asks cdk8s for everything once more, but the checks for nothing, and not to walk through all constructs again. */
function compareCharts(): string[] {
  const results = inTurns(['raw', 'checked', 'ours'], RUNS, (side): Measurement => {
    return JSON.parse(execFileSync(process.execPath, [join(WORK, 'charts.js'), side, `${CHARTS}`, join(WORK, `charts-${side}`)], { encoding: 'utf8' }));
  });
  const [raw, checked, ours] = [results.raw, results.checked, results.ours].map(runs => median(runs.map(({ milliseconds }) => milliseconds)));
  const sides = [{ name: 'checked', ratio: checked / raw }, { name: 'ours', ratio: ours / raw }];
  const shown = sides.map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`).join(' and ');
  console.log(`${CHARTS} charts  raw ${(raw / 1000).toFixed(2)} s, ratio ${shown} (at most ${MAX_CHARTS_RATIO})`);
  return sides.filter(({ ratio }) => ratio > MAX_CHARTS_RATIO).map(({ name, ratio }) => `${CHARTS} charts (${name}) take ${ratio.toFixed(2)} times as long as raw L1`);
}

/** Apps of four times as many constructs; returns those that take more time than that explains. */
function compareGrowth(): string[] {
  // What the checks find is printed there.
  const output = execFileSync(process.execPath, [join(WORK, 'growth.js'), `${FEW}`, `${MANY}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const results = Object.entries(JSON.parse(output) as { [name: string]: [number, number] });
  console.log(`growth    from ${FEW} to ${MANY} (at most ${MAX_GROWTH})`);
  return results.flatMap(([name, [few, many]]) => {
    console.log(`  ${name.padEnd(30)} ${few.toFixed(0)} ms, ${many.toFixed(0)} ms, ratio ${(many / few).toFixed(2)}`);
    return many / few > MAX_GROWTH ? [`${name}: ${MANY} take ${(many / few).toFixed(2)} times as long as ${FEW}`] : [];
  });
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
const failures = [...SERVICES.flatMap(compare), ...compareCharts(), ...compareGrowth(), ...compareLoading(), ...compareChecks(WORK, services => join(outdir('raw', services), 'bench.k8s.yaml'))];
rmSync(WORK, { recursive: true });
failures.forEach(failure => console.error(`FAILED: ${failure}`));
process.exitCode = failures.length ? 1 : 0;
