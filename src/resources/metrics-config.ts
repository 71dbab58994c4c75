import { Duration } from 'cdk8s';
import { MetricOverride } from './metric-override';
import { requireProviders } from './telemetry-providers';
import * as l1 from '../../imports/telemetry.istio.io';
import { durationText } from '../core/duration';
import { UsageError } from '../core/errors';
import { requireDuration, requireSome } from '../core/require';

const WHERE = 'MetricsConfig.of';

/** What of metrics is said. What is not comes from the Telemetry around. */
export interface MetricsConfigOptions {
  /**
   * Names of extension providers in the mesh configuration.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-providers
   * @default - those of the mesh
   */
  readonly providers?: string[];
  /**
   * Changes, applied in order, after those of the Telemetry around.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-overrides
   * @default - none
   */
  readonly overrides?: MetricOverride[];
  /**
   * Time between two reports about an open TCP connection, a millisecond or more.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-reporting_interval
   * @default - 5 s
   */
  readonly reportingInterval?: Duration;
}

/**
 * Which metrics are produced, for whom, with which labels.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics
 */
export class MetricsConfig {
  /**
   * Says some of it.
   * @param options at least one
   */
  public static of(options: MetricsConfigOptions): MetricsConfig {
    const { providers, overrides, reportingInterval } = options;
    if (!providers && !overrides && !reportingInterval) throw new UsageError(WHERE, 'nothing is said about metrics', 'give providers, overrides or reportingInterval');
    requireProviders(WHERE, providers);
    if (overrides) requireSome(WHERE, 'overrides', overrides);
    if (reportingInterval) requireDuration(WHERE, 'reportingInterval', reportingInterval);
    return new MetricsConfig(options);
  }

  private constructor(private readonly options: MetricsConfigOptions) {}

  /**
   * What to write into `metrics`.
   * @internal
   */
  public _render(): l1.TelemetrySpecMetrics {
    const { providers, overrides, reportingInterval } = this.options;
    return {
      providers: providers?.map(name => ({ name })),
      overrides: overrides?.map(override => override._render()),
      reportingInterval: reportingInterval && durationText(reportingInterval),
    };
  }
}
