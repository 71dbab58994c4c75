import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyse } from './analysis';
import { MeshObject } from '../model/object';
import { fromFile } from '../read/files';
import { readInventory } from '../read/inventory';
import { Fault, Reading, TextFile } from '../read/reading';
import { settingsOf } from '../read/settings';
import { CONSTRUCTS_FILE, constructKey, constructsFrom } from '../report/constructs';
import { ReportedFinding, ReportedPlace } from '../report/finding';
import { fieldOf, objectOf, whereOf } from '../report/places';

/** What `properties` of the validation in cdk8s.yaml can say. */
export interface IstioValidationProperties {
  /** File with what exists in the cluster besides, as `kubectl get ... -A -o yaml` writes it. */
  readonly inventory?: string;
  /** File with the mesh configuration. */
  readonly meshConfig?: string;
  /** From which severity on synthesis fails: `error` or `warning`. */
  readonly failOn?: string;
  /** Tells of what many meshes do without, too. */
  readonly advice?: boolean;
}

/** What cdk8s-cli gives to a validation, as far as it is used here. Its own types come with cdk8s-cli, which not everybody has. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  /** Paths of constructs by the name of a resource, for the report. */
  readonly metadata: { [resourceName: string]: { path: string } };
  readonly report: {
    addViolation(violation: { ruleName: string; recommendation: string; fix: string; violatingResources: ViolatingResource[] }): void;
    submit(status: 'success' | 'failure', metadata?: { [key: string]: string }): void;
  };
}

/** An object that breaks a rule. */
export interface ViolatingResource {
  readonly resourceName: string;
  readonly manifestPath: string;
  readonly locations: string[];
}

const PROPERTIES = ['inventory', 'meshConfig', 'failOn', 'advice'];

/** Checks in `cdk8s synth` what `cdk8s-istio check` checks, for apps of any language. Named in `validations` of cdk8s.yaml. */
export class IstioValidation {
  public constructor(private readonly properties: IstioValidationProperties = {}) {
    const unknown = Object.keys(properties).filter(each => !PROPERTIES.includes(each));
    if (unknown.length > 0) throw new Error(`IstioValidation has no property ${unknown.join(', ')}; it has ${PROPERTIES.join(', ')}`);
    if (![undefined, 'error', 'warning'].includes(properties.failOn)) throw new Error(`failOn is ${properties.failOn}; it can be error or warning`);
  }

  /** Called by cdk8s-cli after synthesis. */
  public async validate(context: ValidationContext): Promise<void> {
    const reading = new Reading();
    context.manifests.forEach(path => reading.add(taken('manifest', path, (name, text): TextFile => ({ name, text }))));
    const { inventory, meshConfig, failOn, advice } = this.properties;
    const report = analyse(reading, {
      settings: meshConfig === undefined ? undefined : taken('meshConfig', meshConfig, settingsOf),
      inventory: inventory === undefined ? undefined : taken('inventory', inventory, readInventory),
      advice,
    });
    nameConstructs(context, reading.objects);
    report.findings.forEach(finding => context.report.addViolation(violation(finding)));
    reading.faults.forEach(fault => context.report.addViolation(unread(fault)));
    const isBad = ({ severity }: ReportedFinding) => severity === 'error' || (failOn === 'warning' && severity === 'warning');
    const failed = report.findings.some(isBad) || reading.faults.some(({ isSkipped }) => !isSkipped);
    context.report.submit(failed ? 'failure' : 'success', { objects: String(report.objects) });
  }
}

/** What a file is taken for. Why it cannot be does not say which file it was. */
function taken<T>(said: string, path: string, take: (file: string, text: string) => T): T {
  try {
    return fromFile(path, take);
  } catch (error) {
    throw new Error(`${said} ${path}: ${(error as Error).message}`);
  }
}

/**
 * The report of cdk8s-cli looks the path of a construct up by the name of the resource, which two objects may share. Ours go by kind and
 * namespace, too, and take the path from what this library recorded; else from cdk8s, where only one object has the name.
 */
function nameConstructs({ manifests, metadata }: ValidationContext, objects: MeshObject[]): void {
  const ours = recorded(manifests);
  const byName = new Map<string, number>();
  objects.forEach(({ name }) => byName.set(name, (byName.get(name) ?? 0) + 1));
  for (const object of objects) {
    const { name } = object;
    const path = ours.get(constructKey(object)) ?? (byName.get(name) === 1 && Object.hasOwn(metadata, name) ? metadata[name].path : undefined);
    if (path !== undefined) metadata[objectOf(object)] = { path };
  }
}

/** A manifest may lie in the folder of its chart. */
function recorded(manifests: readonly string[]): Map<string, string> {
  const folders = new Set(manifests.flatMap(path => [dirname(path), dirname(dirname(path))]));
  const file = [...folders].map(folder => join(folder, CONSTRUCTS_FILE)).find(existsSync);
  return file === undefined ? new Map() : constructsFrom(readFileSync(file, 'utf8'));
}

function violation(finding: ReportedFinding): Parameters<ValidationContext['report']['addViolation']>[0] {
  const { severity, rule, problem, why, fix, also } = finding;
  const places = [finding, ...also].map(locationOf);
  return {
    ruleName: `${severity}[${rule}]`,
    recommendation: why ? `${problem}; ${why}` : problem,
    fix: `${fix}; see cdk8s-istio explain ${rule}`,
    violatingResources: [{ resourceName: objectOf(finding), manifestPath: finding.file ?? '', locations: places }],
  };
}

function unread(fault: Fault): Parameters<ValidationContext['report']['addViolation']>[0] {
  return {
    ruleName: fault.isSkipped ? 'skipped' : 'unreadable',
    recommendation: fault.text,
    fix: 'write it so that Kubernetes can read it',
    violatingResources: [{ resourceName: '', manifestPath: fault.file, locations: [whereOf(fault)] }],
  };
}

function locationOf(place: ReportedPlace): string {
  return [fieldOf(place), place.line === undefined ? '' : `line ${place.line}`].filter(Boolean).join(', ');
}
