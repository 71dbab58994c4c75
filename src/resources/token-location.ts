import { requireHeaderName } from './header-name';
import * as l1 from '../../imports/security.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

/** What becomes of a location: it is said in one of three lists. */
interface Written {
  readonly header?: l1.RequestAuthenticationSpecJwtRulesFromHeaders;
  readonly param?: string;
  readonly cookie?: string;
}

/**
 * Where a token is in a request.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export class TokenLocation {
  /**
   * A header.
   * @param name header
   * @param prefix text before the token, for example `Bearer ` with the space; none when left out
   */
  public static header(name: string, prefix?: string): TokenLocation {
    requireHeaderName('TokenLocation.header', name);
    if (prefix !== undefined) requireNonEmpty('TokenLocation.header', 'prefix', prefix);
    return new TokenLocation({ header: { name, prefix } });
  }

  /**
   * A cookie.
   * @param name cookie
   */
  public static cookie(name: string): TokenLocation {
    if (!/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name)) {
      throw new UsageError('TokenLocation.cookie', `name is ${quoted(name)}, not the name of a cookie`, 'use letters, digits, dashes, dots and underscores');
    }
    return new TokenLocation({ cookie: name });
  }

  /**
   * A query parameter.
   * @param name query parameter
   */
  public static query(name: string): TokenLocation {
    requireNonEmpty('TokenLocation.query', 'name', name);
    return new TokenLocation({ param: name });
  }

  private constructor(private readonly written: Written) {}

  /**
   * What to write, into one of the lists.
   * @internal
   */
  public _render(): Written {
    return this.written;
  }
}
