// What `cdk8s-istio check` costs, against all of Istio's analyzers on the same file: time and memory from the start of the process to its exit.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurns, median } from './turns';
import { wrongManifests } from './wrong-manifests';

const ROOT = join(__dirname, '..');
const SIDES = ['istio', 'ours'] as const;
const SERVICES = [1000, 5000];
const MAX_GROWTH = 5.5;

/** The files: what the sides of the synthesis write, and one with a mistake in every document. Of time, the part that ours may take of Istio's. */
const FILES = [
  { text: 'nothing to find', isWrong: false, maxRatio: 0.5, times: 5 },
  { text: 'something to find in each', isWrong: true, maxRatio: 1, times: 3 },
];

/** What one process took. */
interface Run {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/**
 * Compares the sides; returns what is beyond the bounds.
 * @param synthesized the manifest of so many services without a mistake
 */
export function compareChecks(work: string, synthesized: (services: number) => string): string[] {
  const programs = { istio: [buildAnalyzers(work)], ours: [process.execPath, join(ROOT, 'bin', 'cdk8s-istio'), 'check'] };
  return FILES.flatMap(({ text, isWrong, maxRatio, times: runs }) => {
    const compared = SERVICES.map(services => {
      const file = isWrong ? wrongManifest(work, services) : synthesized(services);
      return compare(programs, work, { file, services, isWrong }, runs);
    });
    const failures = compared.flatMap(({ services, times }) => {
      const ratio = times.ours / times.istio;
      return ratio > maxRatio ? [`check of ${4 * services} objects, ${text}, takes ${ratio.toFixed(2)} times as long as Istio's analyzers`] : [];
    });
    const growth = compared[1].times.ours / compared[0].times.ours;
    console.log(`  ${text}: time at most ${maxRatio} of Istio's; five times the objects take ours ${growth.toFixed(2)} times as long (at most ${MAX_GROWTH})`);
    return growth > MAX_GROWTH ? [...failures, `check, ${text}: five times the objects take ${growth.toFixed(2)} times as long`] : failures;
  });
}

/** The program is built once, and linked anew only where it changed. */
function buildAnalyzers(work: string): string {
  const program = join(work, 'analyze');
  execFileSync('go', ['build', '-o', program, './cmd/analyze'], { cwd: join(ROOT, 'conformance'), stdio: 'inherit' });
  return program;
}

function wrongManifest(work: string, services: number): string {
  const file = join(work, `wrong-${services}.yaml`);
  writeFileSync(file, wrongManifests(services));
  return file;
}

/** What is checked. */
interface Checked {
  readonly file: string;
  readonly services: number;
  readonly isWrong: boolean;
}

function compare(programs: { [side in typeof SIDES[number]]: string[] }, work: string, { file, services, isWrong }: Checked, times: number) {
  requireFindings(programs.ours, file, isWrong ? 4 * services : 0);
  const runs = inTurns(SIDES, times, side => once(programs[side], file, work));
  const [istio, ours] = SIDES.map(side => ({ time: median(runs[side].map(run => run.milliseconds)), memory: median(runs[side].map(run => run.megabytes)) }));
  console.log(`check of ${4 * services} objects, ${isWrong ? 'something' : 'nothing'} to find`);
  console.log(`  time    istio ${(istio.time / 1000).toFixed(2)} s, ours ${(ours.time / 1000).toFixed(2)} s, ratio ${(ours.time / istio.time).toFixed(2)}`);
  console.log(`  memory  istio ${istio.memory.toFixed(0)} MB, ours ${ours.memory.toFixed(0)} MB, ratio ${(ours.memory / istio.memory).toFixed(2)}`);
  return { services, times: { istio: istio.time, ours: ours.time } };
}

/** GNU time writes seconds and kilobytes. Both sides exit with other codes where they find something. */
function once(program: string[], file: string, work: string): Run {
  const measured = join(work, 'time');
  const { error } = spawnSync('time', ['--format', '%e %M', '--output', measured, ...program, file], { stdio: 'ignore' });
  if (error) throw error;
  const [seconds, kilobytes] = readFileSync(measured, 'utf8').trim().split('\n').pop()!.split(' ').map(Number);
  return { milliseconds: 1000 * seconds, megabytes: kilobytes / 1024 };
}

/** A side that finds something else has something else to do. */
function requireFindings([node, ...args]: string[], file: string, least: number): void {
  const { stdout } = spawnSync(node, [...args, '--format', 'json', file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const { findings } = JSON.parse(stdout) as { findings: { kind: string; namespace: string; name: string }[] };
  const found = new Set(findings.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).size;
  if (least === 0 ? found > 0 : found < least) throw new Error(`check finds something in ${found} of the objects of ${file}, not in ${least}`);
}
