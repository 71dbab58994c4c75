import { IConstruct } from 'constructs';

/** One object as it is written. */
export interface MeshObject {
  /** What is written. */
  readonly json: any;
  /** API group, without version. Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty where none is written: the object has none, or gets it when it is applied. */
  readonly namespace: string;
  readonly name: string;
  /** The construct the user knows it by. */
  readonly construct: IConstruct;
  /** The file for this object alone, where the app writes such files. */
  readonly ownFile?: string;
}

/** What tells an object from all others in a cluster. */
export type ObjectKey = Pick<MeshObject, 'group' | 'kind' | 'namespace' | 'name'>;

/** One mesh as its cluster would see it, from the written objects only. */
export class Mesh {
  private byKind?: Map<string, MeshObject[]>;
  private readonly byKey: Map<string, MeshObject[]>;

  /**
   * @param objects what is written for this mesh, in the order of the construct tree
   * @param byFile all objects of the app by the file for them alone; files are shared by the meshes of an app
   */
  public constructor(public readonly objects: MeshObject[], private readonly byFile: Map<string, MeshObject[]>) {
    this.byKey = groupBy(objects, keyText);
  }

  /** All objects of one kind. */
  public ofKind(group: string, kind: string): MeshObject[] {
    this.byKind ??= groupBy(this.objects, object => kindText(object.group, object.kind));
    return this.byKind.get(kindText(group, kind)) ?? [];
  }

  /** The objects of each kind, namespace and name: more than one is a mistake. */
  public byName(): Iterable<MeshObject[]> {
    return this.byKey.values();
  }

  /** The objects of one kind, namespace and name. */
  public find(key: ObjectKey): MeshObject[] {
    return this.byKey.get(keyText(key)) ?? [];
  }

  /** The objects of the whole app that are written to one and the same file for a single object. */
  public inFile(file: string): MeshObject[] {
    return this.byFile.get(file) ?? [];
  }
}

/** Lists by key, in order. */
export function groupBy<K, T>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** An object as messages name it: `VirtualService shop/reviews`. */
export function objectText({ kind, namespace, name }: ObjectKey): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

// The separator is in no name: a construct could otherwise be taken for another one.
function keyText({ group, kind, namespace, name }: ObjectKey): string {
  return `${kindText(group, kind)}\n${namespace}\n${name}`;
}

function kindText(group: string, kind: string): string {
  return `${group}\n${kind}`;
}
