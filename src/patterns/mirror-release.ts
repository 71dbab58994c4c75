import { Construct } from 'constructs';
import { IReleasable } from './mesh-service';
import { IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requirePercent, requireSome } from '../core/require';
import { RequestMatch } from '../resources/request-match';
import { sameTarget } from '../resources/route-destination-checks';

/** Properties for `MirrorRelease`. */
export interface MirrorReleaseProps {
  /**
   * What answers. A version gets all requests. A service answers as it does without the mirror: by its default version or a release.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly stable: IReleasable;
  /**
   * What gets copies: another version, another service. Its answers are thrown away.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-destination
   */
  readonly mirror: IRouteTarget;
  /**
   * Share of requests that are copied, in percent, 0.0001 to 100.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-percentage
   * @default 100
   */
  readonly mirrorPercent?: number;
  /**
   * Which requests are copied: those that hold one of these. A copy of a write is a second write, where both share a database.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - all of them
   */
  readonly matching?: RequestMatch[];
}

/**
 * Sends copies of requests to something new, for callers in the mesh and behind gateways. Callers see only what is stable.
 * @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/
 */
export class MirrorRelease extends Construct {
  public constructor(scope: Construct, id: string, props: MirrorReleaseProps) {
    super(scope, id);
    const { stable, mirror, mirrorPercent = 100, matching } = props;
    requirePercent(this, 'mirrorPercent', mirrorPercent, 0.0001);
    if (matching) requireSome(this, 'matching', matching);
    if (sameTarget(stable.targetConfig(), mirror.targetConfig())) {
      throw new UsageError(this, `stable and mirror are both ${stable.describeAction()}`, 'mirror to another version or another service');
    }
    stable.service._contribute(
      ...stable === stable.service ? [] : [{ owner: this, split: [{ target: stable, percent: 100 }] }],
      { owner: this, matching, mirrors: [{ target: mirror, percent: mirrorPercent }] },
    );
  }
}
