import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { quoted, UsageError } from './errors';
import { checks } from './lazy';
import { ReportFile, reportFiles } from './report-files';
import { rootOf } from './root';
import { walkAfresh, walkOnce } from './walks';
import { remember } from './written';

/** What one analysis of an app found. */
export interface Analysis {
  /** Texts for cdk8s to print, for each construct that fails. */
  readonly errors: Map<IConstruct, string[]>;
  /** Texts for standard error. Cdk8s has no warnings. */
  readonly warnings: string[];
  /** All of it as the text of a report: `json`, `sarif` or `junit`. */
  readonly reportAs: (format: string) => string;
  /** Which construct wrote which object, as a file for the output folder. */
  readonly constructsFile: () => { name: string; text: string };
}

interface Synthesis {
  /** How many calls of `synth` and `synthYaml` are under way. The outermost is the first. */
  depth: number;
  /** Objects whose `toJson` is remembered until the outermost call ends. */
  remembered: ApiObject[];
  /** The latest analysis. Inside an outermost call it is used again. */
  analysis?: Analysis;
}

/** How often an app was analysed, for tests. */
export const ANALYSES = { count: 0 };

const WATCHED = new WeakMap<IConstruct, Synthesis>();
const MARKED = new WeakSet<object>();
const REPORTING = new WeakSet<IConstruct>();

/**
 * Makes sure that the app of a construct is checked at synthesis. The check is a validation of the app root, which comes first in every
 * pass and in every language; what it finds is told by validations of the constructs concerned, so that cdk8s prints their paths.
 */
export function watch(construct: IConstruct): void {
  const root = rootOf(construct);
  if (WATCHED.has(root)) return;
  WATCHED.set(root, { depth: 0, remembered: [] });
  markOutermost(root);
  root.node.addValidation({ validate: () => validateAll(root) });
}

function validateAll(root: IConstruct): string[] {
  const { errors } = analyse(root, WATCHED.get(root)!);
  for (const construct of errors.keys()) {
    if (construct !== root) reportOn(construct, root);
  }
  return errors.get(root) ?? [];
}

/** A construct keeps its validation for good: cdk8s has no way to take one back. It says what the latest analysis found. */
function reportOn(construct: IConstruct, root: IConstruct): void {
  if (REPORTING.has(construct)) return;
  REPORTING.add(construct);
  construct.node.addValidation({ validate: () => WATCHED.get(root)!.analysis?.errors.get(construct) ?? [] });
}

/** cdk8s validates the app once, and once more for each chart. A synthesis outside of `synth` and `synthYaml` is always analysed afresh. */
function analyse(root: IConstruct, synthesis: Synthesis): Analysis {
  if (synthesis.depth > 0 && synthesis.analysis) return synthesis.analysis;
  ANALYSES.count++;
  // Forgotten first, so that an analysis that throws does not leave the findings of an earlier one.
  synthesis.analysis = undefined;
  const analysis = checks().check(root, object => serialize(object, synthesis));
  synthesis.analysis = analysis;
  // Validations after this one may still add something: the next walk comes after them.
  if (synthesis.depth > 0) walkOnce(root);
  new Set(analysis.warnings).forEach(warning => process.stderr.write(`${warning}\n`));
  // A test that synthesizes a chart does not write files.
  if (synthesis.depth > 0) reportFiles(root).forEach(file => writeReport(file, analysis));
  if (synthesis.depth > 0 && analysis.errors.size === 0) recordConstructs(root as unknown as Recording, analysis);
  return analysis;
}

/**
 * What is checked is what is written: inside an outermost call an object is serialized once. It is remembered on the instance, which cdk8s
 * asks; an object that has a `toJson` of its own (from another language, or of another copy of this library) is left alone.
 */
function serialize(object: ApiObject, synthesis: Synthesis): unknown {
  const json = object.toJson();
  if (synthesis.depth > 0 && !Object.hasOwn(object, 'toJson')) {
    // A property that comes and goes costs an object a thousand bytes.
    if (!remember(object, json)) object.toJson = () => json;
    synthesis.remembered.push(object);
  }
  return json;
}

function writeReport({ path, format }: ReportFile, analysis: Analysis): void {
  const text = analysis.reportAs(format);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError('Mesh.addReport', `the report ${quoted(path)} cannot be written: ${(error as Error).message}`, 'give the path of a file that can be written');
  }
}

/** What an app of cdk8s knows of recording. */
interface Recording {
  readonly outdir?: string;
  readonly recordConstructMetadata?: boolean;
}

/** For the validation plugin of this library, when cdk8s itself records paths for plugins. */
function recordConstructs({ outdir, recordConstructMetadata }: Recording, analysis: Analysis): void {
  if (!recordConstructMetadata || outdir === undefined) return;
  const { name, text } = analysis.constructsFile();
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, name), text);
}

function release(root: IConstruct, synthesis: Synthesis): void {
  walkAfresh(root);
  synthesis.remembered.forEach(object => remember(object, undefined) || Reflect.deleteProperty(object, 'toJson'));
  synthesis.remembered = [];
  synthesis.analysis = undefined;
}

/** Wraps the prototype, since jsii calls the methods of the class and not those of an instance. Once for each loaded cdk8s. */
function markOutermost(root: IConstruct): void {
  const app = appPrototype(root);
  if (!app || MARKED.has(app)) return;
  MARKED.add(app);
  for (const method of ['synth', 'synthYaml']) wrap(app, method);
}

/** The prototype of the `App` of that cdk8s the root was made with, below any classes derived from it. */
function appPrototype(root: IConstruct): any {
  let found: any;
  for (let prototype = Object.getPrototypeOf(root); prototype; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, 'synth') && Object.hasOwn(prototype, 'synthYaml')) found = prototype;
  }
  return found;
}

function wrap(app: any, method: string): void {
  const original = app[method] as (...args: unknown[]) => unknown;
  function marked(this: IConstruct, ...args: unknown[]): unknown {
    const synthesis = WATCHED.get(this);
    if (!synthesis) return original.apply(this, args);
    if (synthesis.depth === 0) synthesis.analysis = undefined;
    synthesis.depth++;
    try {
      return original.apply(this, args);
    } finally {
      synthesis.depth--;
      if (synthesis.depth === 0) release(this, synthesis);
    }
  }
  Object.defineProperty(app, method, { ...Object.getOwnPropertyDescriptor(app, method), value: marked });
}
