import { isSubsetOf, isWildcard } from './hosts';

/** Things by the host they are for. A look-up takes as long as the host has labels, however many hosts there are. */
export class HostIndex<T> {
  private readonly exact = new Map<string, T[]>();
  /** By what every name under the host ends in, with its dot. Made when somebody asks for what is under a wildcard. */
  private under?: Map<string, Array<[string, T]>>;
  private hasWildcards = false;
  /** What was found before: hosts are asked for again and again. */
  private readonly covers = new Map<string, T[]>();
  /** Wildcards in the middle of a label, as `*shop.example.com`: rare, and compared one by one. */
  private readonly partial = new Array<[string, T]>();

  public add(host: string, item: T) {
    put(this.exact, host, item);
    this.under = undefined;
    this.covers.clear();
    if (!isWildcard(host)) return;
    this.hasWildcards = true;
    if (host.length > 1 && host[1] !== '.') this.partial.push([host, item]);
  }

  /** Those for this very host. */
  public at(host: string): T[] {
    return this.exact.get(host) ?? [];
  }

  /** Those for this host, and then those for a wildcard over it: the longest first. */
  public covering(host: string): T[] {
    if (!this.hasWildcards) return this.at(host);
    let found = this.covers.get(host);
    if (!found) this.covers.set(host, found = this.coveringOf(host));
    return found;
  }

  private coveringOf(host: string): T[] {
    const wildcards = suffixes(host).map(suffix => `*${suffix}`).filter(wildcard => wildcard !== host);
    const found = [host, ...wildcards, ...host === '*' ? [] : ['*']].flatMap(each => this.at(each));
    const odd = this.partial.filter(([wildcard]) => wildcard !== host && isSubsetOf(host, wildcard)).map(([, item]) => item);
    return odd.length ? [...found, ...odd] : found;
  }

  /** Those for a host under this one, itself included. */
  public within(host: string): T[] {
    if (!isWildcard(host)) return this.at(host);
    const dot = host.indexOf('.');
    if (dot < 0) return [...this.exact].filter(([each]) => isSubsetOf(each, host)).flatMap(([, items]) => items);
    // A wildcard of whole labels needs no second look.
    return (this.suffixed.get(host.slice(dot)) ?? []).filter(([each]) => dot === 1 || isSubsetOf(each, host)).map(([, item]) => item);
  }

  /** Those with a name in common with this host. */
  public overlapping(host: string): T[] {
    return isWildcard(host) ? [...new Set([...this.within(host), ...this.covering(host)])] : this.covering(host);
  }

  private get suffixed(): Map<string, Array<[string, T]>> {
    if (!this.under) {
      this.under = new Map();
      for (const [host, items] of this.exact) for (const suffix of suffixes(host)) for (const item of items) put(this.under, suffix, [host, item]);
    }
    return this.under;
  }
}

/** `.b.c` and `.c` of `a.b.c`: what a wildcard over it may end in. */
function suffixes(host: string): string[] {
  const found: string[] = [];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) found.push(host.slice(dot));
  return found;
}

function put<T>(map: Map<string, T[]>, key: string, item: T) {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
