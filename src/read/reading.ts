import { Document, documentsOf } from './documents';
import { unreadableReason } from './helm';
import { requireTextKeys } from './keys';
import { linesIn } from './line-counts';
import { find, repeatedKeys } from './lines';
import { listItems } from './list-items';
import { Node, treeOf } from './tree';
import { Unreadable } from './unreadable';
import { Contents, contentsOf } from './values';
import { isYttTemplate } from './ytt';
import { MeshObject } from '../model/object';

/** A text and the name it has in messages. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** What could not be read, or was left out although it looks like an object. */
export interface Fault {
  readonly file: string;
  readonly line?: number;
  readonly text: string;
  /** It was meant to be left out: nothing fails for it. */
  readonly isSkipped: boolean;
}

/** Where an object lies in its file. */
export interface Source {
  readonly document: Document;
  /** Path of the object in the document: `items[3]` of a list, or nothing. */
  readonly prefix: string;
}

/** A key that is written twice in one mapping. */
export interface RepeatedKey {
  readonly object: MeshObject;
  readonly key: string;
  /** Line of the file, from one. */
  readonly line: number;
}

/** Everything that was read from some files. */
export class Reading {
  public readonly objects: MeshObject[] = [];
  public readonly faults: Fault[] = [];
  public readonly repeated: RepeatedKey[] = [];
  private readonly sources = new WeakMap<MeshObject, Source>();
  private latest?: { readonly document: Document; readonly root: Node };

  /** @param isInventory whether the objects exist elsewhere and are only looked at */
  public constructor(private readonly isInventory = false) {}

  /** Reads one file of YAML or JSON. Documents that are no Kubernetes objects are passed over in silence. */
  public add({ name, text }: TextFile): void {
    documentsOf(name, text).forEach(document => this.addDocument(document));
    this.latest = undefined;
  }

  public sourceOf(object: MeshObject): Source | undefined {
    return this.sources.get(object);
  }

  private addDocument(document: Document): void {
    try {
      if (document.afterSeparator !== undefined) throw new Unreadable(`"${document.afterSeparator}" stands behind "---"; Kubernetes refuses that`, -1);
      const parts = partsOf(document);
      if (isYttTemplate(document.text)) return this.skip(document, '', 'a template of ytt, whose values stand in comments; check what `ytt` prints');
      for (const [part, contents] of parts) this.addContents(part, contents);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const line = error.position < 0 ? document.linesBefore : lineOf(document, error.position);
      this.faults.push({ file: document.file, line, text: unreadableReason(error.message, document.text, error.position), isSkipped: false });
    }
  }

  private addContents(document: Document, { value, isRepeating }: Contents): void {
    const before = this.objects.length;
    this.addValue(value, document, '');
    if (isRepeating) this.addRepeated(document, this.objects.slice(before));
  }

  private addValue(value: any, document: Document, prefix: string): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return this.addArray(value, document, prefix);
    const { apiVersion, kind, items } = value;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') return this.addHalf(value, document, prefix);
    if (kind.endsWith('List') && Array.isArray(items)) {
      items.forEach((item, index) => this.addValue(ofList(item, apiVersion, kind), document, `${prefix}${prefix && '.'}items[${index}]`));
      return;
    }
    // What changes an object is none: it need not be whole, and nobody applies it.
    if (value.$patch !== undefined) return this.skip(document, prefix, `a patch of a ${kind} ($patch); check what kustomize build writes`);
    const object = new MeshObject(value, { file: document.file, document: document.index, inventory: this.isInventory || undefined });
    this.objects.push(object);
    this.sources.set(object, { document, prefix });
  }

  /** Half an object is worth a word: whoever wrote it takes it for one. */
  private addHalf({ apiVersion, kind, metadata }: any, document: Document, prefix: string): void {
    if (typeof metadata !== 'object' || metadata === null || (apiVersion === undefined && kind === undefined)) return;
    const [missing, known] = typeof kind === 'string' && kind ? ['apiVersion', `kind ${kind}`] : ['kind', `apiVersion ${apiVersion}`];
    this.skip(document, prefix, `${known} without ${missing} as text; Kubernetes refuses it`);
  }

  /** So does `jq .items` leave what kubectl printed. Other lists are anything. */
  private addArray(values: any[], document: Document, prefix: string): void {
    if (!values.some(value => typeof value?.apiVersion === 'string' && typeof value.kind === 'string')) return;
    this.skip(document, prefix, 'objects in a bare list; Kubernetes refuses it, and reads items of a List, or documents');
  }

  private skip(document: Document, prefix: string, reason: string): void {
    const line = document.linesBefore + find(this.rootOf(document), prefix).line;
    this.faults.push({ file: document.file, line, text: `not checked: ${reason}`, isSkipped: true });
  }

  private addRepeated(document: Document, objects: MeshObject[]): void {
    if (objects.length === 0) return;
    const root = this.rootOf(document);
    const starts = objects.map(object => find(root, this.sources.get(object)!.prefix).line);
    let owner = 0;
    for (const { key, line } of repeatedKeys(root).sort((a, b) => a.line - b.line)) {
      while (starts[owner + 1] <= line) owner++;
      this.repeated.push({ object: objects[owner], key, line: document.linesBefore + line });
    }
  }

  /** Of one document there may be much to say. */
  private rootOf(document: Document): Node {
    if (this.latest?.document !== document) this.latest = { document, root: rootOf(document) };
    return this.latest.root;
  }
}

/** The items of a list one by one, where they can be read so; else the document as it is. */
function partsOf(document: Document): [Document, Contents][] {
  try {
    const items = listItems(document);
    if (items) return items.map(item => [item, checkedContents(item.text)]);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return [[document, checkedContents(document.text)]];
}

function checkedContents(text: string): Contents {
  const contents = contentsOf(text);
  requireTextKeys(text);
  return contents;
}

/** A document with its lines. */
export function rootOf({ text }: Document): Node {
  return treeOf(text) ?? { line: 1 };
}

/** `kubectl get --raw` leaves kind and version of the items to the list. */
function ofList(item: any, apiVersion: string, kind: string): any {
  if (kind === 'List' || typeof item !== 'object' || item === null || item.kind !== undefined) return item;
  return { apiVersion, kind: kind.slice(0, -'List'.length), ...item };
}

function lineOf({ linesBefore, text }: Document, position: number): number {
  return linesBefore + linesIn(text, 0, position) + 1;
}
