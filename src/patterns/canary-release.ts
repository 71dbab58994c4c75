import { Construct } from 'constructs';
import { IReleasable } from './mesh-service';
import { IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireSome, requireWholePercent } from '../core/require';
import { RequestMatch } from '../resources/request-match';
import { sameTarget } from '../resources/route-destination-checks';

/** Properties for `CanaryRelease`. */
export interface CanaryReleaseProps {
  /**
   * What serves today: a version, or a whole service.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly stable: IReleasable;
  /**
   * What is tried: another version, another service, one of another cluster.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly canary: IRouteTarget;
  /**
   * Share of requests sent to the canary, in whole percent, 0 to 100.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-weight
   * @default 0
   */
  readonly canaryPercent?: number;
  /**
   * Requests that always go to the canary: those that hold one of these. Only on HTTP ports.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - none
   */
  readonly alwaysCanary?: RequestMatch[];
}

/**
 * Splits the requests for a service between what serves today and something new, for callers in the mesh and behind gateways.
 * To move on, raise `canaryPercent`; to go back, set it to 0.
 * @see https://istio.io/latest/docs/tasks/traffic-management/traffic-shifting/
 */
export class CanaryRelease extends Construct {
  public constructor(scope: Construct, id: string, props: CanaryReleaseProps) {
    super(scope, id);
    const { stable, canary, canaryPercent = 0, alwaysCanary } = props;
    requireWholePercent(this, 'canaryPercent', canaryPercent);
    if (alwaysCanary) requireSome(this, 'alwaysCanary', alwaysCanary);
    if (sameTarget(stable.targetConfig(), canary.targetConfig())) {
      throw new UsageError(this, `stable and canary are both ${stable.describeAction()}`, 'release another version or another service');
    }
    stable.service.contribute({
      owner: this,
      split: [{ target: stable, percent: 100 - canaryPercent }, { target: canary, percent: canaryPercent }],
    });
    if (alwaysCanary) {
      stable.service.contribute({ owner: this, matching: alwaysCanary, split: [{ target: canary, percent: 100 }] });
    }
  }
}
