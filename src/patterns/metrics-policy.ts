import { Construct } from 'constructs';
import { addTelemetry } from './telemetry-of';
import { IPolicyTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireSome } from '../core/require';
import { IstioMetric } from '../resources/istio-metric';
import { MetricOverride } from '../resources/metric-override';
import { MetricTag } from '../resources/metric-tag';
import { MetricsConfig } from '../resources/metrics-config';
import { Telemetry } from '../resources/telemetry';

/** Properties for `MetricsPolicy`. Something must be said. */
export interface MetricsPolicyProps {
  /**
   * Whose metrics: those of a service, a workload, a namespace, a gateway, a waypoint. No single ingress route.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-selector
   * @default - the whole mesh
   */
  readonly target?: IPolicyTarget;
  /**
   * Names of extension providers in the mesh configuration, for example `prometheus`, which every mesh has.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics-providers
   * @default - those of the mesh
   */
  readonly providers?: string[];
  /**
   * Metrics that are not wanted.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-disabled
   * @default - all are wanted
   */
  readonly disabled?: IstioMetric[];
  /**
   * Labels to take away from every metric, against too many series.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-operation
   * @default - none
   */
  readonly removedLabels?: string[];
  /**
   * CEL expression for each label to set on every metric, for example `request.host`. Mind how many values it can take.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-value
   * @default - none
   */
  readonly labels?: { [label: string]: string };
}

/**
 * Says which metrics and labels proxies produce. One Telemetry holds what this, `AccessLogging` and `Tracing` say about one target.
 * @see https://istio.io/latest/docs/tasks/observability/metrics/telemetry-api/
 */
export class MetricsPolicy extends Construct {
  /** The Telemetry of the target, for overrides. */
  public readonly telemetry: Telemetry;

  public constructor(scope: Construct, id: string, props: MetricsPolicyProps) {
    super(scope, id);
    const { target, providers, disabled = [], removedLabels = [], labels = {} } = props;
    Object.entries({ disabled: props.disabled, removedLabels: props.removedLabels }).forEach(([prop, list]) => list && requireSome(this, prop, list));
    const both = removedLabels.find(label => label in labels);
    if (both !== undefined) throw new UsageError(this, `label ${both} is in removedLabels and in labels`, 'leave it out of one of them');
    const tags = { ...removed(removedLabels), ...set(labels) };
    if (!providers && disabled.length === 0 && Object.keys(tags).length === 0) {
      throw new UsageError(this, 'nothing is said about metrics', 'give disabled, removedLabels, labels or providers');
    }
    // Applied in order, so what is for all metrics comes first.
    const all = Object.keys(tags).length ? [MetricOverride.of(IstioMetric.ALL_METRICS, { tags })] : [];
    const overrides = [...all, ...disabled.map(metric => MetricOverride.of(metric, { disabled: true }))];
    const metrics = MetricsConfig.of({ providers, ...overrides.length > 0 && { overrides } });
    this.telemetry = addTelemetry({ owner: this, target, metrics, providers: providers ?? [] });
  }
}

function removed(labels: string[]): { [label: string]: MetricTag } {
  return Object.fromEntries(labels.map(label => [label, MetricTag.removed()]));
}

function set(labels: { [label: string]: string }): { [label: string]: MetricTag } {
  return Object.fromEntries(Object.entries(labels).map(([label, expression]) => [label, MetricTag.value(expression)]));
}
