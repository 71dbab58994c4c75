import { Duration } from 'cdk8s';
import { VirtualServiceSpecHttpRetries } from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { requireDuration, requireInteger, requireSome } from '../core/require';

/** Options for retries. */
export interface RetryOptions {
  /**
   * Limit for each attempt, the first one included, at least a millisecond. All attempts must fit into the timeout of the route.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-per_try_timeout
   * @default - the timeout of the route
   */
  readonly perTryTimeout?: Duration;
  /**
   * Retry POST and PATCH as well, whatever the condition. A write may then happen twice. gRPC calls are POST requests.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-retry_on
   * @default false
   */
  readonly alsoWrites?: boolean;
  /**
   * Shortest time before the second attempt, at least a millisecond. It grows with each further one.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-backoff
   * @default - 25 ms
   */
  readonly backoff?: Duration;
  /**
   * Retry on endpoints of other localities too.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-retry_remote_localities
   * @default false
   */
  readonly retryRemoteLocalities?: boolean;
  /**
   * Do not retry on endpoints that were tried already.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry-retry_ignore_previous_hosts
   * @default true
   */
  readonly ignorePreviousHosts?: boolean;
}

/** Istio's own default, of `attempts: 2`. */
const BEFORE_PROCESSING = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];
const ON_SERVER_ERRORS = ['5xx', 'reset', 'connect-failure', 'refused-stream'];
/** The service surely has not begun with the request, or says so. */
const HARMLESS = [...BEFORE_PROCESSING, 'reset-before-request', 'envoy-ratelimited'];
const CONDITIONS = [
  ...HARMLESS, '5xx', 'gateway-error', 'reset', 'retriable-4xx', 'retriable-status-codes', 'retriable-headers',
  'http3-post-connect-failure', 'deadline-exceeded', 'internal', 'resource-exhausted',
];
/** The statuses that Go knows: Istio refuses all others. */
const STATUS = /^(10[0-3]|20[0-8]|226|30[0-578]|40\d|41[0-8]|42[1-689]|431|451|50[0-8]|51[01])$/;

/**
 * When the proxy of the caller tries again. Where nothing is said, Istio retries twice before processing.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export class Retries {
  /** No retries. Istio's default is two. */
  public static none(): Retries {
    return new Retries(0, [], {});
  }

  /**
   * On failures where the request surely did not start: Istio's default conditions, written out.
   * @param attempts retries after the first try, 1 or more
   * @param options limits
   */
  public static beforeProcessing(attempts: number, options: RetryOptions = {}): Retries {
    return Retries.checked('Retries.beforeProcessing', BEFORE_PROCESSING, attempts, options);
  }

  /**
   * On answers of 5xx, connections that break and connections that cannot be made.
   * @param attempts retries after the first try, 1 or more
   * @param options limits
   */
  public static onServerErrors(attempts: number, options: RetryOptions = {}): Retries {
    return Retries.checked('Retries.onServerErrors', ON_SERVER_ERRORS, attempts, options);
  }

  /**
   * On conditions of your choice.
   * @param conditions Envoy retry conditions such as `gateway-error`, or HTTP statuses such as `503`
   * @param attempts retries after the first try, 1 or more
   * @param options limits
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
   */
  public static on(conditions: string[], attempts: number, options: RetryOptions = {}): Retries {
    requireSome('Retries.on', 'conditions', conditions);
    for (const condition of conditions) requireCondition(condition);
    return Retries.checked('Retries.on', [...conditions], attempts, options);
  }

  private static checked(where: string, conditions: string[], attempts: number, options: RetryOptions): Retries {
    requireInteger(where, 'attempts', attempts, 1, 0x7fffffff);
    if (options.perTryTimeout) requireDuration(where, 'perTryTimeout', options.perTryTimeout);
    if (options.backoff) requireDuration(where, 'backoff', options.backoff);
    return new Retries(attempts, conditions, options);
  }

  private constructor(private readonly attempts: number, private readonly conditions: string[], private readonly options: RetryOptions) {}

  /**
   * Retries after the first try.
   * @internal
   */
  public get _attempts(): number {
    return this.attempts;
  }

  /**
   * Limit for each attempt.
   * @internal
   */
  public get _perTryTimeout(): Duration | undefined {
    return this.options.perTryTimeout;
  }

  /**
   * Whether a request that was processed may be repeated, and nobody said that this is fine for writes.
   * @internal
   */
  public get _repeatsWrites(): boolean {
    return !this.options.alsoWrites && this.conditions.some(condition => !HARMLESS.includes(condition));
  }

  /**
   * As often and with the same limits, but only where the request surely did not start.
   * @internal
   */
  public _beforeProcessing(): Retries {
    return this.attempts === 0 ? this : new Retries(this.attempts, BEFORE_PROCESSING, this.options);
  }

  /**
   * What to write for a route.
   * @internal
   */
  public _render(): VirtualServiceSpecHttpRetries {
    const { perTryTimeout, backoff, retryRemoteLocalities, ignorePreviousHosts } = this.options;
    if (this.attempts === 0) return { attempts: 0 };
    return {
      attempts: this.attempts,
      retryOn: this.conditions.join(','),
      perTryTimeout: perTryTimeout && durationText(perTryTimeout),
      backoff: backoff && durationText(backoff),
      retryRemoteLocalities,
      retryIgnorePreviousHosts: ignorePreviousHosts,
    };
  }
}

function requireCondition(condition: string): void {
  if (CONDITIONS.includes(condition) || STATUS.test(condition)) return;
  throw new UsageError('Retries.on', `the condition is ${quoted(condition)}, which Istio does not know${didYouMean(condition, CONDITIONS)}`,
    `use an HTTP status, or one of ${[...CONDITIONS].sort().join(', ')}`);
}
