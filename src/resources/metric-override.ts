import { IstioMetric } from './istio-metric';
import { MetricTag } from './metric-tag';
import { WorkloadMode } from './workload-mode';
import * as l1 from '../../imports/telemetry.istio.io';
import { UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

/** What becomes of metrics. */
export interface MetricOverrideOptions {
  /**
   * Only where the workload calls, or only where it answers.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-mode
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;
  /**
   * Produce none. False produces them although the Telemetry around says not to.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-disabled
   * @default - as around; they are produced
   */
  readonly disabled?: boolean;
  /**
   * What becomes of labels.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-tag_overrides
   * @default - as around
   */
  readonly tags?: { [tag: string]: MetricTag };
}

/**
 * A change to metrics. Changes are applied in order, so those of all metrics go first.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides
 */
export class MetricOverride {
  /**
   * For one of Istio's metrics, or for all.
   * @param metric which
   * @param options at least `disabled` or `tags`
   */
  public static of(metric: IstioMetric, options: MetricOverrideOptions): MetricOverride {
    return new MetricOverride('of', { metric: metric as unknown as l1.TelemetrySpecMetricsOverridesMatchMetric }, options);
  }

  /**
   * For a metric that is not one of Istio's.
   * @param name name of the metric
   * @param options at least `disabled` or `tags`
   */
  public static custom(name: string, options: MetricOverrideOptions): MetricOverride {
    requireNonEmpty('MetricOverride.custom', 'name', name);
    return new MetricOverride('custom', { customMetric: name }, options);
  }

  private constructor(
    factory: string,
    private readonly match: l1.TelemetrySpecMetricsOverridesMatch,
    private readonly options: MetricOverrideOptions,
  ) {
    const tags = Object.keys(options.tags ?? {});
    if (options.disabled === undefined && tags.length === 0) {
      throw new UsageError(`MetricOverride.${factory}`, 'nothing is changed', 'give disabled or tags');
    }
    tags.forEach(tag => requireNonEmpty(`MetricOverride.${factory}`, 'the name of a tag', tag));
  }

  /**
   * What to write into `overrides`.
   * @internal
   */
  public _render(): l1.TelemetrySpecMetricsOverrides {
    const { mode, disabled, tags = {} } = this.options;
    const tagOverrides = Object.entries(tags).map(([name, tag]) => [name, tag._render()]);
    return {
      match: { ...this.match, mode: mode as unknown as l1.TelemetrySpecMetricsOverridesMatchMode | undefined },
      disabled,
      tagOverrides: tagOverrides.length ? Object.fromEntries(tagOverrides) : undefined,
    };
  }
}
