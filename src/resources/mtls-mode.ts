/**
 * What a workload takes from its callers.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export enum MtlsMode {
  /** What the scope around says: of a port the workload, then the namespace, then the mesh. PERMISSIVE if none says anything. */
  UNSET = 'UNSET',
  /** Plain text only: callers have no identity. */
  DISABLE = 'DISABLE',
  /** Mutual TLS and plain text. Callers in plain text have no identity. */
  PERMISSIVE = 'PERMISSIVE',
  /** Mutual TLS only: a caller without a proxy of the mesh is refused. */
  STRICT = 'STRICT',
}
