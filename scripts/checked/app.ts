import { Mesh } from '../../src/model/mesh';
import { MeshObject } from '../../src/model/object';
import { Settings } from '../../src/model/settings';
import { readInventory } from '../../src/read/inventory';
import { Reading } from '../../src/read/reading';
import { Reported, run } from '../../src/rules/run';

/** Files that are deployed together. */
export interface App {
  readonly id: string;
  readonly files: AppFile[];
  /** What exists already. */
  readonly inventory?: AppFile;
  readonly settings?: Settings;
}

export interface AppFile {
  readonly name: string;
  readonly text: string;
  /** A key of the documents that is a note of whoever wrote them, and no part of the object. */
  readonly without?: string;
}

/** What is said of an app, of all of it and of each document alone, for `agreement.App` in conformance. */
export function checked({ id, files, inventory, settings }: App): object {
  const objects = files.flatMap(file => read(file));
  return {
    app: id,
    documents: objects.map(object => ({ file: object.origin.file, object: JSON.stringify(object.json), alone: said(new Mesh([object], new Map(), settings)) })),
    findings: said(new Mesh(objects, new Map(), settings, inventory && readInventory(inventory.name, inventory.text).objects)),
  };
}

export function read({ name, text, without }: AppFile): MeshObject[] {
  const reading = new Reading();
  reading.add({ name, text });
  const unread = reading.faults.filter(fault => !fault.isSkipped);
  if (unread.length > 0) process.stderr.write(unread.map(fault => `${fault.file}:${fault.line}: ${fault.text}\n`).join(''));
  if (without) reading.objects.forEach(({ json }) => delete json[without]);
  return reading.objects;
}

function said(mesh: Mesh): object[] {
  return run(mesh, { advice: true }).map(({ rule, severity, at, field, and = [], problem }: Reported) => ({
    ...place(at), rule: rule.id, severity, field, problem, also: and.map(({ object }) => place(object)), sameAs: rule.sameAs,
  }));
}

function place({ kind, namespace, name }: MeshObject): object {
  return { kind, namespace, name };
}
