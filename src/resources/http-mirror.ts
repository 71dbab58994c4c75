import { IRouteTarget } from '../core/bindings';

/**
 * A copy of requests, sent without waiting for the answer.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy
 */
export interface HttpMirror {
  /**
   * Where the copies go: none of the destinations of the route.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-destination
   */
  readonly target: IRouteTarget;
  /**
   * Share of requests that are copied, in percent, 0.0001 to 100. Always said: Istio's default is all.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy-percentage
   */
  readonly percent: number;
}
