import { IMeshNamespace, IRouteTarget } from '../core/bindings';
import { requireSome } from '../core/require';

/** Which of the scopes it is. */
enum Kind {
  UNRESTRICTED,
  NAMESPACES,
  CALL_GRAPH,
}

/**
 * What workloads can see of the mesh (rendered as Sidecar). Visibility, not access control: a call to what is not seen is a call to an
 * unknown host, which passes without mutual TLS and routes, or is refused where the outbound policy is `REGISTRY_ONLY`.
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts
 */
export class EgressScope {
  /** Everything. */
  public static unrestricted(): EgressScope {
    return new EgressScope(Kind.UNRESTRICTED);
  }

  /** The own namespace, the root namespace, and nothing else. */
  public static ownNamespace(): EgressScope {
    return new EgressScope(Kind.NAMESPACES);
  }

  /**
   * The own namespace, the root namespace, and these.
   * @param namespaces further namespaces, at least one
   */
  public static namespaces(...namespaces: IMeshNamespace[]): EgressScope {
    requireSome('EgressScope.namespaces', 'namespaces', namespaces);
    return new EgressScope(Kind.NAMESPACES, namespaces.map(namespace => namespace.namespaceName));
  }

  /**
   * What each workload calls, by `allowFrom`, `allowTo`, `calls` and the `callers` of hosts outside of the mesh, and the root namespace.
   * Nothing else. Right only where all of its calls are said. Callers that `allowFrom` does not name (`Caller.anyoneEvenUnauthenticated()`,
   * `anyAuthenticated()`, addresses) have to say it themselves, with `calls`. Every `MeshWorkload` gets a Sidecar of its own.
   * @param always what every workload can see besides, for example a collector that proxies send traces to
   */
  public static callGraph(...always: IRouteTarget[]): EgressScope {
    return new EgressScope(Kind.CALL_GRAPH, [], [...always]);
  }

  private constructor(private readonly kind: Kind, private readonly names: string[] = [], private readonly always: IRouteTarget[] = []) {}

  /**
   * Whether it is everything, so that it needs to be written only where something else is narrower.
   * @internal
   */
  public get _isUnrestricted(): boolean {
    return this.kind === Kind.UNRESTRICTED;
  }

  /**
   * Whether it differs from workload to workload.
   * @internal
   */
  public get _isCallGraph(): boolean {
    return this.kind === Kind.CALL_GRAPH;
  }

  /**
   * What every workload sees besides its calls.
   * @internal
   */
  public get _always(): IRouteTarget[] {
    return [...this.always];
  }

  /**
   * Hosts to write into a Sidecar, sorted after the own namespace. Those that are called come on top.
   * @param rootNamespace namespace of the mesh-wide objects
   * @param ownNamespace namespace of the workloads, which `./*` stands for already
   * @internal
   */
  public _hosts(rootNamespace: string, ownNamespace?: string): string[] {
    if (this._isUnrestricted) return ['*/*'];
    if (this._isCallGraph) return [`${rootNamespace}/*`];
    const others = [...new Set([rootNamespace, ...this.names])].filter(name => name !== ownNamespace).sort();
    return ['./*', ...others.map(name => `${name}/*`)];
  }
}
