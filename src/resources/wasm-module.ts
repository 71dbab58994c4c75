import { WasmEnvVar } from './wasm-env-var';

/** What happens to requests when a module cannot be loaded or fails. */
export enum WasmFailStrategy {
  /** They are refused with 5xx. */
  FAIL_CLOSE = 'FAIL_CLOSE',
  /** They pass without the module. Nothing for authentication and authorization. */
  FAIL_OPEN = 'FAIL_OPEN',
  /** The module starts anew when it has crashed. All else is as with FAIL_CLOSE. */
  FAIL_RELOAD = 'FAIL_RELOAD',
}

/** When a module is fetched, where neither a digest in the URL nor `sha256` says which it is. */
export enum WasmPullPolicy {
  /** When there is none yet. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Whenever the object changes, its metadata included. */
  ALWAYS = 'Always',
}

/** What a module works on. */
export enum WasmType {
  /** Requests (an HTTP filter). */
  HTTP = 'HTTP',
  /** Connections (a network filter), also those of HTTP. */
  NETWORK = 'NETWORK',
}

/**
 * A WebAssembly module: where it is, and how it runs.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export interface WasmModule {
  /**
   * Where it is: `oci://`, `https://`, `http://`, `file://` with a path in the proxy container, or without scheme, which is OCI.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-url
   */
  readonly url: string;
  /**
   * SHA-256 of the module or image, 64 lower-case hexadecimal digits, so that what runs is what was reviewed.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-sha256
   * @default - not checked
   */
  readonly sha256?: string;
  /**
   * When it is fetched.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-image_pull_policy
   * @default - WasmPullPolicy.IF_NOT_PRESENT; for an OCI image with tag `latest` WasmPullPolicy.ALWAYS
   */
  readonly imagePullPolicy?: WasmPullPolicy;
  /**
   * Docker pull Secret for an OCI image, in the namespace of the object.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-image_pull_secret
   * @default - none
   */
  readonly imagePullSecret?: string;
  /**
   * Reserved by Istio for signatures. It has no effect yet.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
   * @default - none
   */
  readonly verificationKey?: string;
  /**
   * Its configuration: the text of a JSON object.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-plugin_config
   * @default - none
   */
  readonly pluginConfig?: string;
  /**
   * Name of the plugin in the module (root ID), at most 256 characters.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-plugin_name
   * @default - what Istio makes of the object's name
   */
  readonly pluginName?: string;
  /**
   * What happens to requests when it cannot be loaded or fails.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-fail_strategy
   * @default WasmFailStrategy.FAIL_CLOSE
   */
  readonly failStrategy?: WasmFailStrategy;
  /**
   * Environment variables that it sees, each name once, at most 256.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig-env
   * @default - none
   */
  readonly env?: WasmEnvVar[];
  /**
   * What it works on.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-type
   * @default WasmType.HTTP
   */
  readonly type?: WasmType;
}
