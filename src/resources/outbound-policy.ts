/**
 * What happens to calls for hosts that the mesh does not know.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode
 */
export enum OutboundPolicy {
  /** They pass. */
  ALLOW_ANY = 'ALLOW_ANY',
  /** They are refused: with 502 for HTTP, with a closed connection otherwise. No firewall: a workload can go around its proxy. */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
}
