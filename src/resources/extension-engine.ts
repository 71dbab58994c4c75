import { WasmModule } from './wasm-module';
import { parsePluginConfig, renderWasmModule } from './wasm-module-render';
import * as l1 from '../../imports/extensions.istio.io';
import { UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

const MAX_SCRIPT = 65536;

/**
 * What a TrafficExtension runs.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension
 */
export class ExtensionEngine {
  /**
   * A WebAssembly module.
   * @param module where it is, and how it runs
   */
  public static wasm(module: WasmModule): ExtensionEngine {
    const where = 'ExtensionEngine.wasm';
    return new ExtensionEngine({ wasm: renderWasmModule(where, module) }, parsePluginConfig(where, module.pluginConfig));
  }

  /**
   * A Lua script, for small things.
   * @param script at most 64 KiB, with `envoy_on_request` or `envoy_on_response`
   */
  public static lua(script: string): ExtensionEngine {
    const where = 'ExtensionEngine.lua';
    requireNonEmpty(where, 'script', script);
    const bytes = Buffer.byteLength(script);
    if (bytes > MAX_SCRIPT) throw new UsageError(where, `script has ${bytes} bytes`, `use at most ${MAX_SCRIPT}, or a WebAssembly module`);
    if (!/\benvoy_on_(request|response)\b/.test(script)) {
      throw new UsageError(where, 'script has neither envoy_on_request nor envoy_on_response, and would never run', 'define function envoy_on_request(handle) … end');
    }
    return new ExtensionEngine({ lua: { inlineCode: script } });
  }

  private constructor(private readonly spec: l1.TrafficExtensionSpec, private readonly config?: unknown) {}

  /**
   * What to write into the spec, besides the configuration.
   * @internal
   */
  public _render(): l1.TrafficExtensionSpec {
    return this.spec;
  }

  /**
   * Configuration of the module, for `wasm.pluginConfig`.
   * @internal
   */
  public get _pluginConfig(): unknown {
    return this.config;
  }
}
