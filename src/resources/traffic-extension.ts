import { Construct } from 'constructs';
import { Attachment } from './attachment';
import { ExtensionEngine } from './extension-engine';
import { ExtensionPhase } from './extension-phase';
import { TrafficSelector } from './traffic-selector';
import { renderTrafficSelectors } from './traffic-selector-render';
import * as l1 from '../../imports/extensions.istio.io';
import { objectHead } from '../core/object-head';
import { addOverride } from '../core/override';
import { requireInteger } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

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
  private readonly render: () => l1.TrafficExtensionSpec;

  public constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id, objectHead(l1.TrafficExtension, scope, id, props));
    const { attachTo, engine, priority } = props;
    const phase = props.phase as unknown as l1.TrafficExtensionSpecPhase | undefined;
    if (priority !== undefined) requireInteger(this, 'priority', priority, -MAX_INT32 - 1, MAX_INT32);
    const match = renderTrafficSelectors(this, props.match) as unknown as l1.TrafficExtensionSpecMatch[] | undefined;
    this.render = () => ({ ...attachTo._render(this), ...engine._render(), match, priority, phase });
    // Not in the spec itself: serialization would drop what is null.
    if (engine._pluginConfig !== undefined) addOverride(this, 'spec.wasm.pluginConfig', engine._pluginConfig);
  }
  /**
   * @internal
   */
  protected _spec(): l1.TrafficExtensionSpec {
    return this.render();
  }
}
