import * as l1 from '../../imports/telemetry.istio.io';
import { requireNonEmpty } from '../core/require';

/**
 * What becomes of a label of a metric, which Istio calls tag.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride
 */
export class MetricTag {
  /**
   * Sets the label.
   * @param expression CEL expression over Envoy attributes, for example `request.host`; a text goes in quotes, `'shop'`
   */
  public static value(expression: string): MetricTag {
    requireNonEmpty('MetricTag.value', 'expression', expression);
    return new MetricTag({ operation: l1.TelemetrySpecMetricsOverridesTagOverridesOperation.UPSERT, value: expression });
  }

  /** Takes the label away, against too many series. */
  public static removed(): MetricTag {
    return new MetricTag({ operation: l1.TelemetrySpecMetricsOverridesTagOverridesOperation.REMOVE });
  }

  private constructor(private readonly tag: l1.TelemetrySpecMetricsOverridesTagOverrides) {}

  /**
   * What to write into `tagOverrides`.
   * @internal
   */
  public _render(): l1.TelemetrySpecMetricsOverridesTagOverrides {
    return this.tag;
  }
}
