import { WorkloadMode } from './workload-mode';

/**
 * Calls that pass through an extension. All that is said must hold.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector
 */
export interface TrafficSelector {
  /**
   * Only calls that the workload makes, or only calls that it answers. At a gateway all calls are CLIENT.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector-mode
   * @default WorkloadMode.CLIENT_AND_SERVER
   */
  readonly mode?: WorkloadMode;
  /**
   * Ports, any of these: of calls that the workload makes those of the service, of others those that its containers listen on.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector-ports
   * @default - every port
   */
  readonly ports?: number[];
}
