import { Construct } from 'constructs';
import { requireSomeProxies } from './whole-proxies';
import { IPolicyTarget } from '../core/bindings';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Attachment } from '../resources/attachment';
import { ExtensionPhase } from '../resources/extension-phase';
import { TrafficSelector } from '../resources/traffic-selector';
import { WasmFailStrategy } from '../resources/wasm-module';
import { WasmPlugin } from '../resources/wasm-plugin';

/** Properties for `WasmExtension`. */
export interface WasmExtensionProps {
  /**
   * Whose proxies run it: a service, a workload, a namespace, a gateway, a waypoint. Never the whole mesh.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-selector
   */
  readonly target: IPolicyTarget;
  /**
   * Where it is: `oci://`, `https://`, or `file://` with a path in the proxy container.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-url
   */
  readonly url: string;
  /**
   * SHA-256 of the module or image, 64 lower-case hexadecimal digits, so that what runs is what was reviewed.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-sha256
   */
  readonly sha256: string;
  /**
   * Its configuration: the text of a JSON object.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-plugin_config
   * @default - none
   */
  readonly config?: string;
  /**
   * Where in the filter chain it is put.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-phase
   * @default - at the end, before the router
   */
  readonly phase?: ExtensionPhase;
  /**
   * Calls that pass through it: any of these. Without it, calls that the workloads make pass through it too, not only those that they answer.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-match
   * @default - all
   */
  readonly match?: TrafficSelector[];
  /**
   * Let requests pass when it cannot be loaded or crashes. Nothing for authentication and authorization.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#FailStrategy
   * @default false
   */
  readonly failOpen?: boolean;
}

/**
 * Runs a WebAssembly module in the proxies of a target. Requests are refused when it cannot be loaded.
 * @see https://istio.io/latest/docs/tasks/extensibility/wasm-module-distribution/
 */
export class WasmExtension extends Construct {
  /** The WasmPlugin, for overrides. */
  public readonly plugin: WasmPlugin;

  public constructor(scope: Construct, id: string, props: WasmExtensionProps) {
    super(scope, id);
    watch(this);
    const { target, url, sha256, config, phase, match, failOpen = false } = props;
    this.plugin = partOf(this, new WasmPlugin(this, 'Plugin', {
      namespace: requireSomeProxies(this, target),
      metadata: { name: objectName(this) },
      attachTo: Attachment._of(() => target.policyTargetConfig()),
      url,
      sha256,
      pluginConfig: config,
      phase,
      match,
      failStrategy: failOpen ? WasmFailStrategy.FAIL_OPEN : WasmFailStrategy.FAIL_CLOSE,
    }));
  }
}
