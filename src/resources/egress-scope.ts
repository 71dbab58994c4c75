import { IMeshNamespace } from '../core/bindings';
import { requireSome } from '../core/require';

/**
 * What workloads can see of the mesh (rendered as Sidecar). Visibility, not access control: a call to what is not seen is a call to an
 * unknown host.
 */
export class EgressScope {
  /** Everything. */
  public static unrestricted(): EgressScope {
    return new EgressScope(undefined);
  }

  /** The own namespace, the root namespace, and nothing else. */
  public static ownNamespace(): EgressScope {
    return new EgressScope([]);
  }

  /**
   * The own namespace, the root namespace, and these.
   * @param namespaces further namespaces, at least one
   */
  public static namespaces(...namespaces: IMeshNamespace[]): EgressScope {
    requireSome('EgressScope.namespaces', 'namespaces', namespaces);
    return new EgressScope(namespaces.map(namespace => namespace.namespaceName));
  }

  private constructor(private readonly names: string[] | undefined) {}

  /**
   * Hosts to write into a Sidecar, sorted after the own namespace. Nothing where everything can be seen.
   * @param rootNamespace namespace of the mesh-wide objects
   * @param ownNamespace namespace of the workloads, which `./*` stands for already
   * @internal
   */
  public _hosts(rootNamespace: string, ownNamespace?: string): string[] | undefined {
    if (!this.names) return undefined;
    const others = [...new Set([rootNamespace, ...this.names])].filter(name => name !== ownNamespace).sort();
    return ['./*', ...others.map(name => `${name}/*`)];
  }
}
