import { Duration } from 'cdk8s';
import { requireHeaderName } from './header-name';
import { text } from './request-match-blocks';
import { StringMatch } from './string-match';
import * as l1 from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireDuration, requireNonEmpty, requireSome } from '../core/require';
import { TextCondition, textHolds } from '../traffic/text';

/** What happens to preflights of origins that may not call. */
export enum UnmatchedPreflights {
  /** They are sent to the service. */
  FORWARD = 'FORWARD',
  /** The proxy answers them, without allowing anything. */
  IGNORE = 'IGNORE',
}

/** Options for a CORS policy. */
export interface CorsOptions {
  /**
   * Methods a page may use, in upper case. `*` is any, without credentials.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-allow_methods
   * @default - GET, HEAD, POST
   */
  readonly methods?: string[];
  /**
   * Request headers a page may send. `*` is any, without credentials.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-allow_headers
   * @default - the safelisted ones
   */
  readonly headers?: string[];
  /**
   * Response headers a page may read. `*` is any, without credentials.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-expose_headers
   * @default - the safelisted ones
   */
  readonly exposedHeaders?: string[];
  /**
   * How long browsers keep the answer to a preflight, in whole seconds.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-max_age
   * @default - what the browser does
   */
  readonly maxAge?: Duration;
  /**
   * What happens to preflights of other origins.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-unmatched_preflights
   * @default UnmatchedPreflights.FORWARD
   */
  readonly unmatchedPreflights?: UnmatchedPreflights;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];
const ORIGIN = /^[a-z][-+.a-z0-9]*:\/\/[^/?#\sA-Z]+$/;
const USUAL_PORT = /^(http:.*:80|https:.*:443)$/;
/** An origin that nobody means. */
const STRANGER = 'https://stranger.invalid';

/**
 * Which web pages of other origins may call. The proxy answers their preflights, if the route takes them: a route that matches methods
 * needs OPTIONS among them.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export class CorsPolicy {
  /**
   * Pages of these origins, without cookies.
   * @param origins origins with scheme, without path
   * @param options methods, headers
   */
  public static origins(origins: StringMatch[], options: CorsOptions = {}): CorsPolicy {
    return CorsPolicy.checked('CorsPolicy.origins', origins, options);
  }

  /**
   * Pages of these origins, with the cookies and client certificates of the user.
   * @param origins origins with scheme, without path
   * @param options methods, headers; none of them `*`, which browsers do not read as "any" here
   */
  public static originsWithCredentials(origins: StringMatch[], options: CorsOptions = {}): CorsPolicy {
    const where = 'CorsPolicy.originsWithCredentials';
    for (const origin of origins) {
      if (textHolds(origin._condition, STRANGER)) throw new UsageError(where, 'an origin matches every origin', 'name the origins that may act for the user, or use CorsPolicy.anyOrigin');
    }
    for (const [prop, list] of Object.entries({ methods: options.methods, headers: options.headers, exposedHeaders: options.exposedHeaders })) {
      if (list?.includes('*')) throw new UsageError(where, `${prop} has "*", which browsers take literally with credentials`, `name the ${prop}`);
    }
    return CorsPolicy.checked(where, origins, options, true);
  }

  /**
   * Every page of the web. Never with credentials.
   * @param options methods, headers
   */
  public static anyOrigin(options: CorsOptions = {}): CorsPolicy {
    return CorsPolicy.checked('CorsPolicy.anyOrigin', [StringMatch.regex('.*')], options);
  }

  private static checked(where: string, origins: StringMatch[], options: CorsOptions, credentials?: true): CorsPolicy {
    requireSome(where, 'origins', origins);
    for (const origin of origins) requireOrigin(where, origin._condition);
    for (const method of options.methods ?? []) requireCorsMethod(where, method);
    for (const header of [...options.headers ?? [], ...options.exposedHeaders ?? []]) if (header !== '*') requireHeaderName(where, header);
    requireMaxAge(where, options.maxAge);
    return new CorsPolicy([...origins], options, credentials);
  }

  private constructor(private readonly allowed: StringMatch[], private readonly options: CorsOptions, private readonly credentials?: true) {}

  /**
   * What to write for a route.
   * @internal
   */
  public _render(): l1.VirtualServiceSpecHttpCorsPolicy {
    const { methods, headers, exposedHeaders, maxAge, unmatchedPreflights } = this.options;
    return {
      allowOrigins: this.allowed.map(origin => text(origin._condition)),
      allowMethods: copied(methods),
      allowHeaders: copied(headers),
      exposeHeaders: copied(exposedHeaders),
      maxAge: maxAge && durationText(maxAge),
      allowCredentials: this.credentials,
      unmatchedPreflights: unmatchedPreflights && l1.VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights[unmatchedPreflights],
    };
  }
}

/** Browsers send an origin in lower case, without path and without the usual port. What does not end where the host does lets strangers in. */
function requireOrigin(where: string, condition: TextCondition): void {
  if (condition.is === 'regex' || !('value' in condition)) return;
  const { is, value } = condition;
  const refuse = (fact: string, fix: string) => { throw new UsageError(where, `the origin is ${is === 'exact' ? '' : `${is} `}${quoted(value)}, ${fact}`, fix); };
  requireNonEmpty(where, 'an origin', value);
  if (is === 'startsWith' && !/^[a-z]+:\/\/[^/]+:$/.test(value)) refuse('which hosts of strangers can start with', 'use StringMatch.exact or StringMatch.regex');
  if (is === 'suffix' && !/^(\.|:\/\/)/.test(value)) refuse('which hosts of strangers can end with', 'begin with a dot, for example ".example.com"');
  if (is === 'contains') refuse('which hosts of strangers can contain', 'use StringMatch.exact, suffix or regex');
  if (is !== 'exact') return;
  if (value === '*') refuse('which the proxy takes for every origin', 'use CorsPolicy.anyOrigin');
  if (!ORIGIN.test(value)) refuse('which no browser sends', 'use scheme and host in lower case, without path, for example "https://www.example.com"');
  if (USUAL_PORT.test(value)) refuse('and browsers leave the usual port out', 'leave the port out');
}

function requireCorsMethod(where: string, method: string): void {
  if (!METHODS.includes(method)) throw new UsageError(where, `the method is ${quoted(method)}, which Istio does not know`, `use ${METHODS.join(', ')}`);
}

function requireMaxAge(where: string, maxAge: Duration | undefined): void {
  if (!maxAge) return;
  requireDuration(where, 'maxAge', maxAge);
  if (maxAge.toMilliseconds() % 1000 !== 0) throw new UsageError(where, `maxAge is ${durationText(maxAge)}`, 'use whole seconds');
}

function copied(list: string[] | undefined): string[] | undefined {
  return list?.length ? [...list] : undefined;
}
