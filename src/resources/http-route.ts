import { DirectResponse } from './direct-response';
import { HeaderOperations } from './header-operations';
import { HttpMirror } from './http-mirror';
import { HttpAnswerOptions, HttpRouteOptions } from './http-route-options';
import { Redirect } from './redirect';
import { RequestMatch } from './request-match';
import { Retries } from './retries';
import { requireBudget } from './retry-budget';
import { RouteDestination } from './route-destination';
import { requireDestinations, sameTarget, writtenDestination, writtenTarget } from './route-destination-checks';
import * as l1 from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireDuration, requirePercent } from '../core/require';
import { EVERY, Match } from '../traffic/match';

/** Routes that VirtualServices delegate to, of this app or not. */
export interface IHttpRouteTable {
  /** Name of the VirtualService object. */
  readonly name: string;
  /** Namespace of the VirtualService object. */
  readonly namespace: string;
}

type Written = { -readonly [K in keyof l1.VirtualServiceSpecHttp]: l1.VirtualServiceSpecHttp[K] };

/** What a route does. A redirect may need several rules; all others write one. */
interface Action {
  readonly kind: 'to' | 'redirect' | 'respond' | 'delegate';
  readonly destinations: RouteDestination[];
  readonly redirect?: Redirect;
  readonly response?: DirectResponse;
  readonly table?: IHttpRouteTable;
}

