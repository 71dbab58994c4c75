export interface Labels {
  readonly [key: string]: string;
}

/** Whether labels have all that a selector asks for. An empty selector asks for nothing. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}

/** Whether a selector asks for nothing. */
export function isEmpty(selector: Labels): boolean {
  for (const _ in selector) return false;
  return true;
}

/** Lists by a label. */
class ByLabel<T> {
  public readonly all: T[] = [];
  private readonly values = new Map<string, Map<string, T[]>>();

  public add(key: string, value: string, item: T) {
    let byValue = this.values.get(key);
    if (!byValue) this.values.set(key, byValue = new Map());
    const list = byValue.get(value);
    if (list) list.push(item);
    else byValue.set(value, [item]);
  }

  public get(key: string, value: string): T[] {
    return this.values.get(key)?.get(value) ?? [];
  }
}

/** Things with labels, to be found by a selector. */
export class LabelIndex<T> {
  private readonly byNamespace = new Map<string, ByLabel<T>>();
  private everywhere?: ByLabel<T>;

  public constructor(public readonly items: T[], namespaceOf: (item: T) => string, private readonly labelsOf: (item: T) => Labels) {
    for (const item of items) this.put(within(this.byNamespace, namespaceOf(item)), item);
  }

  public in(namespace: string): T[] {
    return this.byNamespace.get(namespace)?.all ?? [];
  }

  /** Those that a selector selects, in one namespace or in all. */
  public selectedBy(namespace: string | undefined, selector: Labels): T[] {
    const index = namespace === undefined ? this.all() : this.byNamespace.get(namespace);
    if (!index) return [];
    let rarest = index.all;
    for (const key in selector) {
      const list = index.get(key, selector[key]);
      if (list.length < rarest.length) rarest = list;
    }
    return isEmpty(selector) ? rarest : rarest.filter(item => selects(selector, this.labelsOf(item)));
  }

  private all(): ByLabel<T> {
    if (!this.everywhere) {
      this.everywhere = new ByLabel();
      for (const item of this.items) this.put(this.everywhere, item);
    }
    return this.everywhere;
  }

  private put(index: ByLabel<T>, item: T) {
    index.all.push(item);
    const labels = this.labelsOf(item);
    for (const key in labels) index.add(key, labels[key], item);
  }
}

/** Things with a selector, to be found by the labels of a workload. */
export class SelectorIndex<T> {
  /** In `all` are those without a selector; each of the others is in the list of its first label only. */
  private readonly byNamespace = new Map<string, ByLabel<T>>();
  private readonly selecting = new Set<string>();

  public constructor(items: T[], namespaceOf: (item: T) => string, private readonly selectorOf: (item: T) => Labels) {
    for (const item of items) {
      const namespace = namespaceOf(item);
      const index = within(this.byNamespace, namespace);
      const [first] = Object.entries(selectorOf(item));
      if (!first) index.all.push(item);
      else index.add(first[0], first[1], item);
      if (first) this.selecting.add(namespace);
    }
  }

  /** Those in a namespace without a selector. */
  public unselective(namespace: string): T[] {
    return this.byNamespace.get(namespace)?.all ?? [];
  }

  /** Those in a namespace with a selector that selects these labels. */
  public selective(namespace: string, labels: Labels): T[] {
    if (!this.selecting.has(namespace)) return [];
    const index = this.byNamespace.get(namespace)!;
    const found: T[] = [];
    for (const key in labels) for (const item of index.get(key, labels[key])) if (selects(this.selectorOf(item), labels)) found.push(item);
    return found;
  }
}

function within<T>(byNamespace: Map<string, ByLabel<T>>, namespace: string): ByLabel<T> {
  let index = byNamespace.get(namespace);
  if (!index) byNamespace.set(namespace, index = new ByLabel());
  return index;
}
