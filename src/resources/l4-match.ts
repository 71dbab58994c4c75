import { IGateway, IMeshNamespace } from '../core/bindings';

/**
 * Which connections a TCP route is for: all of these conditions, at least one.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes
 */
export interface TcpMatch {
  /**
   * IP addresses or CIDRs that clients connect to, any of these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-destination_subnets
   * @default - any
   */
  readonly destinationSubnets?: string[];
  /**
   * Port that clients connect to.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-port
   * @default - any
   */
  readonly port?: number;
  /**
   * Gateways that connections come in by, any of these. The VirtualService must be bound to them.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-gateways
   * @default - any way in
   */
  readonly gateways?: IGateway[];
  /**
   * Connections from inside of the mesh, beside those of `gateways`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-gateways
   * @default false
   */
  readonly mesh?: boolean;
  /**
   * Labels of the pods that connect, inside the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-source_labels
   * @default - any
   */
  readonly sourceLabels?: { [key: string]: string };
  /**
   * Namespace of the pods that connect, inside the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes-source_namespace
   * @default - any
   */
  readonly sourceNamespace?: IMeshNamespace;
}

/**
 * Which connections a TLS route is for: all of these conditions.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes
 */
export interface TlsMatch extends TcpMatch {
  /**
   * Server names that clients ask for (SNI), any of these, covered by the hosts of the VirtualService. `*.example.com` for all under it.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes-sni_hosts
   */
  readonly sniHosts: string[];
}
