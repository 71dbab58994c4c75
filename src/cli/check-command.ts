import { analyse, AnalysisOptions } from './analysis';
import { Progress } from './progress';
import { Terminal } from './terminal';
import { Arguments, argumentsOf, oneOf, WrongUse } from './usage';
import { fileFault, findFiles, FoundFile, fromFile, readText, STDIN } from '../read/files';
import { readInventory } from '../read/inventory';
import { Fault, Reading } from '../read/reading';
import { settingsOf } from '../read/settings';
import { Report } from '../report/finding';
import { REPORT_FORMATS, reportText } from '../report/formats';
import { whereOf } from '../report/places';

/** Exit codes: nothing found, something found, something that could not be read. */
export const CLEAN = 0;
export const FOUND = 1;
export const UNREAD = 2;

const OPTIONS = {
  'format': { type: 'string' },
  'inventory': { type: 'string' },
  'mesh-config': { type: 'string' },
  'fail-on': { type: 'string' },
  'advice': { type: 'boolean' },
  'help': { type: 'boolean', short: 'h' },
} as const;

export const CHECK_HELP = `cdk8s-istio check [options] PATH...

Tells what Istio would silently mishandle. PATH is a file of YAML or JSON, a folder, or - for standard input.

  --format text|json|sarif|junit   form of the report on standard output (text)
  --inventory FILE                 what exists in the cluster besides: output of kubectl get ... -A -o yaml
  --mesh-config FILE               MeshConfig, the ConfigMap istio, or an IstioOperator or Istio object
  --fail-on error|warning          from which severity on to exit with 1 (error)
  --advice                         tell of what many meshes do without, too

Exit code: 0 clean, 1 findings of that severity, 2 something could not be read.
`;

/** Runs `check`. */
export function check(args: string[], terminal: Terminal): number {
  const { values, positionals } = argumentsOf(args, OPTIONS);
  if (values.help) {
    terminal.out(CHECK_HELP);
    return CLEAN;
  }
  const format = oneOf('format', values.format, REPORT_FORMATS, 'text');
  const failOn = oneOf('fail-on', values['fail-on'], ['error', 'warning'], 'error');
  requirePaths(positionals, [values.inventory, values['mesh-config']]);
  const options: AnalysisOptions = {
    settings: fromOption('mesh-config', values, settingsOf),
    inventory: fromOption('inventory', values, readInventory),
    advice: values.advice === true,
  };
  const progress = new Progress(terminal);
  const reading = readAll(positionals, progress);
  progress.begin(`checking ${reading.objects.length} objects`);
  const report = analyse(reading, options);
  const text = reportText(report, format);
  progress.end();
  reading.faults.forEach(fault => terminal.error(`${faultText(fault)}\n`));
  if (reading.objects.length + reading.faults.length === 0) terminal.error(`there is no Kubernetes object in ${positionals.join(', ')}\n`);
  terminal.out(text);
  return exitCode(report, failOn);
}

function requirePaths(paths: string[], others: unknown[]): void {
  if (paths.length === 0) throw new WrongUse('name files or folders to check, or - for standard input');
  if (paths.includes('')) throw new WrongUse('one of the paths is empty; . is the folder you are in');
  const readers = [paths.includes(STDIN), ...others.map(other => other === STDIN)];
  if (readers.filter(Boolean).length > 1) throw new WrongUse('standard input can be read only once; one - at most');
}

function readAll(paths: string[], progress: Progress): Reading {
  const reading = new Reading();
  const { files, faults } = findFiles(paths);
  reading.faults.push(...faults);
  files.forEach((file, index) => {
    progress.say(`reading file ${index + 1} of ${files.length}: ${file.path}`);
    read(file, reading);
  });
  return reading;
}

function read(file: FoundFile, reading: Reading): void {
  try {
    const text = readText(file);
    if (text) reading.add(text);
  } catch (error) {
    reading.faults.push(fileFault(file.path, error));
  }
}

function fromOption<T>(option: string, values: Arguments['values'], take: (file: string, text: string) => T): T | undefined {
  const path = values[option];
  if (typeof path !== 'string') return undefined;
  try {
    return fromFile(path, take);
  } catch (error) {
    throw new WrongUse(`--${option} ${path}: ${(error as Error).message}`);
  }
}

function faultText(fault: Fault): string {
  return `${whereOf(fault)}: ${fault.isSkipped ? '' : 'cannot be read: '}${fault.text}`;
}

function exitCode({ findings, unread = [] }: Report, failOn: string): number {
  if (unread.length > 0) return UNREAD;
  const grave = failOn === 'error' ? ['error'] : ['error', 'warning'];
  return findings.some(({ severity }) => grave.includes(severity)) ? FOUND : CLEAN;
}
