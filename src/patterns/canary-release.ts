import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { IReleasable } from './mesh-service';
import { requireApart } from './release-targets';
import { partsOf, StickyUsers } from './sticky-users';
import { IRouteTarget } from '../core/bindings';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireSome, requireWholePercent } from '../core/require';
import { RequestMatch } from '../resources/request-match';
import { StepPlan } from '../resources/step-plan';

/** Properties for `CanaryRelease`. */
export interface CanaryReleaseProps {
  /**
   * What serves today: a version, or a whole service.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly stable: IReleasable;
  /**
   * What is tried: another version, another service, one of another cluster, an API outside the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly canary: IRouteTarget;
  /**
   * Share of requests sent to the canary, in whole percent, 0 to 100. With `steps` one of them, 0 or 100.
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
  /**
   * The shares that `canaryPercent` will go through, made by `StepPlan.approved`. Needed for `stickyCookie`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-weight
   * @default - any share
   */
  readonly steps?: StepPlan;
  /**
   * Name of a cookie by which users stay where they are: one who got the canary keeps it as the share rises, and nobody is drawn twice.
   * Needs `steps`. Only on HTTP ports, and for clients that keep cookies.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-headers
   * @default - each request is drawn by itself
   */
  readonly stickyCookie?: string;
  /**
   * How long the cookie is kept, in whole seconds, at least one. Longer than the release takes.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-headers
   * @default Duration.days(30)
   */
  readonly stickyFor?: Duration;
}

const COOKIE_NAME = /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/;

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
    requireApart(this, { stable, canary }, 'release another version or another service');
    this.requireSteps(props);
    const split = [{ target: stable, percent: 100 - canaryPercent }, { target: canary, percent: canaryPercent }];
    stable.service._contribute(
      ...alwaysCanary ? [{ owner: this, matching: alwaysCanary, split: [{ target: canary, percent: 100 }] }] : [],
      { owner: this, split, sticky: this.stickyUsers(props) },
    );
  }

  private requireSteps({ steps, canaryPercent = 0, stickyCookie, stickyFor }: CanaryReleaseProps): void {
    if (steps?._every) throw new UsageError(this, 'steps are timed, and nobody moves a CanaryRelease but you', 'use StepPlan.approved, or leave the steps to ArgoRolloutsRelease or FlaggerRelease');
    if (steps && ![0, ...steps._percents, 100].includes(canaryPercent)) {
      throw new UsageError(this, `canaryPercent is ${canaryPercent}, and the steps are ${steps._percents.join(', ')}`, 'use one of the steps, 0 or 100');
    }
    if (stickyFor && stickyCookie === undefined) throw new UsageError(this, 'stickyFor is given without stickyCookie', 'name the cookie, or leave stickyFor out');
    if (stickyCookie === undefined) return;
    if (!COOKIE_NAME.test(stickyCookie)) throw new UsageError(this, `stickyCookie is ${quoted(stickyCookie)}, not a cookie name`, 'use letters, digits and dashes');
    if (!steps) throw new UsageError(this, 'stickyCookie is given without steps', 'say the shares to come with steps: StepPlan.approved(5, 20, 50); users are put into parts of just these sizes');
    if (stickyFor && (stickyFor.toMilliseconds() % 1000 || !stickyFor.toMilliseconds())) throw new UsageError(this, `stickyFor is ${durationText(stickyFor)}`, 'use whole seconds; a cookie knows no shorter time');
  }
  /** Where everybody goes to one place nobody has to be kept there. */
  private stickyUsers({ stable, canary, canaryPercent = 0, steps, stickyCookie, stickyFor }: CanaryReleaseProps): StickyUsers | undefined {
    if (stickyCookie === undefined || canaryPercent === 0 || canaryPercent === 100) return undefined;
    return { cookie: stickyCookie, maxAge: stickyFor ?? Duration.days(30), parts: partsOf(steps!._percents, canaryPercent, stable, canary) };
  }
}
