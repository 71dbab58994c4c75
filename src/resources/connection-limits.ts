import { Duration } from 'cdk8s';
import * as l1 from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { UsageError } from '../core/errors';
import { requireDuration, requireInteger } from '../core/require';

const WHERE = 'ConnectionLimits.of';
const LARGEST_INT = 2 ** 31 - 1;
/** Envoy's limit for requests on one connection. */
const MOST_REQUESTS = 2 ** 29;

/** Whether HTTP/1.1 requests go on to the service as HTTP/2. */
export enum H2UpgradePolicy {
  /** What the mesh says. */
  DEFAULT = 'DEFAULT',
  /** They stay HTTP/1.1. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** They become HTTP/2. */
  UPGRADE = 'UPGRADE',
}

/** Options for connection limits, of one calling proxy. */
export interface ConnectionLimitOptions {
  /**
   * Connections to the service from one proxy, 1 or more (HTTP/1.1 and TCP).
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-max_connections
   * @default - no limit
   */
  readonly maxConnections?: number;
  /**
   * Requests waiting for a connection, 1 or more (Istio's `http1MaxPendingRequests`, which limits HTTP/2 as well).
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-http1_max_pending_requests
   * @default - no limit
   */
  readonly maxPendingRequests?: number;
  /**
   * Requests in flight, 1 or more (Istio's `http2MaxRequests`, which limits HTTP/1.1 as well).
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-http2_max_requests
   * @default - no limit
   */
  readonly maxRequests?: number;
  /**
   * Requests on one connection, 1 to 536870912. 1 opens a connection for each.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-max_requests_per_connection
   * @default - no limit
   */
  readonly maxRequestsPerConnection?: number;
  /**
   * Retries in flight, 1 or more. A `RetryBudget` takes its place.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-max_retries
   * @default - no limit
   */
  readonly maxRetries?: number;
  /**
   * Streams on one HTTP/2 connection, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-max_concurrent_streams
   * @default 2147483647
   */
  readonly maxConcurrentStreams?: number;
  /**
   * Time to connect. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-connect_timeout
   * @default Duration.seconds(10)
   */
  readonly connectTimeout?: Duration;
  /**
   * Time without a request after which an HTTP connection is closed. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-idle_timeout
   * @default Duration.hours(1)
   */
  readonly idleTimeout?: Duration;
  /**
   * Time without a byte after which a TCP connection is closed. Zero for never.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-idle_timeout
   * @default Duration.hours(1)
   */
  readonly tcpIdleTimeout?: Duration;
  /**
   * Age at which a connection is closed. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-max_connection_duration
   * @default - no limit
   */
  readonly maxConnectionDuration?: Duration;
  /**
   * TCP keepalive: idle time before the first probe. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive-time
   * @default - what the operating system says, if one of the others is given; else no keepalive
   */
  readonly tcpKeepaliveTime?: Duration;
  /**
   * TCP keepalive: time between probes. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive-interval
   * @default - what the operating system says, if one of the others is given; else no keepalive
   */
  readonly tcpKeepaliveInterval?: Duration;
  /**
   * TCP keepalive: probes without answer after which the connection is dead, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive-probes
   * @default - what the operating system says, if one of the others is given; else no keepalive
   */
  readonly tcpKeepaliveProbes?: number;
  /**
   * Time between HTTP/2 PING frames. At least a millisecond; needs `http2KeepAliveTimeout`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive-interval
   * @default - no PING frames
   */
  readonly http2KeepAliveInterval?: Duration;
  /**
   * Time for the answer to a PING frame, after which the connection is closed. At least a millisecond; needs `http2KeepAliveInterval`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive-timeout
   * @default - no PING frames
   */
  readonly http2KeepAliveTimeout?: Duration;
  /**
   * Whether HTTP/1.1 requests go on as HTTP/2.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-h2_upgrade_policy
   * @default H2UpgradePolicy.DEFAULT
   */
  readonly h2UpgradePolicy?: H2UpgradePolicy;
  /**
   * Requests go on in the protocol that they came in. Not together with an upgrade.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-use_client_protocol
   * @default false
   */
  readonly useClientProtocol?: boolean;
}

