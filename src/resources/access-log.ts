import { requireProviders } from './telemetry-providers';
import { WorkloadMode } from './workload-mode';
import * as l1 from '../../imports/telemetry.istio.io';
import { UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

/** Which calls an access log is about. */
export interface AccessLogScope {
  /**
   * Names of extension providers in the mesh configuration.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-providers
   * @default - those of the mesh, or of the Telemetry around this one
   */
  readonly providers?: string[];
  /**
   * Only calls that the workload makes, or only calls that it answers.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector-mode
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;
}

/** Options for an access log that is written. */
export interface AccessLogOptions extends AccessLogScope {
  /**
   * CEL expression over Envoy attributes. Only calls for which it holds are logged, for example `response.code >= 400`. Needs `providers`:
   * Istio ignores it for those of the mesh.
   * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter-expression
   * @default - every call
   */
  readonly filter?: string;
}

/**
 * Whether calls are logged, where, and which.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export class AccessLog {
  /**
   * Writes a log, also where the Telemetry around this one says not to.
   * @param options providers, side, filter
   */
  public static enabled(options: AccessLogOptions = {}): AccessLog {
    const { filter, providers } = options;
    if (filter !== undefined) requireNonEmpty('AccessLog.enabled', 'filter', filter);
    if (filter !== undefined && !providers) {
      throw new UsageError('AccessLog.enabled', 'filter is given without providers, and Istio would ignore it', 'name the providers that it is for');
    }
    return new AccessLog('enabled', false, options, filter);
  }

  /**
   * Writes no log.
   * @param scope providers, side
   */
  public static disabled(scope: AccessLogScope = {}): AccessLog {
    return new AccessLog('disabled', true, scope);
  }

  private constructor(
    factory: string,
    private readonly isDisabled: boolean,
    private readonly scope: AccessLogScope,
    private readonly filter?: string,
  ) {
    requireProviders(`AccessLog.${factory}`, scope.providers);
  }

  /**
   * What to write into `accessLogging`.
   * @internal
   */
  public _render(): l1.TelemetrySpecAccessLogging {
    const { mode, providers } = this.scope;
    return {
      disabled: this.isDisabled,
      filter: this.filter === undefined ? undefined : { expression: this.filter },
      match: mode && { mode: mode as unknown as l1.TelemetrySpecAccessLoggingMatchMode },
      providers: providers?.map(name => ({ name })),
    };
  }
}
