import { IConstruct } from 'constructs';

/** What was said by constructs, by the part of the app that they are in: a chart, as a rule. Charts of other meshes are not looked through. */
export class ByPart<T> {
  private readonly all: T[] = [];
  private readonly by: IConstruct[] = [];
  /** Most apps are one mesh, and never ask for a part. */
  private parts?: Map<IConstruct, T[]>;

  public add(by: IConstruct, value: T): void {
    this.all.push(value);
    this.by.push(by);
    if (this.parts) put(this.parts, by, value);
  }

  /** All that may be of a mesh, in order. A mesh of its own has nothing outside of its part of the app. */
  public near(mesh: IConstruct): readonly T[] {
    if (!mesh.node.scope) return this.all;
    return this.split().get(partOfApp(mesh)) ?? [];
  }

  private split(): Map<IConstruct, T[]> {
    if (!this.parts) {
      this.parts = new Map();
      for (const [i, by] of this.by.entries()) put(this.parts, by, this.all[i]);
    }
    return this.parts;
  }
}

function put<T>(parts: Map<IConstruct, T[]>, by: IConstruct, value: T): void {
  const part = partOfApp(by);
  const there = parts.get(part);
  if (there) there.push(value);
  else parts.set(part, [value]);
}

/** The same by name as well: that of a namespace, as a rule. */
export class NamedByPart<T> {
  private readonly lists = new Map<string, ByPart<T>>();

  public get isEmpty(): boolean {
    return this.lists.size === 0;
  }

  public add(name: string, by: IConstruct, value: T): void {
    const list = this.lists.get(name) ?? new ByPart<T>();
    this.lists.set(name, list);
    list.add(by, value);
  }

  /** What may be of a mesh under a name, in order. */
  public near(name: string, mesh: IConstruct): readonly T[] {
    return this.lists.get(name)?.near(mesh) ?? [];
  }

  /** What may be of a mesh under any name. */
  public nearAny(mesh: IConstruct): T[] {
    return [...this.lists.values()].flatMap(list => list.near(mesh));
  }
}

/** The child of the app that a construct is below. */
function partOfApp(construct: IConstruct): IConstruct {
  let part = construct;
  for (let scope = part.node.scope; scope?.node.scope; scope = part.node.scope) part = scope;
  return part;
}
