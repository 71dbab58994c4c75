import { IMeshNamespace } from '../core/bindings';
import { requireSome } from '../core/require';

/**
 * The namespaces that see an object (`exportTo`). Proxies elsewhere work as if the object did not exist.
 * Where nothing is said, the mesh's own default applies, which is everywhere unless the mesh says otherwise.
 */
export class Visibility {
  /** Every namespace (`*`). */
  public static everywhere(): Visibility {
    return new Visibility(['*']);
  }

  /** Only the namespace of the object (`.`). */
  public static ownNamespace(): Visibility {
    return new Visibility(['.']);
  }

  /**
   * These namespaces, and no others: name the object's own too if proxies there shall see it.
   * A route at an ingress gateway needs the namespace of the gateway's pods.
   * @param namespaces at least one; the same one twice counts once
   */
  public static namespaces(...namespaces: IMeshNamespace[]): Visibility {
    requireSome('Visibility.namespaces', 'namespaces', namespaces);
    return new Visibility([...new Set(namespaces.map(namespace => namespace.namespaceName))]);
  }

  /**
   * Asked when the object is written. Nothing is written where nothing is said.
   * @internal
   */
  public static _of(produce: () => string[] | undefined): Visibility {
    return new Visibility(produce);
  }

  private constructor(private readonly exportTo: string[] | (() => string[] | undefined)) {}

  /**
   * Whether nobody outside of the object's own namespace sees it.
   * @param namespace the object's own
   * @internal
   */
  public _isOwnNamespaceOnly(namespace: string): boolean {
    const [only, ...others] = this._render() ?? [];
    return others.length === 0 && ['.', namespace].includes(only);
  }

  /**
   * What to write as `exportTo`.
   * @internal
   */
  public _render(): string[] | undefined {
    return typeof this.exportTo === 'function' ? this.exportTo() : [...this.exportTo];
  }
}
