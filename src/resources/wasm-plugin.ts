import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Attachment } from './attachment';
import { ExtensionPhase } from './extension-phase';
import { TrafficSelector } from './traffic-selector';
import { renderTrafficSelectors } from './traffic-selector-render';
import { WasmModule } from './wasm-module';
import { parsePluginConfig, renderWasmModule } from './wasm-module-render';
import * as l1 from '../../imports/extensions.istio.io';
import { addOverride, overridable } from '../core/override';
import { requireInteger } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const Written = overridable(l1.WasmPlugin);
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
  public constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id);
    const { attachTo, priority } = props;
    const phase = props.phase as unknown as l1.WasmPluginSpecPhase | undefined;
    if (priority !== undefined) requireInteger(this, 'priority', priority, -MAX_INT32 - 1, MAX_INT32);
    const module = renderWasmModule(this, props) as unknown as l1.WasmPluginSpec;
    const match = renderTrafficSelectors(this, props.match) as unknown as l1.WasmPluginSpecMatch[] | undefined;
    const config = parsePluginConfig(this, props.pluginConfig);
    const render = () => ({ ...attachTo._render(this), ...module, match, priority, phase });
    new Written(this, 'Resource', { metadata: this._metadata(props), spec: Lazy.any({ produce: render }) });
    // Not in the spec itself: serialization would drop what is null.
    if (config !== undefined) addOverride(ApiObject.of(this), 'spec.pluginConfig', config);
  }
}
