import { Claim } from '../resources/claim';
import { PathPattern } from '../resources/path-pattern';

/** What the token of some requests must say. At least one of paths and methods limits it. */
export interface ClaimRule {
  /**
   * What the token must say, all of it.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   */
  readonly claims: Claim[];
  /**
   * Paths it is asked for, and, to be safe, every path that begins with two slashes: many applications read those as one.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-paths
   * @default - every path
   */
  readonly paths?: PathPattern[];
  /**
   * Upper-case methods it is asked for. `HEAD` is not in `GET`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-methods
   * @default - every method
   */
  readonly methods?: string[];
}
