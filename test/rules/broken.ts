import { completed } from '../../scripts/checked/completed';
import { groupBy } from '../../src/model/group-by';
import { Mesh } from '../../src/model/mesh';
import { MeshObject, objectText } from '../../src/model/object';
import { DEFAULT_SETTINGS, Settings } from '../../src/model/settings';
import { run } from '../../src/rules/run';

/** One finding as tests look at it. */
export interface Broken {
  readonly rule: string;
  readonly severity: string;
  /** `VirtualService default/reviews, spec.http[0]` */
  readonly at: string;
  readonly and: string[];
  readonly problem: string;
  readonly fix: string;
}

export interface BrokenOptions {
  readonly settings?: Partial<Settings>;
  /** Documents of what exists elsewhere. */
  readonly inventory?: string;
  /** Files are named as with one file for each resource. */
  readonly ownFiles?: boolean;
  /** Only this rule, `folder/name`, or all of a folder. */
  readonly only?: string;
}

/** Documents as objects. */
export function objectsOf(text: string, { ownFiles, inventory }: { ownFiles?: boolean; inventory?: boolean } = {}): MeshObject[] {
  return completed(text).map(json => new MeshObject(json, { inventory, ownFile: ownFiles ? `${json.kind}.${json.metadata.name}.yaml` : undefined }));
}

/** A mesh of documents. */
export function meshOf(text: string, { settings, inventory, ownFiles }: BrokenOptions = {}): Mesh {
  const objects = objectsOf(text, { ownFiles });
  const byFile = groupBy(objects.filter(({ origin }) => origin.ownFile !== undefined), ({ origin }) => origin.ownFile!);
  return new Mesh(objects, byFile, { ...DEFAULT_SETTINGS, ...settings }, inventory ? objectsOf(inventory, { inventory: true }) : []);
}

/** What rules say of documents, advice too. */
export function broken(text: string, options: BrokenOptions = {}): Broken[] {
  const found = run(meshOf(text, options), { advice: true });
  for (const { rule, severity } of found) {
    // The page of a rule says how grave it is.
    if (![rule.severity, rule.sometimes?.severity].includes(severity)) throw new Error(`${rule.id} told as ${severity}, of which its page says nothing`);
  }
  return found
    .filter(({ rule }) => !options.only || rule.id === options.only || rule.id.startsWith(`${options.only}/`))
    .map(({ rule, severity, at, field, and = [], problem, fix }) => ({
      rule: rule.id,
      severity,
      at: objectText(at) + (field ? `, ${field}` : ''),
      and: and.map(other => objectText(other.object) + (other.field ? `, ${other.field}` : '')),
      problem,
      fix,
    }));
}
