import { TracingTag } from './tracing-tag';
import { WorkloadMode } from './workload-mode';
import * as l1 from '../../imports/telemetry.istio.io';
import { UsageError } from '../core/errors';
import { requireNonEmpty, requirePercent } from '../core/require';

/** What of tracing is said. What is not comes from the Telemetry around. */
export interface TracingConfigOptions {
  /**
   * Name of an extension provider in the mesh configuration.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-providers
   * @default - the one of the mesh, or of the Telemetry around this one
   */
  readonly provider?: string;
  /**
   * Only calls that the workload makes, or only calls that it answers.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector-mode
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;
  /**
   * Share of requests that are traced where no caller has decided yet, in percent, 0 to 100 in steps of 0.01.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-random_sampling_percentage
   * @default - the one around; 1 unless the mesh says otherwise
   */
  readonly randomSamplingPercentage?: number;
  /**
   * Report no spans. Trace headers are passed on all the same.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-disable_span_reporting
   * @default - as around; spans are reported
   */
  readonly disableSpanReporting?: boolean;
  /**
   * Tags to put on each span. They replace all that the Telemetry around says.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-custom_tags
   * @default - those around
   */
  readonly customTags?: { [tag: string]: TracingTag };
  /**
   * Put Istio's own tags on each span.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-enable_istio_tags
   * @default - as around; they are put on
   */
  readonly enableIstioTags?: boolean;
  /**
   * Decide about sampling by the request ID of Envoy. Say false behind a proxy that makes request IDs of another form.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
   * @default - as around; it does
   */
  readonly useRequestIdForTraceSampling?: boolean;
  /**
   * Leave the trace headers out of forwarded requests, for an egress gateway. Spans are reported all the same.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-disable_context_propagation
   * @default - as around; they are passed on
   */
  readonly disableContextPropagation?: boolean;
}

const WHERE = 'TracingConfig.of';

/**
 * How requests are traced.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing
 */
export class TracingConfig {
  /**
   * Says some of it.
   * @param options at least one
   */
  public static of(options: TracingConfigOptions): TracingConfig {
    const { mode: _, ...said } = options;
    if (Object.values(said).every(value => value === undefined)) {
      throw new UsageError(WHERE, 'nothing is said about tracing', 'give provider, randomSamplingPercentage, customTags or another option');
    }
    if (options.provider !== undefined) requireNonEmpty(WHERE, 'provider', options.provider);
    if (options.randomSamplingPercentage !== undefined) requireSampling(options.randomSamplingPercentage);
    Object.keys(options.customTags ?? {}).forEach(tag => requireNonEmpty(WHERE, 'the name of a tag in customTags', tag));
    return new TracingConfig(options);
  }

  private constructor(private readonly options: TracingConfigOptions) {}

  /**
   * What to write into `tracing`.
   * @internal
   */
  public _render(): l1.TelemetrySpecTracing {
    const { provider, mode, customTags, ...others } = this.options;
    const tags = customTags && Object.fromEntries(Object.entries(customTags).map(([name, tag]) => [name, tag._render()]));
    return {
      ...others,
      providers: provider === undefined ? undefined : [{ name: provider }],
      match: mode && { mode: mode as unknown as l1.TelemetrySpecTracingMatchMode },
      customTags: tags,
    };
  }
}

function requireSampling(percent: number): void {
  requirePercent(WHERE, 'randomSamplingPercentage', percent);
  if (Math.abs(percent * 100 - Math.round(percent * 100)) > 1e-6) {
    throw new UsageError(WHERE, `randomSamplingPercentage is ${percent}, finer than Istio can`, 'use steps of 0.01');
  }
}
