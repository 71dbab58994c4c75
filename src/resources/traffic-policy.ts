import { ClientTls } from './client-tls';
import { ConnectionLimits } from './connection-limits';
import { Ejection } from './ejection';
import { LoadBalancing } from './load-balancing';
import { Locality } from './locality';
import { RetryBudget } from './traffic-policy-retry-budget';
import { Tunnel } from './tunnel';

/** Version of the PROXY protocol. */
export enum ProxyProtocol {
  /** Human readable. */
  V1 = 'V1',
  /** Binary. */
  V2 = 'V2',
}

/** What a traffic policy says for all ports, and can say for one. */
export interface TrafficPolicyBlocks {
  /**
   * How an endpoint is chosen.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-load_balancer
   * @default - what the mesh says, commonly `LoadBalancing.leastRequest()`; for a version or a port, what its rule says
   */
  readonly loadBalancing?: LoadBalancing;
  /**
   * Regions and zones. With failover it brings its own ejection.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-locality_lb_setting
   * @default - what the mesh says; for a version or a port, what its rule says
   */
  readonly locality?: Locality;
  /**
   * When an endpoint is taken out of load balancing. This also switches failover between localities on, unless `locality` says otherwise.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-outlier_detection
   * @default - never; for a version or a port, what its rule says
   */
  readonly ejection?: Ejection;
  /**
   * How much one proxy may have open.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   * @default - no limits; for a version or a port, what its rule says
   */
  readonly limits?: ConnectionLimits;
  /**
   * TLS towards the host.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-tls
   * @default - Istio's own mutual TLS with whoever can do it; for a version or a port, what its rule says
   */
  readonly tls?: ClientTls;
}

/**
 * What holds for one port. What it leaves out is written out from the policy around it, because Istio would forget all of that for the port.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy
 */
export interface PortTrafficPolicy extends TrafficPolicyBlocks {
  /**
   * Service port.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy-port
   */
  readonly port: number;
}

/**
 * What a client's proxy does with a request after routing has picked a host. At least one of the fields.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy extends TrafficPolicyBlocks {
  /**
   * What holds for single ports, in place of what is said here. Not together with `proxyProtocol` or `retryBudget`,
   * which Istio would forget for these ports.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-port_level_settings
   * @default - the same for all ports
   */
  readonly ports?: PortTrafficPolicy[];
  /**
   * Sends TCP and TLS connections on through the host, an HTTP proxy. Not together with `proxyProtocol`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-tunnel
   * @default - none
   */
  readonly tunnel?: Tunnel;
  /**
   * Tells the server the address of the client, by the PROXY protocol. Not together with `tunnel`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-proxy_protocol
   * @default - not told
   */
  readonly proxyProtocol?: ProxyProtocol;
  /**
   * How many retries may be under way, compared with requests.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-retry_budget
   * @default - what `limits` say
   */
  readonly retryBudget?: RetryBudget;
}
