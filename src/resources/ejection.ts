import { Duration } from 'cdk8s';
import * as l1 from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { UsageError } from '../core/errors';
import { requireDuration, requireInteger, requireWholePercent } from '../core/require';

/** The one field that has another name in the generated classes than in Istio. */
type WrittenEjection = Omit<l1.DestinationRuleSpecTrafficPolicyOutlierDetection, 'consecutive5XxErrors'> & { readonly consecutive5xxErrors: number };

/** Options for ejection. */
export interface EjectionOptions {
  /**
   * How long an endpoint stays out, times the number of its ejections. At least a millisecond.
   * Of several endpoints that fail together, the first is out at once and the others up to a second later, because proxies take over what they
   * learn about the health of endpoints once a second. Below a second an ejection may so be over before it begins.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-base_ejection_time
   * @default Duration.seconds(30)
   */
  readonly baseTime?: Duration;
  /**
   * How often it is looked whether an endpoint may come back, so that it may be out so much longer. Errors in a row count at once. At least a
   * millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-interval
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;
  /**
   * Share of endpoints that may be out at a time, 1 to 100. Istio's own 10 means none below ten endpoints; 100 can leave nobody to answer.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-max_ejection_percent
   * @default 50
   */
  readonly maxPercent?: number;
  /**
   * Share of healthy endpoints below which all endpoints are used again, those that are out too, 0 to 100.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-min_health_percent
   * @default 0
   */
  readonly minHealthPercent?: number;
  /**
   * Status codes that count as errors, 100 to 599, in place of all 5xx. The API of Istio 1.31 has the field, but istiod does not read it yet.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-outlier_detection_http_error_codes
   * @default - every 5xx
   */
  readonly errorCodes?: number[];
}

/** How many errors in a row eject an endpoint. At least one of the three. */
export interface EjectionLimits extends EjectionOptions {
  /**
   * 5xx answers in a row, or failed connections, 1 or more. Includes the gateway errors.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-consecutive_5xx_errors
   * @default - they do not count
   */
  readonly serverErrors?: number;
  /**
   * 502, 503 and 504 answers in a row, or failed connections, 1 or more. Has an effect only below `serverErrors`, if both are said.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-consecutive_gateway_errors
   * @default - they do not count
   */
  readonly gatewayErrors?: number;
  /**
   * Failures in a row that the calling proxy sees itself (to connect, timeouts, resets), 1 or more. Where this is said, they no longer count as the others.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection-consecutive_local_origin_failures
   * @default - they count as server and gateway errors
   */
  readonly localOriginFailures?: number;
}

/**
 * When an endpoint is taken out of load balancing (outlier detection).
 * What is not said does not eject: Istio's own default of five 5xx answers is written as 0.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 */
export class Ejection {
  /**
   * After answers of 5xx, or connections that fail.
   * @param errors consecutive 5xx answers or failed connections, 1 or more
   * @param options times and limits
   */
  public static afterServerErrors(errors: number, options: EjectionOptions = {}): Ejection {
    return new Ejection('Ejection.afterServerErrors', { ...options, serverErrors: errors });
  }

  /**
   * After answers of 502, 503 or 504, or connections that fail.
   * @param errors consecutive 502, 503, 504 answers or connection failures, 1 or more
   * @param options times and limits
   */
  public static afterGatewayErrors(errors: number, options: EjectionOptions = {}): Ejection {
    return new Ejection('Ejection.afterGatewayErrors', { ...options, gatewayErrors: errors });
  }

  /**
   * After failures on the way to the endpoint, apart from what it answers.
   * @param failures consecutive failures that the calling proxy sees itself, 1 or more; what the endpoint answers does not matter
   * @param options times and limits
   */
  public static afterLocalOriginFailures(failures: number, options: EjectionOptions = {}): Ejection {
    return new Ejection('Ejection.afterLocalOriginFailures', { ...options, localOriginFailures: failures });
  }

  /**
   * After the first of several.
   * @param limits at least one of `serverErrors`, `gatewayErrors`, `localOriginFailures`
   */
  public static after(limits: EjectionLimits): Ejection {
    return new Ejection('Ejection.after', limits);
  }

  private constructor(where: string, private readonly limits: EjectionLimits) {
    requireLimits(where, limits);
    if (limits.baseTime) requireDuration(where, 'baseTime', limits.baseTime);
    if (limits.interval) requireDuration(where, 'interval', limits.interval);
    if (limits.maxPercent !== undefined) requireInteger(where, 'maxPercent', limits.maxPercent, 1, 100);
    if (limits.minHealthPercent !== undefined) requireWholePercent(where, 'minHealthPercent', limits.minHealthPercent);
    limits.errorCodes?.forEach(code => requireInteger(where, 'errorCodes', code, 100, 599));
  }

  /**
   * What to write as `outlierDetection`.
   * @internal
   */
  public _render(): WrittenEjection {
    const { serverErrors = 0, gatewayErrors, localOriginFailures, baseTime, interval, maxPercent = 50, minHealthPercent, errorCodes } = this.limits;
    return {
      consecutive5xxErrors: serverErrors,
      consecutiveGatewayErrors: gatewayErrors,
      splitExternalLocalOriginErrors: localOriginFailures === undefined ? undefined : true,
      consecutiveLocalOriginFailures: localOriginFailures,
      baseEjectionTime: baseTime && durationText(baseTime),
      interval: interval && durationText(interval),
      maxEjectionPercent: maxPercent,
      minHealthPercent,
      outlierDetectionHttpErrorCodes: errorCodes?.length ? [...errorCodes] : undefined,
    };
  }
}

function requireLimits(where: string, limits: EjectionLimits): void {
  const said = (['serverErrors', 'gatewayErrors', 'localOriginFailures'] as const).filter(limit => limits[limit] !== undefined);
  if (said.length === 0) throw new UsageError(where, 'nothing ejects an endpoint', 'give serverErrors, gatewayErrors or localOriginFailures');
  said.forEach(limit => requireInteger(where, limit, limits[limit]!, 1));
  const { serverErrors, gatewayErrors } = limits;
  if (serverErrors !== undefined && gatewayErrors !== undefined && gatewayErrors >= serverErrors) {
    throw new UsageError(where, `gatewayErrors is ${gatewayErrors} and serverErrors is ${serverErrors}, which count gateway errors too`,
      `use gatewayErrors below ${serverErrors}, or leave it out`);
  }
}
