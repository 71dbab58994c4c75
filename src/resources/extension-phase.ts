/**
 * Where in the filter chain an extension is put.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginPhase
 */
export enum ExtensionPhase {
  /** Before Istio validates tokens. */
  AUTHN = 'AUTHN',
  /** After that, and before Istio's authorization policies. */
  AUTHZ = 'AUTHZ',
  /** After that, and before Istio's metrics. */
  STATS = 'STATS',
}
