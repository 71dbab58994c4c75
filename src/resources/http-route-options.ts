import { Duration } from 'cdk8s';
import { CorsPolicy } from './cors-policy';
import { Fault } from './fault';
import { HeaderOperations } from './header-operations';
import { HttpMirror } from './http-mirror';
import { RequestMatch } from './request-match';
import { Retries } from './retries';
import { Rewrite } from './rewrite';

/** Options for any HTTP route. */
export interface HttpAnswerOptions {
  /**
   * Name of the route, for access logs and statistics.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-name
   * @default - none
   */
  readonly name?: string;
  /**
   * Which requests the route is for: any of these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - every request
   */
  readonly matches?: RequestMatch[];
  /**
   * Which pages of other origins may call.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-cors_policy
   * @default - none; preflights are sent to the service
   */
  readonly cors?: CorsPolicy;
  /**
   * Changes to the response.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-response
   * @default - none
   */
  readonly responseHeaders?: HeaderOperations;
}

/** Options for an HTTP route that sends requests to a service. */
export interface HttpRouteOptions extends HttpAnswerOptions {
  /**
   * Overall limit, retries included. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - none
   */
  readonly timeout?: Duration;
  /**
   * When the proxy tries again.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - what the mesh says, usually two retries where the request surely did not start
   */
  readonly retries?: Retries;
  /**
   * What goes wrong on purpose.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-fault
   * @default - nothing
   */
  readonly fault?: Fault;
  /**
   * Where copies of the requests go.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-mirrors
   * @default - nowhere
   */
  readonly mirrors?: HttpMirror[];
  /**
   * How path and host change.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-rewrite
   * @default - not at all
   */
  readonly rewrite?: Rewrite;
  /**
   * Changes to the request.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-request
   * @default - none
   */
  readonly requestHeaders?: HeaderOperations;
}
