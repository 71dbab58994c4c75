import { IConstruct } from 'constructs';

/** One object as it is written. */
export class MeshObject {
  /**
   * @param json what is written
   * @param construct the construct the user knows it by
   * @param ownFile the file for this object alone, where the app writes such files
   */
  public constructor(public readonly json: any, public readonly construct: IConstruct, public readonly ownFile?: string) {}

  /** API group, without version. Empty for the core group. */
  public get group(): string {
    const version = String(this.json.apiVersion);
    return version.slice(0, Math.max(version.indexOf('/'), 0));
  }

  public get kind(): string {
    return String(this.json.kind);
  }

  /** Empty where none is written: the object has none, or gets it when it is applied. */
  public get namespace(): string {
    return this.json.metadata?.namespace ?? '';
  }

  public get name(): string {
    return this.json.metadata?.name ?? '';
  }
}

/** What tells an object from all others in a cluster. */
export type ObjectKey = Pick<MeshObject, 'group' | 'kind' | 'namespace' | 'name'>;

/** One mesh as its cluster would see it, from the written objects only. */
export class Mesh {
  private byKind?: Map<string, MeshObject[]>;
  /** By kind and namespace, and then by name. */
  private readonly byPlace: Map<string, Map<string, MeshObject[]>>;

  /**
   * @param objects what is written for this mesh, in the order of the construct tree
   * @param byFile all objects of the app by the file for them alone; files are shared by the meshes of an app
   */
  public constructor(public readonly objects: MeshObject[], private readonly byFile: Map<string, MeshObject[]>) {
    this.byPlace = new Map([...groupBy(objects, placeText)].map(([place, list]) => [place, groupBy(list, ({ name }) => name)]));
  }

  /** All objects of one kind. */
  public ofKind(group: string, kind: string): MeshObject[] {
    this.byKind ??= groupBy(this.objects, object => kindText(object.group, object.kind));
    return this.byKind.get(kindText(group, kind)) ?? [];
  }

  /** The objects of one kind, namespace and name, wherever they are more than one: that is a mistake. */
  public doubles(): MeshObject[][] {
    return [...this.byPlace.values()].flatMap(names => [...names.values()].filter(same => same.length > 1));
  }

  /** The objects of one kind, namespace and name. */
  public find(key: ObjectKey): MeshObject[] {
    return this.byPlace.get(placeText(key))?.get(key.name) ?? [];
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
function placeText({ group, kind, namespace }: ObjectKey): string {
  return `${kindText(group, kind)}\n${namespace}`;
}

function kindText(group: string, kind: string): string {
  return `${group}\n${kind}`;
}
