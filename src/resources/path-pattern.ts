import { quoted, UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

const WILDCARDS = ['{*}', '{**}'];
/** What Istio takes in a template between slashes. */
const LITERAL = /^[-a-zA-Z0-9._~%!$&'()+,;:@=]+$/;
const GRPC_SERVICE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
const GRPC_METHOD = /^[A-Za-z_]\w*$/;

/**
 * Which paths an *access* rule is about. Never the query, always case-sensitive. Istio has no regular expressions here. For routes
 * use `PathMatch`.
 *
 * By default a proxy resolves `/../` before it compares, but keeps `//` and `%2F`: a rule that denies `/admin` does not see `//admin`.
 * Allow what is wanted rather than deny what is not.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export class PathPattern {
  /**
   * The whole path.
   * @param path path, for example `/login`; `/login/` is another one. Wildcards are refused
   */
  public static exact(path: string): PathPattern {
    requirePath('PathPattern.exact', path);
    return new PathPattern([path]);
  }

  /**
   * A path and what is under it: `/a` is `/a` and everything under `/a/`, but not `/ab`. `/a/` is only what is under it; `/` is everything.
   * @param path path of whole segments
   */
  public static prefix(path: string): PathPattern {
    requirePath('PathPattern.prefix', path);
    return new PathPattern(path.endsWith('/') ? [`${path}*`] : [path, `${path}/*`]);
  }

  /**
   * How the path ends.
   * @param end text, for example `.css`
   */
  public static suffix(end: string): PathPattern {
    requireNonEmpty('PathPattern.suffix', 'end', end);
    requireLiteral('PathPattern.suffix', 'end', end);
    return new PathPattern([`*${end}`]);
  }

  /**
   * Whole segments as wildcards: `{*}` is one segment, `{**}` is any number of them, also none, and comes after every `{*}`.
   * `/users/{*}/orders/{**}` is `/users/7/orders/` and all under it, but not `/users/7/orders`.
   * @param template path with at least one wildcard
   */
  public static template(template: string): PathPattern {
    requireTemplate('PathPattern.template', template);
    return new PathPattern([template]);
  }

  /**
   * Calls of gRPC. Their method is POST.
   * @param service full name of the service, for example `shop.v1.Reviews`
   * @param method its method; all when left out
   */
  public static grpc(service: string, method?: string): PathPattern {
    if (!GRPC_SERVICE.test(service)) {
      throw new UsageError('PathPattern.grpc', `service is ${quoted(service)}, not a gRPC service`, 'use its package and name, for example "shop.v1.Reviews"');
    }
    if (method !== undefined && !GRPC_METHOD.test(method)) {
      throw new UsageError('PathPattern.grpc', `method is ${quoted(method)}, not a gRPC method`, 'use its name, for example "GetReview", or leave it out for all');
    }
    return new PathPattern([`/${service}/${method ?? '*'}`]);
  }

  private constructor(private readonly values: string[]) {}

  /**
   * The values to write. One of them has to match.
   * @internal
   */
  public _render(): string[] {
    return [...this.values];
  }
}

function requirePath(where: string, path: string): void {
  requireStart(where, path);
  requireLiteral(where, 'the path', path);
}

function requireStart(where: string, path: string): void {
  if (!path.startsWith('/')) throw new UsageError(where, `the path is ${quoted(path)}`, 'start the path with "/"');
}

function requireLiteral(where: string, prop: string, text: string): void {
  if (/[?#]/.test(text)) throw new UsageError(where, `${prop} is ${quoted(text)}, with a query or fragment, which Istio does not compare`, 'leave it out');
  if (/[*{}]/.test(text)) {
    throw new UsageError(where, `${prop} is ${quoted(text)}, with a wildcard`, 'use PathPattern.prefix or PathPattern.suffix without star, or PathPattern.template with {*} for a segment');
  }
  if (/\s/.test(text)) throw new UsageError(where, `${prop} is ${quoted(text)}, with white space`, 'write it as it is sent, for example "%20"');
}

function requireTemplate(where: string, template: string): void {
  requireStart(where, template);
  const segments = template.replace(/^\/|\/$/g, '').split('/');
  const wildcards = segments.filter(segment => WILDCARDS.includes(segment));
  if (wildcards.length === 0) throw new UsageError(where, `the template is ${quoted(template)}, without a segment {*} or {**}`, 'put one in, or use PathPattern.exact');
  if (wildcards.slice(0, -1).includes('{**}')) throw new UsageError(where, `the template is ${quoted(template)}, with a wildcard after {**}`, 'let {**} be the last wildcard');
  const wrong = segments.find(segment => !WILDCARDS.includes(segment) && !LITERAL.test(segment));
  if (wrong !== undefined) {
    throw new UsageError(where, `the template is ${quoted(template)}, with the segment ${quoted(wrong)}`, 'use {*} and {**} for whole segments, and letters, digits and -._~%!$&\'()+,;:@= in the others');
  }
}
