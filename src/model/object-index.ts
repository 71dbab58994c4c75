import { MeshObject, ObjectKey } from './object';

/** Objects by name, in each namespace. */
type Names = Map<string, Map<string, MeshObject[]>>;

/** Objects by kind, and by what tells them apart. */
export class ObjectIndex {
  /** By kind and then by group: kinds of one name are few. */
  private readonly kinds = new Map<string, Map<string, MeshObject[]>>();
  private readonly names = new Map<MeshObject[], Names>();

  public constructor(objects: MeshObject[]) {
    for (const object of objects) {
      const { kind, group } = object;
      let groups = this.kinds.get(kind);
      if (!groups) this.kinds.set(kind, groups = new Map());
      const same = groups.get(group);
      if (same) same.push(object);
      else groups.set(group, [object]);
    }
  }

  /** Whether there is a kind of this name, of whatever group. */
  public hasKind(kind: string): boolean {
    return this.kinds.has(kind);
  }

  public ofKind(group: string, kind: string): MeshObject[] {
    return this.kinds.get(kind)?.get(group) ?? [];
  }

  /** Those of one kind, namespace and name. */
  public find({ group, kind, namespace, name }: ObjectKey): MeshObject[] {
    const objects = this.kinds.get(kind)?.get(group);
    return objects ? this.namesOf(objects).get(namespace)?.get(name) ?? [] : [];
  }

  /** All that share kind, namespace and name with another one, together. */
  public doubles(): MeshObject[][] {
    const found: MeshObject[][] = [];
    for (const groups of this.kinds.values()) {
      for (const objects of groups.values()) {
        for (const names of this.namesOf(objects).values()) for (const same of names.values()) if (same.length > 1) found.push(same);
      }
    }
    return found;
  }

  private namesOf(objects: MeshObject[]): Names {
    let names = this.names.get(objects);
    if (!names) this.names.set(objects, names = byName(objects));
    return names;
  }
}

function byName(objects: MeshObject[]): Names {
  const names: Names = new Map();
  for (const object of objects) {
    const { namespace, name } = object;
    let inNamespace = names.get(namespace);
    if (!inNamespace) names.set(namespace, inNamespace = new Map());
    const same = inNamespace.get(name);
    if (same) same.push(object);
    else inNamespace.set(name, [object]);
  }
  return names;
}
