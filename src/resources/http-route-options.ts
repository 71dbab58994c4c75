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
   * @default - none
   */
  readonly name?: string;
  /**
   * Which requests the route is for: any of these.
   * @default - every request
   */
  readonly matches?: RequestMatch[];
  /**
   * Which pages of other origins may call.
   * @default - none; preflights are sent to the service
   */
  readonly cors?: CorsPolicy;
  /**
   * Changes to the response.
   * @default - none
   */
  readonly responseHeaders?: HeaderOperations;
}

/** Options for an HTTP route that sends requests to a service. */
export interface HttpRouteOptions extends HttpAnswerOptions {
  /**
   * Overall limit, retries included.
   * @default - none
   */
  readonly timeout?: Duration;
  /**
   * When the proxy tries again.
   * @default - what the mesh says, usually two retries where the request surely did not start
   */
  readonly retries?: Retries;
  /**
   * What goes wrong on purpose.
   * @default - nothing
   */
  readonly fault?: Fault;
  /**
   * Where copies of the requests go.
   * @default - nowhere
   */
  readonly mirrors?: HttpMirror[];
  /**
   * How path and host change.
   * @default - not at all
   */
  readonly rewrite?: Rewrite;
  /**
   * Changes to the request.
   * @default - none
   */
  readonly requestHeaders?: HeaderOperations;
}
