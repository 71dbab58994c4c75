import { Construct } from 'constructs';
import { Attachment } from './attachment';
import { ExtensionPhase } from './extension-phase';
import { TrafficSelector } from './traffic-selector';
import { renderTrafficSelectors } from './traffic-selector-render';
import { WasmModule } from './wasm-module';
import { parsePluginConfig, renderWasmModule } from './wasm-module-render';
import * as l1 from '../../imports/extensions.istio.io';
import { objectHead } from '../core/object-head';
import { addOverride } from '../core/override';
import { requireInteger } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const MAX_INT32 = 2 ** 31 - 1;

/** Properties for `WasmPlugin`. */
export interface WasmPluginProps extends IstioResourceProps, WasmModule {
  /**
   * Whose proxies run it. In the root namespace `Attachment.namespace()` is every proxy of the mesh, gateways included.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-selector
   */
  readonly attachTo: Attachment;
  /**
   * Where in the filter chain it is put.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-phase
   * @default - at the end, before the router
   */
  readonly phase?: ExtensionPhase;
  /**
   * Order inside a phase: the higher comes first.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-priority
   * @default 0
   */
  readonly priority?: number;
  /**
   * Calls that pass through it: any of these.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-match
   * @default - all
   */
  readonly match?: TrafficSelector[];
}

/**
 * A WebAssembly module that proxies run.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export class WasmPlugin extends IstioResource {
  private readonly render: () => l1.WasmPluginSpec;

  public constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id, objectHead(l1.WasmPlugin, scope, id, props));
    const { attachTo, priority } = props;
    const phase = props.phase as unknown as l1.WasmPluginSpecPhase | undefined;
    if (priority !== undefined) requireInteger(this, 'priority', priority, -MAX_INT32 - 1, MAX_INT32);
    const module = renderWasmModule(this, props) as unknown as l1.WasmPluginSpec;
    const match = renderTrafficSelectors(this, props.match) as unknown as l1.WasmPluginSpecMatch[] | undefined;
    const config = parsePluginConfig(this, props.pluginConfig);
    this.render = () => ({ ...attachTo._render(this), ...module, match, priority, phase });
    // Not in the spec itself: serialization would drop what is null.
    if (config !== undefined) addOverride(this, 'spec.pluginConfig', config);
  }
  /**
   * @internal
   */
  protected _spec(): l1.WasmPluginSpec {
    return this.render();
  }
}
