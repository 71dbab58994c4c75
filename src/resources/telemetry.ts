import { Construct } from 'constructs';
import { AccessLog } from './access-log';
import { Attachment } from './attachment';
import { MetricsConfig } from './metrics-config';
import { TracingConfig } from './tracing-config';
import * as l1 from '../../imports/telemetry.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { IstioResource, IstioResourceProps } from '../core/resource';


/** Properties for `Telemetry`. */
export interface TelemetryProps extends IstioResourceProps {
  /**
   * Whose calls it is about. Labels reach workloads of the object's own namespace only, also in the root namespace.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-selector
   * @default Attachment.namespace() - every workload of the namespace; in the root namespace, of the mesh
   */
  readonly attachTo?: Attachment;
  /**
   * How requests are traced. Istio supports one of these.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-tracing
   * @default - as the mesh, or the Telemetry around this one, says
   */
  readonly tracing?: TracingConfig;
  /**
   * Which metrics are produced.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-metrics
   * @default - as the mesh, or the Telemetry around this one, says
   */
  readonly metrics?: MetricsConfig[];
  /**
   * Which calls are logged.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-access_logging
   * @default - as the mesh, or the Telemetry around this one, says
   */
  readonly accessLogging?: AccessLog[];
}

/** What of a Telemetry may grow. */
interface TelemetryContent {
  readonly tracing?: TracingConfig;
  readonly metrics: MetricsConfig[];
  readonly accessLogging: AccessLog[];
}

/**
 * Logs, metrics and traces of workloads. The one of a workload adds to that of its namespace, and that to the one of the mesh.
 * Of several for one scope their age decides, so write one with all three.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
 */
export class Telemetry extends IstioResource {
  private readonly attachTo: Attachment;
  private readonly added: TelemetryContent;
  private produce?: () => TelemetryContent;

  public constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id, objectHead(l1.Telemetry, scope, id, props));
    this.attachTo = props.attachTo ?? Attachment.namespace();
    this.added = { tracing: props.tracing, metrics: [...props.metrics ?? []], accessLogging: [...props.accessLogging ?? []] };
  }

  /** What is said about metrics so far, as a copy. */
  public get metrics(): MetricsConfig[] {
    return [...this.content.metrics];
  }

  /** What is said about access logs so far, as a copy. */
  public get accessLogging(): AccessLog[] {
    return [...this.content.accessLogging];
  }

  /**
   * Says more about metrics.
   * @param metrics applied after what was said before
   */
  public addMetrics(metrics: MetricsConfig): void {
    requireOwn(this, this.produce);
    this.added.metrics.push(metrics);
  }

  /**
   * Says more about access logs.
   * @param log applied after what was said before
   */
  public addAccessLog(log: AccessLog): void {
    requireOwn(this, this.produce);
    this.added.accessLogging.push(log);
  }

  /**
   * Takes the content from a pattern, at synthesis, in place of what was added.
   * @internal
   */
  public _contentFrom(produce: () => TelemetryContent): void {
    this.produce = produce;
  }

  private get content(): TelemetryContent {
    return this.produce?.() ?? this.added;
  }

  /**
   * @internal
   */
  protected _spec(): l1.TelemetrySpec {
    const { tracing, metrics, accessLogging } = this.content;
    if (!tracing && metrics.length === 0 && accessLogging.length === 0) {
      throw new UsageError(this, 'the Telemetry says nothing', 'give tracing, metrics or accessLogging');
    }
    return {
      ...this.attachTo._render(this, true),
      tracing: tracing && [tracing._render()],
      metrics: metrics.length ? metrics.map(each => each._render()) : undefined,
      accessLogging: accessLogging.length ? accessLogging.map(log => log._render()) : undefined,
    };
  }
}
