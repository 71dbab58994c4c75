import { Duration } from 'cdk8s';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireInteger, requireNonEmpty, requirePort, requireSome } from '../core/require';

/** When a probe runs, and how often it must fail or succeed. */
export interface ProbeOptions {
  /**
   * Time from the start of the workload's proxy to the first probe, in whole seconds.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-initial_delay_seconds
   * @default - none
   */
  readonly initialDelay?: Duration;
  /**
   * Time after which an answer is too late, in whole seconds.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-timeout_seconds
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;
  /**
   * Time between two probes, in whole seconds.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-period_seconds
   * @default Duration.seconds(10)
   */
  readonly period?: Duration;
  /**
   * Successes in a row after which the workload is ready again, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-success_threshold
   * @default 1
   */
  readonly successThreshold?: number;
  /**
   * Failures in a row after which the workload is not ready any more, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe-failure_threshold
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** Options for a TCP probe. */
export interface TcpProbeOptions extends ProbeOptions {
  /**
   * Host to connect to.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig-host
   * @default - localhost
   */
  readonly host?: string;
}

/** Options for an HTTP probe. */
export interface HttpProbeOptions extends ProbeOptions {
  /**
   * Path to ask for.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-path
   * @default - `/`
   */
  readonly path?: string;
  /**
   * Host to connect to. For another `Host` header say it in `headers`.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-host
   * @default - the workload itself
   */
  readonly host?: string;
  /**
   * Whether to ask over HTTPS.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-scheme
   * @default false
   */
  readonly https?: boolean;
  /**
   * Headers of the request.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig-http_headers
   * @default - none
   */
  readonly headers?: { [name: string]: string };
}

const HEADER_NAME = /^[-_A-Za-z0-9]+$/;

type Method = Pick<l1.WorkloadGroupSpecProbe, 'httpGet' | 'tcpSocket' | 'exec'>;

/**
 * How the proxy of a virtual machine finds out whether the workload may get requests. A gRPC probe is in Istio's
 * schema, but its webhook refuses every WorkloadGroup that has one; probe gRPC servers with `tcp` or `exec`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export class ReadinessProbe {
  /**
   * An HTTP request that must be answered with a status from 200 to 399.
   * @param port port of the workload
   * @param options path, headers, times
   */
  public static http(port: number, options: HttpProbeOptions = {}): ReadinessProbe {
    const where = 'ReadinessProbe.http';
    requirePort(where, 'port', port);
    const { headers = {}, host, https, path } = options;
    if (path !== undefined && !path.startsWith('/')) throw new UsageError(where, `path is ${quoted(path)}`, 'start it with "/"');
    if (host !== undefined) requireNonEmpty(where, 'host', host);
    const unfit = Object.keys(headers).find(name => !HEADER_NAME.test(name));
    if (unfit !== undefined) throw new UsageError(where, `headers has ${quoted(unfit)}, not a header name`, 'use letters, digits, "-" and "_"');
    const httpHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
    return new ReadinessProbe(where, options, {
      httpGet: { port, path, host, scheme: https === undefined ? undefined : https ? 'HTTPS' : 'HTTP', httpHeaders: httpHeaders.length > 0 ? httpHeaders : undefined },
    });
  }

  /**
   * A connection that must be accepted.
   * @param port port of the workload
   * @param options host, times
   */
  public static tcp(port: number, options: TcpProbeOptions = {}): ReadinessProbe {
    requirePort('ReadinessProbe.tcp', 'port', port);
    if (options.host !== undefined) requireNonEmpty('ReadinessProbe.tcp', 'host', options.host);
    return new ReadinessProbe('ReadinessProbe.tcp', options, { tcpSocket: { port, host: options.host } });
  }

  /**
   * A command on the machine that must exit with 0.
   * @param command program and arguments; no shell takes part
   * @param options times
   */
  public static exec(command: string[], options: ProbeOptions = {}): ReadinessProbe {
    requireSome('ReadinessProbe.exec', 'command', command);
    command.forEach(part => requireNonEmpty('ReadinessProbe.exec', 'a part of command', part));
    return new ReadinessProbe('ReadinessProbe.exec', options, { exec: { command: [...command] } });
  }

  private constructor(where: string, private readonly options: ProbeOptions, private readonly method: Method) {
    const { failureThreshold, initialDelay, period, successThreshold, timeout } = options;
    if (initialDelay) requireSeconds(where, 'initialDelay', initialDelay, 0);
    if (timeout) requireSeconds(where, 'timeout', timeout, 1);
    if (period) requireSeconds(where, 'period', period, 1);
    if (successThreshold !== undefined) requireInteger(where, 'successThreshold', successThreshold, 1);
    if (failureThreshold !== undefined) requireInteger(where, 'failureThreshold', failureThreshold, 1);
  }

  /**
   * What to write.
   * @internal
   */
  public _render(): l1.WorkloadGroupSpecProbe {
    const { failureThreshold, initialDelay, period, successThreshold, timeout } = this.options;
    return {
      ...this.method,
      initialDelaySeconds: initialDelay?.toSeconds(),
      timeoutSeconds: timeout?.toSeconds(),
      periodSeconds: period?.toSeconds(),
      successThreshold,
      failureThreshold,
    };
  }
}

function requireSeconds(where: string, prop: string, duration: Duration, lowest: number): void {
  const seconds = duration.toMilliseconds() / 1000;
  if (!Number.isInteger(seconds) || seconds < lowest) {
    throw new UsageError(where, `${prop} is ${duration.toMilliseconds()} milliseconds`, `use whole seconds, ${lowest} or more`);
  }
}
