import * as l1 from '../../imports/networking.istio.io';
import { IRouteAction } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { isAddress, requireHost, requirePort } from '../core/require';
import { Match } from '../traffic/match';

/** Status of a redirect. Envoy has no others. */
export enum RedirectCode {
  /** 301 */
  MOVED_PERMANENTLY = 301,
  /** 302 */
  FOUND = 302,
  /** 303 */
  SEE_OTHER = 303,
  /** 307 */
  TEMPORARY = 307,
  /** 308 */
  PERMANENT = 308,
}

/** Scheme of the new location. */
export enum RedirectScheme {
  /** Plain text. */
  HTTP = 'http',
  /** TLS. */
  HTTPS = 'https',
}

/** Port of the new location. */
export class RedirectPort {
  /**
   * This port. 80 for http and 443 for https are not shown in the location.
   * @param port 1 to 65535
   */
  public static of(port: number): RedirectPort {
    requirePort('RedirectPort.of', 'port', port);
    return new RedirectPort({ port });
  }

  /** The port of the listener that the request came in by. */
  public static fromRequest(): RedirectPort {
    return new RedirectPort({ derivePort: l1.VirtualServiceSpecHttpRedirectDerivePort.FROM_UNDERSCORE_REQUEST_UNDERSCORE_PORT });
  }

  /** 80 for http and 443 for https, whatever the request said. */
  public static fromProtocol(): RedirectPort {
    return new RedirectPort({ derivePort: l1.VirtualServiceSpecHttpRedirectDerivePort.FROM_UNDERSCORE_PROTOCOL_UNDERSCORE_DEFAULT });
  }

  private constructor(private readonly port: Pick<l1.VirtualServiceSpecHttpRedirect, 'port' | 'derivePort'>) {}

  /**
   * The fields to write.
   * @internal
   */
  public _render(): Pick<l1.VirtualServiceSpecHttpRedirect, 'port' | 'derivePort'> {
    return this.port;
  }
}

/** Where a redirect leads to. At least one of host, path, prefix, scheme and port. */
export interface RedirectOptions {
  /**
   * New host.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-authority
   * @default - the one of the request
   */
  readonly host?: string;
  /**
   * Path in place of the whole path. With a query of its own, the query of the request is lost.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-uri
   * @default - the one of the request
   */
  readonly path?: string;
  /**
   * Path in place of the matched prefix, whole segments. Not together with `path`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-prefix_rewrite
   * @default - the path of the request
   */
  readonly prefix?: string;
  /**
   * New scheme.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-scheme
   * @default - the one of the request
   */
  readonly scheme?: RedirectScheme;
  /**
   * New port.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-port
   * @default - none with a new host; else the one of the request, unless it is the usual one of its scheme
   */
  readonly port?: RedirectPort;
  /**
   * Status.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-redirect_code
   * @default RedirectCode.MOVED_PERMANENTLY
   */
  readonly code?: RedirectCode;
}

/** A redirect for one kind of match. */
interface WrittenRedirect {
  readonly match: Match;
  readonly redirect: l1.VirtualServiceSpecHttpRedirect;
}

/**
 * Sends the client elsewhere.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export class Redirect implements IRouteAction {
  /**
   * To another path of the same host.
   * @param path new path
   * @param code status; 301 when left out
   */
  public static toPath(path: string, code?: RedirectCode): Redirect {
    return Redirect.checked('Redirect.toPath', { path, code });
  }

  /**
   * To the same path of another host.
   * @param host new host
   * @param code status; 301 when left out
   */
  public static toHost(host: string, code?: RedirectCode): Redirect {
    return Redirect.checked('Redirect.toHost', { host, code });
  }

  /**
   * Replaces the matched prefix, whole segments: with `/b`, `/a/x` becomes `/b/x` for a route of the prefix `/a`.
   * @param prefix what replaces the matched prefix; the route must match path prefixes
   * @param code status; 301 when left out
   */
  public static replacePrefix(prefix: string, code?: RedirectCode): Redirect {
    return Redirect.checked('Redirect.replacePrefix', { prefix, code });
  }

  /**
   * To any new location.
   * @param options what changes
   */
  public static to(options: RedirectOptions): Redirect {
    return Redirect.checked('Redirect.to', options);
  }

  private static checked(where: string, options: RedirectOptions): Redirect {
    const { host, path, prefix, scheme, port } = options;
    if (path !== undefined && prefix !== undefined) throw new UsageError(where, 'both path and prefix are given', 'give one of them');
    if ([host, path, prefix, scheme, port].every(each => each === undefined)) {
      throw new UsageError(where, 'nothing changes', 'give at least one of host, path, prefix, scheme and port');
    }
    if (host !== undefined && !isAddress(host)) requireHost(where, 'host', host);
    if (path !== undefined) requirePath(where, 'path', path);
    if (prefix !== undefined) requirePath(where, 'prefix', prefix);
    return new Redirect(options);
  }

  private constructor(private readonly options: RedirectOptions) {}

  /** Name of the action for messages and traces. */
  public describeAction(): string {
    const { host, path, prefix, scheme } = this.options;
    const to = [scheme && `${scheme}:`, host, path ?? (prefix && `prefix ${prefix}`)].filter(part => part !== undefined);
    return `redirect ${to.length ? `to ${to.join(' ')}` : 'to another port'}`;
  }

  /**
   * What to write for a match of the route. Envoy replaces the matched text, so a prefix of whole segments needs one redirect for the
   * prefix itself and another for what is under it.
   * @internal
   */
  public _written(match: Match): WrittenRedirect[] {
    const { path, prefix } = this.options;
    if (prefix === undefined) return [{ match, redirect: this.render({ uri: path }) }];
    return this.replacing(prefix.replace(/\/+$/, ''), match);
  }

  private replacing(to: string, match: Match): WrittenRedirect[] {
    const { path } = match;
    const under = this.render({ prefixRewrite: `${to}/` });
    if (!path || (path.is === 'startsWith' && path.value.endsWith('/'))) return [{ match, redirect: under }];
    if (path.is !== 'segments') {
      throw new UsageError('Redirect', `the route matches ${path.is} ${quoted(path.value)}, no path prefix`, 'use PathMatch.prefix for the route, or Redirect.toPath');
    }
    return [
      { match: { ...match, path: { ...path, is: 'exact' } }, redirect: this.render({ uri: to || '/' }) },
      { match: { ...match, path: { ...path, is: 'startsWith', value: `${path.value}/` } }, redirect: under },
    ];
  }

  private render(path: l1.VirtualServiceSpecHttpRedirect): l1.VirtualServiceSpecHttpRedirect {
    const { host, scheme, port, code } = this.options;
    return { ...path, authority: host, scheme, ...port?._render(), redirectCode: code };
  }
}

function requirePath(where: string, prop: string, path: string): void {
  if (!path.startsWith('/')) throw new UsageError(where, `${prop} is ${quoted(path)}`, `start ${prop} with "/"`);
}