/**
 * One rule of a VirtualService: which requests, and what happens to them. The first rule that matches decides.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export class HttpRoute {
  /**
   * Sends requests to one or several services.
   * @param destinations where to; with weights, if there are several
   * @param options which requests, and what happens on the way
   */
  public static to(destinations: RouteDestination[], options: HttpRouteOptions = {}): HttpRoute {
    requireDestinations('HttpRoute.to', destinations);
    return new HttpRoute('HttpRoute.to', { kind: 'to', destinations: [...destinations] }, options);
  }

  /**
   * Sends the client elsewhere.
   * @param redirect where to
   * @param options which requests
   */
  public static redirect(redirect: Redirect, options: HttpAnswerOptions = {}): HttpRoute {
    return new HttpRoute('HttpRoute.redirect', { kind: 'redirect', destinations: [], redirect }, options);
  }

  /**
   * Answers from the proxy.
   * @param response what to answer
   * @param options which requests
   */
  public static respond(response: DirectResponse, options: HttpAnswerOptions = {}): HttpRoute {
    return new HttpRoute('HttpRoute.respond', { kind: 'respond', destinations: [], response }, options);
  }

  /**
   * Leaves the decision to the routes of another object, for requests that match both. What its routes leave open is taken from here.
   * @param table the other routes
   * @param options which requests, and what holds where the other routes say nothing
   */
  public static delegate(table: IHttpRouteTable, options: HttpRouteOptions = {}): HttpRoute {
    return new HttpRoute('HttpRoute.delegate', { kind: 'delegate', destinations: [], table }, options);
  }

  private readonly matches: RequestMatch[];
  private readonly written: l1.VirtualServiceSpecHttp[];

  private constructor(private readonly where: string, private readonly action: Action, private readonly options: HttpRouteOptions) {
    const { timeout, retries } = options;
    this.matches = [...options.matches ?? []];
    if (timeout) requireDuration(where, 'timeout', timeout);
    requireBudget(where, retries, timeout);
    this.requireMirrors(options.mirrors ?? []);
    this.requireOneHost();
    this.requireSources();
    // What the matches do not allow is refused here, and not when the object is written.
    this.written = this.render();
  }

  /** Name of the route, if it has one. */
  public get name(): string | undefined {
    return this.options.name;
  }

  /**
   * The requests it is for, any of these.
   * @internal
   */
  public get _matches(): Match[] {
    return this.matches.length ? this.matches.map(match => match._match) : [EVERY];
  }

  /**
   * Whether the route answers preflights of other origins.
   * @internal
   */
  public get _hasCors(): boolean {
    return this.options.cors !== undefined;
  }

  /**
   * When the proxy tries again.
   * @internal
   */
  public get _retries(): Retries | undefined {
    return this.options.retries;
  }

  /**
   * Whether the routes of another object decide.
   * @internal
   */
  public get _delegates(): boolean {
    return this.action.kind === 'delegate';
  }

  /**
   * The rules to write: one, or several where a redirect replaces a prefix of whole segments.
   * @internal
   */
  public _render(): l1.VirtualServiceSpecHttp[] {
    return this.written;
  }

  private render(): l1.VirtualServiceSpecHttp[] {
    if (!this.action.redirect) return [this.rule(this.matches)];
    const written: Written[] = [];
    for (const { match, redirect } of this.redirects(this.action.redirect)) {
      const last = written[written.length - 1];
      if (last && JSON.stringify(last.redirect) === JSON.stringify(redirect)) last.match = this.blocks([match], last.match);
      else written.push(this.rule([match], redirect));
    }
    return written;
  }

  private redirects(redirect: Redirect) {
    const matches = this.matches.length ? this.matches : [RequestMatch.all()];
    return matches.flatMap(match => redirect._written(match._match).map(each => ({ match: match._with(each.match), redirect: each.redirect })));
  }

  private rule(matches: RequestMatch[], redirect?: l1.VirtualServiceSpecHttpRedirect): Written {
    const { kind, destinations, response, table } = this.action;
    const { name, cors, requestHeaders, responseHeaders } = this.options;
    // What happens on the way to a service does not happen before a redirect.
    const { timeout, retries, fault, mirrors = [], rewrite }: HttpRouteOptions = redirect ? {} : this.options;
    return {
      corsPolicy: cors?._render(),
      delegate: table && { name: table.name, namespace: table.namespace },
      directResponse: response?._render(),
      fault: fault?._render(),
      headers: headersOf(requestHeaders, this.withContentType(responseHeaders)),
      match: this.blocks(matches, []),
      mirrors: mirrors.length ? mirrors.map(writtenMirror) : undefined,
      name,
      redirect,
      retries: retries?._render(),
      rewrite: rewrite?._written(this._matches),
      route: kind === 'to' ? destinations.map(each => writtenRoute(each, destinations)) : undefined,
      timeout: timeout && durationText(timeout),
    };
  }

  /** The blocks of all matches. None as soon as one of them means every request. */
  private blocks(matches: RequestMatch[], before: l1.VirtualServiceSpecHttpMatch[] | undefined): l1.VirtualServiceSpecHttpMatch[] | undefined {
    if (!before || matches.length === 0) return undefined;
    const blocks = matches.map(match => match._render());
    if (blocks.some(each => each.length === 0)) return undefined;
    return [...before, ...blocks.flat()];
  }

  private withContentType(headers: HeaderOperations | undefined): HeaderOperations | undefined {
    const type = this.action.response?._contentType;
    return type === undefined ? headers : (headers ?? HeaderOperations.none()).replace('content-type', type);
  }

  private requireMirrors(mirrors: HttpMirror[]): void {
    for (const { target, percent } of mirrors) {
      requirePercent(this.where, 'percent of a mirror', percent, 0.0001);
      const config = target.targetConfig();
      if (this.action.destinations.some(each => each.weight !== 0 && sameTarget(each.target.targetConfig(), config))) {
        throw new UsageError(this.where, `the mirror ${target.describeAction()} is a destination of the route too`, 'mirror to another version or service');
      }
    }
  }

  /** Istio refuses an authority that is said twice. A response has none. */
  private requireOneHost(): void {
    const { rewrite, requestHeaders } = this.options;
    const rewritten = rewrite?._written(this._matches).authority;
    const replaced = requestHeaders?._authority;
    if (rewritten !== undefined && replaced !== undefined) {
      throw new UsageError(this.where, `the host is rewritten to ${quoted(rewritten)} and replaced with ${quoted(replaced)}`, 'say it once, by rewrite');
    }
    if ([this.options, ...this.action.destinations].some(({ responseHeaders }) => responseHeaders?._authority !== undefined)) {
      throw new UsageError(this.where, 'a response has no host', 'leave it out of responseHeaders');
    }
  }

  /** Istio looks at the gateway of a match, and then no longer at the caller. */
  private requireSources(): void {
    for (const { _match: { values } } of this.matches) {
      if (values.gateway && Object.keys(values).some(key => key.startsWith('source:'))) {
        throw new UsageError(this.where, 'a match has gateways and a caller', 'match one of them; Istio ignores the caller beside a gateway');
      }
    }
  }
}

function writtenRoute(destination: RouteDestination, all: RouteDestination[]): l1.VirtualServiceSpecHttpRoute {
  const { destination: target, weight } = writtenDestination(destination, all);
  return { destination: target, headers: headersOf(destination.requestHeaders, destination.responseHeaders), weight };
}

function writtenMirror({ target, percent }: HttpMirror): l1.VirtualServiceSpecHttpMirrors {
  return { destination: writtenTarget(target), percentage: { value: percent } };
}

function headersOf(request: HeaderOperations | undefined, response: HeaderOperations | undefined): l1.VirtualServiceSpecHttpHeaders | undefined {
  if (!request && !response) return undefined;
  const written = { request: request?._render(), response: response?._render() };
  return written.request || written.response ? written : undefined;
}
