import { CallerConfig } from '../core/bindings';
import { labelsText } from '../core/labels';

type Labels = { [key: string]: string };

/** Pods that call. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Labels;
  /** Service accounts that they are known to run as. */
  readonly serviceAccounts: string[];
}

/** What is called by one set of pods. */
interface OfPods<T> {
  readonly labels: Labels;
  readonly calls: T[];
}

/** Calls out of one namespace. */
interface OfNamespace<T> {
  /** Of every workload. */
  readonly all: T[];
  readonly byAccount: Map<string, T[]>;
  /** By the number of labels, and then by what they say: pods with as many labels are the same or others, without looking at each. */
  readonly byLabels: Map<number, Map<string, OfPods<T>>>;
}

/** Calls by who calls. A caller that is known by its pods is not looked for by its account: other pods may run as that too. */
export class CallIndex<T> {
  private readonly namespaces = new Map<string, OfNamespace<T>>();

  public add({ namespaces = [], identities = [], labels, workloadNamespace }: CallerConfig, call: T): void {
    namespaces.forEach(name => this.of(name).all.push(call));
    if (labels && workloadNamespace !== undefined) this.addPods(workloadNamespace, labels, call);
    else identities.forEach(identity => this.addAccount(identity, call));
  }

  /** Calls of some pods. */
  public byPods({ namespace, labels, serviceAccounts }: Pods): T[] {
    const found = this.namespaces.get(namespace);
    if (!found) return [];
    const size = Object.keys(labels).length;
    const wider = [...found.byLabels].filter(([fewer]) => fewer < size).flatMap(([, sets]) => [...sets.values()]).filter(set => contains(labels, set.labels));
    return [
      ...found.all,
      ...serviceAccounts.flatMap(account => found.byAccount.get(account) ?? []),
      ...found.byLabels.get(size)?.get(labelsText(labels))?.calls ?? [],
      ...wider.flatMap(({ calls }) => calls),
    ];
  }

  /**
   * Calls of the other pods of a namespace.
   * @param described those that are not meant
   */
  public byOthers(namespace: string, described: Pods[]): T[] {
    const found = this.namespaces.get(namespace);
    if (!found) return [];
    const accounts = new Set(described.flatMap(({ serviceAccounts }) => serviceAccounts));
    const texts = new Set(described.map(({ labels }) => labelsText(labels)));
    const sets = [...found.byLabels.values()].flatMap(bySize => [...bySize]);
    const others = sets.filter(([text, set]) => !texts.has(text) && !described.some(({ labels }) => contains(labels, set.labels)));
    return [
      ...found.all,
      ...[...found.byAccount].filter(([account]) => !accounts.has(account)).flatMap(([, calls]) => calls),
      ...others.flatMap(([, { calls }]) => calls),
    ];
  }

  private addPods(namespace: string, labels: Labels, call: T): void {
    const { byLabels } = this.of(namespace);
    const size = Object.keys(labels).length;
    const sets = byLabels.get(size) ?? new Map<string, OfPods<T>>();
    byLabels.set(size, sets);
    const text = labelsText(labels);
    const set = sets.get(text);
    if (set) set.calls.push(call);
    else sets.set(text, { labels, calls: [call] });
  }

  private addAccount(identity: string, call: T): void {
    const [namespace, account] = identity.split('/');
    const { byAccount } = this.of(namespace);
    const calls = byAccount.get(account);
    if (calls) calls.push(call);
    else byAccount.set(account, [call]);
  }

  private of(namespace: string): OfNamespace<T> {
    const found = this.namespaces.get(namespace) ?? { all: [], byAccount: new Map(), byLabels: new Map() };
    this.namespaces.set(namespace, found);
    return found;
  }
}

function contains(labels: Labels, some: Labels): boolean {
  return Object.entries(some).every(([key, value]) => labels[key] === value);
}
