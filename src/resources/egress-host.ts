import { IMeshNamespace } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireHost, requireWildcardHost } from '../core/require';

/**
 * Hosts that a proxy knows, in `namespace/host` form. Only what is exported to the namespace of the proxy can be had.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export class EgressHost {
  /**
   * Every host of a namespace (`namespace/*`).
   * @param namespace where the services, or their ServiceEntries, are
   */
  public static all(namespace: IMeshNamespace): EgressHost {
    return new EgressHost(namespace.namespaceName, '*', false);
  }

  /**
   * One host of a namespace.
   * @param namespace where the service, or its ServiceEntry, is
   * @param host fully qualified; `*.example.com` is every host under it
   */
  public static host(namespace: IMeshNamespace, host: string): EgressHost {
    requireFqdn('EgressHost.host', host);
    return new EgressHost(namespace.namespaceName, host, false);
  }

  /** Every host of the namespace of the Sidecar. */
  public static currentNamespace(): EgressHost {
    return new EgressHost('.', '*', false);
  }

  /**
   * One host of the namespace of the Sidecar.
   * @param host fully qualified; `*.example.com` is every host under it
   */
  public static currentNamespaceHost(host: string): EgressHost {
    requireFqdn('EgressHost.currentNamespaceHost', host);
    return new EgressHost('.', host, false);
  }

  /**
   * One host, whichever namespace it is in.
   * @param host fully qualified; `*.example.com` is every host under it
   */
  public static anyNamespace(host: string): EgressHost {
    requireFqdn('EgressHost.anyNamespace', host);
    return new EgressHost('*', host, false);
  }

  /** Every host of the mesh. */
  public static everything(): EgressHost {
    return new EgressHost('*', '*', false);
  }

  /** No host: for workloads that answer and never ask. */
  public static nothing(): EgressHost {
    return new EgressHost('~', '*', false);
  }

  /**
   * From the text that Istio has for it.
   * @internal
   */
  public static _of(text: string): EgressHost {
    const [namespace, ...host] = text.split('/');
    return namespace.startsWith('~') && namespace !== '~'
      ? new EgressHost(namespace.slice(1), host.join('/'), true)
      : new EgressHost(namespace, host.join('/'), false);
  }

  private constructor(private readonly namespace: string, private readonly host: string, private readonly isExcluded: boolean) {}

  /** These hosts not, even if others of the listener include them. Needs Istio 1.31 and others that include hosts. */
  public excluded(): EgressHost {
    if (this.isExcluded) return this;
    if (this.host === '*' && (this.namespace === '*' || this.namespace === '~')) {
      throw new UsageError('EgressHost.excluded', `${quoted(this._render())} would be left with nothing`, 'use EgressHost.nothing() for workloads that call nobody');
    }
    return new EgressHost(this.namespace, this.host, true);
  }

  /**
   * Whether it says nothing that the other does not say already.
   * @param other another one of the same listener
   * @param ownNamespace what `.` stands for; nothing where that depends on the proxy
   * @internal
   */
  public _isCoveredBy(other: EgressHost, ownNamespace: string | undefined): boolean {
    if (this.isExcluded !== other.isExcluded) return false;
    const [mine, theirs] = [this, other].map(each => each.namespace === '.' ? ownNamespace ?? '.' : each.namespace);
    return (mine === theirs && (other.host === '*' || other.host === this.host)) || (theirs === '*' && other.host === '*');
  }

  /**
   * Whether it takes every host away, and so stands alone.
   * @internal
   */
  public get _isNothing(): boolean {
    return this.namespace === '~';
  }

  /**
   * Whether hosts are included.
   * @internal
   */
  public get _includes(): boolean {
    return !this.isExcluded;
  }

  /**
   * What to write.
   * @internal
   */
  public _render(): string {
    return `${this.isExcluded ? '~' : ''}${this.namespace}/${this.host}`;
  }
}

function requireFqdn(where: string, host: string): void {
  if (host.startsWith('*.')) requireWildcardHost(where, 'host', host);
  else requireHost(where, 'host', host, { dots: true });
}
