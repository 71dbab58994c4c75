import { Duration } from 'cdk8s';
import { CorsPolicy } from './cors-policy';
import { HeaderOperations } from './header-operations';
import { PathMatch } from './path-match';
import { RequestMatch } from './request-match';
import { Retries } from './retries';
import { requireBudget } from './retry-budget';
import { Rewrite } from './rewrite';
import { IRouteAction } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireDuration, requireSome } from '../core/require';

/** Options for a route at a gateway. */
export interface RouteOptions {
  /**
   * How path and host change on the way to the service.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-rewrite
   * @default - not at all
   */
  readonly rewrite?: Rewrite;
  /**
   * Overall limit at the gateway, in place of the one of the service. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - the one of the service
   */
  readonly timeout?: Duration;
  /**
   * Retries at the gateway, in place of those of the service.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - those of the service
   */
  readonly retries?: Retries;
  /**
   * Cross-origin calls.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-cors_policy
   * @default - the one of the ingress route
   */
  readonly cors?: CorsPolicy;
  /**
   * Changes to the request.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-request
   * @default - none
   */
  readonly requestHeaders?: HeaderOperations;
  /**
   * Changes to the response.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-response
   * @default - none
   */
  readonly responseHeaders?: HeaderOperations;
}

/**
 * Which requests at a gateway go where. The order does not matter: the narrower match comes first. They go to a service, a version or a port
 * of it, an API outside of the mesh, a `Redirect`, a `DirectResponse`, or the `DelegatedRoutes` of a team.
 */
export class Route {
  /**
   * Every request.
   * @param action service, version, redirect or answer
   * @param options what happens on the way
   */
  public static all(action: IRouteAction, options: RouteOptions = {}): Route {
    return new Route([RequestMatch.all()], action, options);
  }

  /**
   * One path.
   * @param path the whole path
   * @param action service, version, redirect or answer
   * @param options what happens on the way
   */
  public static exact(path: string, action: IRouteAction, options: RouteOptions = {}): Route {
    return new Route([RequestMatch.path(PathMatch.exact(path))], action, options);
  }

  /**
   * A path and what is under it.
   * @param path as in `PathMatch.prefix`: `/a` is `/a` and everything under `/a/`, but not `/ab`
   * @param action service, version, redirect or answer
   * @param options what happens on the way
   */
  public static prefix(path: string, action: IRouteAction, options: RouteOptions = {}): Route {
    return new Route([RequestMatch.path(PathMatch.prefix(path))], action, options);
  }

  /**
   * Requests that hold one of several matches. Paths are those at the gateway, before a rewrite.
   * @param matches any of these
   * @param action service, version, redirect or answer
   * @param options what happens on the way
   */
  public static when(matches: RequestMatch[], action: IRouteAction, options: RouteOptions = {}): Route {
    requireSome('Route.when', 'matches', matches);
    if (matches.some(({ _match }) => Object.keys(_match.values).some(key => key.startsWith('source:')))) {
      throw new UsageError('Route.when', 'a match is about the caller', 'leave it out: behind a gateway the caller is the gateway');
    }
    return new Route([...matches], action, options);
  }

  private constructor(private readonly matches: RequestMatch[], private readonly action: IRouteAction, private readonly options: RouteOptions) {
    if (options.timeout) requireDuration('Route', 'timeout', options.timeout);
    requireBudget('Route', options.retries, options.timeout);
    matches.forEach(match => options.rewrite?._pathRewrite(match._match.path));
  }

  /**
   * The same, with changes to the response that hold for all routes beside it.
   * @internal
   */
  public _withResponseHeaders(headers: HeaderOperations): Route {
    const responseHeaders = this.options.responseHeaders?._over(headers) ?? headers;
    return new Route(this.matches, this.action, { ...this.options, responseHeaders });
  }

  /**
   * Any of these.
   * @internal
   */
  public get _matches(): RequestMatch[] {
    return this.matches;
  }

  /**
   * Where the requests go.
   * @internal
   */
  public get _action(): IRouteAction {
    return this.action;
  }

  /**
   * What happens on the way.
   * @internal
   */
  public get _options(): RouteOptions {
    return this.options;
  }
}
