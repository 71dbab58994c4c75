import { Duration } from 'cdk8s';
import { HeaderOperations } from './header-operations';
import { UsageError } from '../core/errors';
import { requireDuration, requireNonEmpty } from '../core/require';

/** Which pages may show a page in a frame. */
export enum Framing {
  /** None. */
  DENY = 'DENY',
  /** Those of the same origin. */
  SAME_ORIGIN = 'SAMEORIGIN',
}

/** Options for security headers. */
export interface SecurityHeadersOptions {
  /**
   * How long browsers use HTTPS only, in whole seconds. Users who come back meanwhile cannot reach the host without it.
   * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security
   * @default Duration.days(365)
   */
  readonly httpsOnly?: Duration;
  /**
   * Whether that is for every host under this one too.
   * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security#includesubdomains
   * @default true
   */
  readonly includeSubdomains?: boolean;
  /**
   * Which pages may show the pages in a frame.
   * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options
   * @default Framing.DENY
   */
  readonly framing?: Framing;
  /**
   * What other hosts learn about the page that a link was on.
   * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Referrer-Policy
   * @default - `no-referrer`
   */
  readonly referrerPolicy?: string;
  /**
   * Where content of the pages may come from.
   * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
   * @default - not said: it depends on the pages
   */
  readonly contentSecurityPolicy?: string;
}

/**
 * Response headers that make browsers careful, as changes for `responseHeaders`.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
 */
export class SecurityHeaders {
  /**
   * Tells browsers to use HTTPS only, to guess no types, to frame nothing and to send no referrer, in place of what the services say.
   * `Strict-Transport-Security: max-age=31536000; includeSubDomains`, `X-Content-Type-Options: nosniff`, `X-Frame-Options: DENY` and
   * `Referrer-Policy: no-referrer`.
   * @param options other values
   */
  public static strict(options: SecurityHeadersOptions = {}): HeaderOperations {
    const { framing = Framing.DENY, referrerPolicy = 'no-referrer', contentSecurityPolicy } = options;
    const where = 'SecurityHeaders.strict';
    requireNonEmpty(where, 'referrerPolicy', referrerPolicy);
    const headers = HeaderOperations.none()
      .replace('strict-transport-security', transportSecurity(where, options))
      .replace('x-content-type-options', 'nosniff')
      .replace('x-frame-options', framing)
      .replace('referrer-policy', referrerPolicy);
    if (contentSecurityPolicy === undefined) return headers;
    requireNonEmpty(where, 'contentSecurityPolicy', contentSecurityPolicy);
    return headers.replace('content-security-policy', contentSecurityPolicy);
  }

  private constructor() {}
}

function transportSecurity(where: string, { httpsOnly = Duration.days(365), includeSubdomains = true }: SecurityHeadersOptions): string {
  requireDuration(where, 'httpsOnly', httpsOnly);
  const seconds = httpsOnly.toMilliseconds() / 1000;
  if (!Number.isInteger(seconds)) throw new UsageError(where, `httpsOnly is ${httpsOnly.toHumanString()}`, 'use whole seconds');
  return `max-age=${seconds}${includeSubdomains ? '; includeSubDomains' : ''}`;
}
