import { Construct } from 'constructs';
import { addTelemetry } from './telemetry-of';
import { IPolicyTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { Telemetry } from '../resources/telemetry';
import { TracingConfig } from '../resources/tracing-config';
import { TracingTag } from '../resources/tracing-tag';

/** Properties for `Tracing`. Something must be said. */
export interface TracingProps {
  /**
   * Whose calls are traced: a service, a workload, a namespace, a gateway, a waypoint. No single ingress route.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-selector
   * @default - the whole mesh
   */
  readonly target?: IPolicyTarget;
  /**
   * Share of requests that are traced where no caller has decided yet, in percent, 0 to 100 in steps of 0.01.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-random_sampling_percentage
   * @default - the one around; 1 unless the mesh says otherwise
   */
  readonly samplingPercent?: number;
  /**
   * Name of an extension provider in the mesh configuration.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-providers
   * @default - the one of the mesh, or of the target around
   */
  readonly provider?: string;
  /**
   * Request header to copy into each tag. They replace the tags of the target around.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-custom_tags
   * @default - those around
   */
  readonly tagsFromHeaders?: { [tag: string]: string };
  /**
   * Report spans. False stops them for a target; trace headers are passed on all the same.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-disable_span_reporting
   * @default - as around; they are reported
   */
  readonly enabled?: boolean;
}

/**
 * Traces requests. One Telemetry holds what this, `AccessLogging` and `MetricsPolicy` say about one target.
 * @see https://istio.io/latest/docs/tasks/observability/distributed-tracing/telemetry-api/
 */
export class Tracing extends Construct {
  /** The Telemetry of the target, for overrides. */
  public readonly telemetry: Telemetry;

  public constructor(scope: Construct, id: string, props: TracingProps) {
    super(scope, id);
    const { target, samplingPercent, provider, tagsFromHeaders, enabled } = props;
    const said = [samplingPercent, provider, tagsFromHeaders, enabled].some(each => each !== undefined);
    if (!said) throw new UsageError(this, 'nothing is said about tracing', 'give samplingPercent, provider, tagsFromHeaders or enabled');
    const tags = tagsFromHeaders && Object.entries(tagsFromHeaders).map(([tag, header]) => [tag, TracingTag.header(header)]);
    const tracing = TracingConfig.of({
      randomSamplingPercentage: samplingPercent,
      provider,
      customTags: tags && Object.fromEntries(tags),
      disableSpanReporting: enabled === undefined ? undefined : !enabled,
    });
    this.telemetry = addTelemetry({ owner: this, target, tracing, providers: provider === undefined ? [] : [provider] });
  }
}
