import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { IRouteTarget } from '../core/bindings';
import { ConnectionLimits } from '../resources/connection-limits';
import { Ejection } from '../resources/ejection';
import { Fault } from '../resources/fault';
import { LoadBalancing } from '../resources/load-balancing';
import { Locality } from '../resources/locality';
import { RequestMatch } from '../resources/request-match';
import { Retries } from '../resources/retries';

/** A target with its share of the requests. */
export interface WeightedTarget {
  /**
   * Where to.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly target: IRouteTarget;
  /**
   * Share in whole percent. The shares of a split add up to 100.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-weight
   */
  readonly percent: number;
}

/** A copy of requests. Its answer is thrown away. */
export interface MirrorTarget {
  /**
   * Where to.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-destination
   */
  readonly target: IRouteTarget;
  /**
   * Share of the requests that are copied, in percent, 0.0001 to 100.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-percentage
   */
  readonly percent: number;
}

/**
 * "For these requests, this much." Each field is decided by itself: the contribution with the narrowest `matching` wins.
 * Two that set one field for the same requests are refused at the second call, with the paths of both; two that overlap without one
 * being the narrower are kept in order of declaration and reported as `mesh-service/overlapping-contributions`.
 */
export interface TrafficContribution {
  /** Construct that says so. Messages name it. */
  readonly owner: IConstruct;
  /**
   * Which requests: any of these. Paths are those that the service sees, also where a gateway rewrites.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - all of them
   */
  readonly matching?: RequestMatch[];
  /**
   * Name of the rendered routes, for controllers that look routes up by name. A second route gets `-2` behind it.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-name
   * @default - the routes have no name
   */
  readonly routeName?: string;
  /**
   * Where they go. On TCP ports, where there is nothing to match, only without `matching`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-route
   * @default - not said: the service, or its default version
   */
  readonly split?: WeightedTarget[];
  /**
   * Where copies go.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-mirrors
   * @default - not said: nowhere
   */
  readonly mirrors?: MirrorTarget[];
  /**
   * What goes wrong on purpose.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-fault
   * @default - not said: nothing
   */
  readonly fault?: Fault;
  /**
   * Limit for a request with all its retries, at least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - not said: no limit
   */
  readonly timeout?: Duration;
  /**
   * When to try again.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - not said: Istio's two retries before processing
   */
  readonly retries?: Retries;
  /**
   * Version that `loadBalancing`, `ejection`, `limits` and `locality` are for. What is not said about a version is as for the service.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset-traffic_policy
   * @default - all of them
   */
  readonly version?: string;
  /**
   * Service port that `loadBalancing`, `ejection`, `limits` and `locality` are for. What is not said about a port is as for all ports.
   * Where a version and a port both say something, the version counts.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-port_level_settings
   * @default - all of them
   */
  readonly port?: number;
  /**
   * How an endpoint is chosen. Not with `matching`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-load_balancer
   * @default - not said: least requests
   */
  readonly loadBalancing?: LoadBalancing;
  /**
   * When an endpoint is taken out. Not with `matching`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-outlier_detection
   * @default - not said: never
   */
  readonly ejection?: Ejection;
  /**
   * How much may be open. Not with `matching`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   * @default - not said: no limits
   */
  readonly limits?: ConnectionLimits;
  /**
   * Regions and zones. Not with `matching`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-locality_lb_setting
   * @default - not said: what the mesh says
   */
  readonly locality?: Locality;
}
