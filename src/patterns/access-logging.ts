import { Construct } from 'constructs';
import { addTelemetry } from './telemetry-of';
import { IPolicyTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { AccessLog } from '../resources/access-log';
import { Telemetry } from '../resources/telemetry';
import { WorkloadMode } from '../resources/workload-mode';

/** Properties for `AccessLogging`. */
export interface AccessLoggingProps {
  /**
   * Whose calls are logged: a service, a workload, a namespace, a gateway, a waypoint. No single ingress route.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry-selector
   * @default - the whole mesh
   */
  readonly target?: IPolicyTarget;
  /**
   * Names of extension providers in the mesh configuration, for example `envoy`, which every mesh has: JSON or text to the output of the proxy.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-providers
   * @default - those of the mesh; where it names none, nothing is logged
   */
  readonly providers?: string[];
  /**
   * CEL expression over Envoy attributes. Only calls for which it holds are logged, for example `response.code >= 400`. Needs `providers`.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter-expression
   * @default - every call
   */
  readonly filter?: string;
  /**
   * Only calls that the workloads make, or only calls that they answer.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector-mode
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;
  /**
   * Whether calls are logged. False silences a target where the mesh or the namespace around it logs.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-disabled
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Logs calls, or keeps a target silent. One Telemetry holds what this, `Tracing` and `MetricsPolicy` say about one target.
 * @see https://istio.io/latest/docs/tasks/observability/logs/telemetry-api/
 */
export class AccessLogging extends Construct {
  /** The Telemetry of the target, for overrides. */
  public readonly telemetry: Telemetry;

  public constructor(scope: Construct, id: string, props: AccessLoggingProps = {}) {
    super(scope, id);
    const { target, providers, filter, mode, enabled = true } = props;
    if (!enabled && filter !== undefined) throw new UsageError(this, 'filter is given, and enabled is false', 'leave one of them out');
    if (filter !== undefined && !providers) {
      throw new UsageError(this, 'filter is given without providers, and Istio would ignore it', 'name the providers, for example ["envoy"]');
    }
    const accessLog = enabled ? AccessLog.enabled({ providers, filter, mode }) : AccessLog.disabled({ providers, mode });
    this.telemetry = addTelemetry({ owner: this, target, accessLog, providers: providers ?? [] });
  }
}
