import { Duration } from 'cdk8s';
import * as l1 from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { requireDuration, requireInteger, requirePercent } from '../core/require';

/** Options for a retry budget. */
export interface RetryBudgetOptions {
  /**
   * Retries at a time that are always allowed, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget-min_retry_concurrency
   * @default 3
   */
  readonly minRetryConcurrency?: number;
  /**
   * Time in which new requests count for the budget. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget-budget_interval
   * @default - only requests active and waiting now count
   */
  readonly interval?: Duration;
}

/**
 * How many retries may be under way, compared with requests. It takes the place of `maxRetries` of the connection limits.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export class RetryBudget {
  /**
   * A share of the requests.
   * @param percent retries at a time, in percent of the requests active and waiting, 0 to 100; Istio's own default is 20
   * @param options what is always allowed
   */
  public static percent(percent: number, options: RetryBudgetOptions = {}): RetryBudget {
    const where = 'RetryBudget.percent';
    const { minRetryConcurrency, interval } = options;
    requirePercent(where, 'percent', percent);
    // Istio reads 0 as "not said", which is 3.
    if (minRetryConcurrency !== undefined) requireInteger(where, 'minRetryConcurrency', minRetryConcurrency, 1);
    if (interval) requireDuration(where, 'interval', interval);
    return new RetryBudget({ percent, minRetryConcurrency, budgetInterval: interval && durationText(interval) });
  }

  private constructor(private readonly budget: l1.DestinationRuleSpecTrafficPolicyRetryBudget) {}

  /**
   * What to write as `retryBudget`.
   * @internal
   */
  public _render(): l1.DestinationRuleSpecTrafficPolicyRetryBudget {
    return this.budget;
  }
}
