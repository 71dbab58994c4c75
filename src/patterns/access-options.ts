import { AccessCondition } from '../resources/access-condition';
import { Claim } from '../resources/claim';
import { MeshPort } from '../resources/mesh-port';
import { PathPattern } from '../resources/path-pattern';

/**
 * What a caller may do. All that is said must hold; each list means any of its values.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export interface AccessOptions {
  /**
   * Upper-case methods. HTTP ports only.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-methods
   * @default - every method
   */
  readonly methods?: string[];
  /**
   * Paths. HTTP ports only.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-paths
   * @default - every path
   */
  readonly paths?: PathPattern[];
  /**
   * Ports. Written as the workload ports behind them, because Istio compares those.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-ports
   * @default - every port, or every HTTP port when methods, paths, claims or conditions are given
   */
  readonly ports?: MeshPort[];
  /**
   * What a validated token must say, all of it. HTTP ports only. Needs a RequestAuthentication for the workload.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-when
   * @default - no token needed
   */
  readonly claims?: Claim[];
  /**
   * Further conditions, all of them. HTTP ports only.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-when
   * @default - none
   */
  readonly conditions?: AccessCondition[];
  /**
   * Only try the rule: it is written into a policy of its own (annotation `istio.io/dry-run`), which logs and counts what it would do and
   * neither lets anybody in nor refuses anybody. Not at the node proxies of an ambient namespace: Istio leaves it out there.
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
   * @default false
   */
  readonly dryRun?: boolean;
}
