import { Construct } from 'constructs';
import { requireSomeProxies } from './whole-proxies';
import { IPolicyTarget } from '../core/bindings';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Attachment } from '../resources/attachment';
import { ExtensionEngine } from '../resources/extension-engine';
import { ExtensionPhase } from '../resources/extension-phase';
import { TrafficExtension } from '../resources/traffic-extension';
import { TrafficSelector } from '../resources/traffic-selector';

/** Properties for `LuaExtension`. */
export interface LuaExtensionProps {
  /**
   * Whose proxies run it: a service, a workload, a namespace, a gateway, a waypoint. Never the whole mesh.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-selector
   */
  readonly target: IPolicyTarget;
  /**
   * The script, at most 64 KiB, with `envoy_on_request` or `envoy_on_response`.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-lua
   */
  readonly script: string;
  /**
   * Where in the filter chain it is put.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-phase
   * @default - at the end, before the router
   */
  readonly phase?: ExtensionPhase;
  /**
   * Calls that pass through it: any of these. Without it, calls that the workloads make pass through it too, not only those that they answer.
   * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-match
   * @default - all
   */
  readonly match?: TrafficSelector[];
}

/**
 * Runs a Lua script in the proxies of a target, for small things. Written as a TrafficExtension, which Istio calls alpha.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export class LuaExtension extends Construct {
  /** The TrafficExtension, for overrides. */
  public readonly extension: TrafficExtension;

  public constructor(scope: Construct, id: string, props: LuaExtensionProps) {
    super(scope, id);
    watch(this);
    const { target, script, phase, match } = props;
    this.extension = partOf(this, new TrafficExtension(this, 'Extension', {
      namespace: requireSomeProxies(this, target),
      metadata: { name: objectName(this) },
      attachTo: Attachment._of(() => target.policyTargetConfig()),
      engine: ExtensionEngine.lua(script),
      phase,
      match,
    }));
  }
}
