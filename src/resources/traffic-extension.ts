import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Attachment } from './attachment';
import { ExtensionEngine } from './extension-engine';
import { ExtensionPhase } from './extension-phase';
import { TrafficSelector } from './traffic-selector';
import { renderTrafficSelectors } from './traffic-selector-render';
import * as l1 from '../../imports/extensions.istio.io';
import { addOverride, overridable } from '../core/override';
import { requireInteger } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const Written = overridable(l1.TrafficExtension);
const MAX_INT32 = 2 ** 31 - 1;

/** Properties for `TrafficExtension`. */
export interface TrafficExtensionProps extends IstioResourceProps {
  /**
   * What runs: `ExtensionEngine.wasm` or `ExtensionEngine.lua`.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-wasm
   */
  readonly engine: ExtensionEngine;
  /**
   * Whose proxies run it. In the root namespace `Attachment.namespace()` is every proxy of the mesh, gateways included.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-selector
   */
  readonly attachTo: Attachment;
  /**
   * Where in the filter chain it is put.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-phase
   * @default - at the end, before the router
   */
  readonly phase?: ExtensionPhase;
  /**
   * Order inside a phase: the higher comes first.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-priority
   * @default 0
   */
  readonly priority?: number;
  /**
   * Calls that pass through it: any of these.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-match
   * @default - all
   */
  readonly match?: TrafficSelector[];
}

/**
 * A WebAssembly module or a Lua script that proxies run.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension
 */
export class TrafficExtension extends IstioResource {
  public constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id);
    const { attachTo, engine, priority } = props;
    const phase = props.phase as unknown as l1.TrafficExtensionSpecPhase | undefined;
    if (priority !== undefined) requireInteger(this, 'priority', priority, -MAX_INT32 - 1, MAX_INT32);
    const match = renderTrafficSelectors(this, props.match) as unknown as l1.TrafficExtensionSpecMatch[] | undefined;
    const render = () => ({ ...attachTo._render(this), ...engine._render(), match, priority, phase });
    new Written(this, 'Resource', { metadata: this._metadata(props), spec: Lazy.any({ produce: render }) as unknown as l1.TrafficExtensionSpec });
    // Not in the spec itself: serialization would drop what is null.
    if (engine._pluginConfig !== undefined) addOverride(ApiObject.of(this), 'spec.wasm.pluginConfig', engine._pluginConfig);
  }
}