/**
 * How much one proxy may have open to a service (connection pool), and how it keeps connections.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export class ConnectionLimits {
  /**
   * Limits for one proxy.
   * @param options at least one
   */
  public static of(options: ConnectionLimitOptions): ConnectionLimits {
    if (Object.values(options).every(value => value === undefined)) throw new UsageError(WHERE, 'no option is given', 'give at least one, for example maxConnections');
    requireNumbers(options);
    requireDurations(options);
    requireCombinations(options);
    return new ConnectionLimits(options);
  }

  private constructor(private readonly options: ConnectionLimitOptions) {}

  /**
   * These, with what others say about the rest.
   * @internal
   */
  public _over(outer: ConnectionLimits): ConnectionLimits {
    const own: ConnectionLimitOptions = Object.fromEntries(Object.entries(this.options).filter(([, value]) => value !== undefined));
    const { useClientProtocol, h2UpgradePolicy, ...rest } = outer.options;
    return new ConnectionLimits({
      ...rest,
      // Istio refuses a protocol that is both kept and upgraded.
      ...(own.h2UpgradePolicy !== H2UpgradePolicy.UPGRADE && { useClientProtocol }),
      ...(!own.useClientProtocol && { h2UpgradePolicy }),
      ...own,
    });
  }

  /**
   * What to write as `connectionPool`.
   * @internal
   */
  public _render(): l1.DestinationRuleSpecTrafficPolicyConnectionPool {
    return { tcp: someOf(this.renderTcp()), http: someOf(this.renderHttp()) };
  }

  private renderTcp(): l1.DestinationRuleSpecTrafficPolicyConnectionPoolTcp {
    const { maxConnections, connectTimeout, tcpIdleTimeout, maxConnectionDuration } = this.options;
    const { tcpKeepaliveTime, tcpKeepaliveInterval, tcpKeepaliveProbes } = this.options;
    return {
      maxConnections,
      connectTimeout: text(connectTimeout),
      idleTimeout: text(tcpIdleTimeout),
      maxConnectionDuration: text(maxConnectionDuration),
      tcpKeepalive: someOf({ time: text(tcpKeepaliveTime), interval: text(tcpKeepaliveInterval), probes: tcpKeepaliveProbes }),
    };
  }

  private renderHttp(): l1.DestinationRuleSpecTrafficPolicyConnectionPoolHttp {
    const { maxPendingRequests, maxRequests, maxRequestsPerConnection, maxRetries, maxConcurrentStreams, useClientProtocol } = this.options;
    const { idleTimeout, h2UpgradePolicy, http2KeepAliveInterval, http2KeepAliveTimeout } = this.options;
    return {
      http1MaxPendingRequests: maxPendingRequests,
      http2MaxRequests: maxRequests,
      maxRequestsPerConnection,
      maxRetries,
      maxConcurrentStreams,
      idleTimeout: text(idleTimeout),
      http2KeepAlive: someOf({ interval: text(http2KeepAliveInterval), timeout: text(http2KeepAliveTimeout) }),
      h2UpgradePolicy: h2UpgradePolicy as l1.DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy | undefined,
      useClientProtocol,
    };
  }
}

function text(duration?: Duration): string | undefined {
  return duration && durationText(duration);
}

/** An object, or nothing where none of its fields is set: Istio refuses empty ones. */
function someOf<T extends object>(object: T): T | undefined {
  return Object.values(object).some(value => value !== undefined) ? object : undefined;
}

function requireNumbers(options: ConnectionLimitOptions): void {
  // Istio reads 0 as "not said", which is no limit: the opposite of what it looks like.
  const props = ['maxConnections', 'maxPendingRequests', 'maxRequests', 'maxRetries', 'maxConcurrentStreams', 'tcpKeepaliveProbes'] as const;
  for (const prop of props) {
    if (options[prop] !== undefined) requireInteger(WHERE, prop, options[prop]!, 1, LARGEST_INT);
  }
  if (options.maxRequestsPerConnection !== undefined) requireInteger(WHERE, 'maxRequestsPerConnection', options.maxRequestsPerConnection, 1, MOST_REQUESTS);
}

function requireDurations(options: ConnectionLimitOptions): void {
  const props = ['connectTimeout', 'idleTimeout', 'maxConnectionDuration', 'tcpKeepaliveTime', 'tcpKeepaliveInterval', 'http2KeepAliveInterval', 'http2KeepAliveTimeout'] as const;
  for (const prop of props) {
    if (options[prop]) requireDuration(WHERE, prop, options[prop]!);
  }
}

function requireCombinations({ http2KeepAliveInterval, http2KeepAliveTimeout, h2UpgradePolicy, useClientProtocol }: ConnectionLimitOptions): void {
  if ((http2KeepAliveInterval === undefined) !== (http2KeepAliveTimeout === undefined)) {
    const [given, missing] = http2KeepAliveInterval ? ['http2KeepAliveInterval', 'http2KeepAliveTimeout'] : ['http2KeepAliveTimeout', 'http2KeepAliveInterval'];
    throw new UsageError(WHERE, `${given} is given without ${missing}`, `give ${missing} too`);
  }
  if (useClientProtocol && h2UpgradePolicy === H2UpgradePolicy.UPGRADE) {
    throw new UsageError(WHERE, 'useClientProtocol is true and h2UpgradePolicy is UPGRADE', 'keep the protocol or upgrade it, not both');
  }
}
