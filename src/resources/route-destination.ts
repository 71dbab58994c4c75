import { HeaderOperations } from './header-operations';
import { IRouteTarget } from '../core/bindings';

/**
 * A destination of a TCP or TLS route.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination
 */
export interface WeightedDestination {
  /**
   * Where connections are sent to.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination-destination
   */
  readonly target: IRouteTarget;
  /**
   * Share beside the other destinations of the route: a ratio, not a percentage. 0 takes it out for now.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination-weight
   * @default - everything, where it is the only destination; required otherwise
   */
  readonly weight?: number;
}

/**
 * A destination of an HTTP route.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export interface RouteDestination extends WeightedDestination {
  /**
   * Changes to requests that are sent here.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-headers
   * @default - none
   */
  readonly requestHeaders?: HeaderOperations;
  /**
   * Changes to responses that come from here.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-headers
   * @default - none
   */
  readonly responseHeaders?: HeaderOperations;
}
