import { Construct } from 'constructs';
import { Conflict, stateConsistently, Statement } from './conflicts';
import { namespaceOf } from './policy-place';
import { reportUnread, requireNoHosts } from './whole-proxies';
import { IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { settingsOf } from '../core/scopes';
import { ProxyConfig, ProxyImage } from '../resources/proxy-config';

/** Properties for `ProxyTuning`. Something must be said. */
export interface ProxyTuningProps {
  /**
   * Whose proxies: those of a service, a workload, a namespace, a gateway.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-selector
   * @default - the whole mesh
   */
  readonly target?: IPolicyTarget;
  /**
   * Worker threads of a proxy. 0 is one for each core of the machine.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-concurrency
   * @default - from the CPU limit of the proxy
   */
  readonly concurrency?: number;
  /**
   * Variant of the proxy image.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-image
   * @default - what the mesh uses
   */
  readonly image?: ProxyImage;
  /**
   * Environment variables of the proxy. Those that begin with `ISTIO_META_` are told to the control plane.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-environment_variables
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };
}

interface Tuned extends Statement {
  readonly place: PolicyTargetConfig;
}

/**
 * How the proxies of a target run. Takes effect when a pod is made anew. What is said for a workload is merged with what is said for its
 * namespace and for the mesh.
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyTuning extends Construct {
  /** The ProxyConfig, for overrides. */
  public readonly proxyConfig: ProxyConfig;

  public constructor(scope: Construct, id: string, props: ProxyTuningProps) {
    super(scope, id);
    watch(this);
    const { target, ...said } = props;
    const place = target?.policyTargetConfig() ?? { namespace: settingsOf(this).rootNamespace };
    requireNoHosts(this, place);
    if (place.targetRef) throw new UsageError(this, 'the target is served by a waypoint, and a ProxyConfig selects pods', 'annotate the waypoint, or pass a workload with a sidecar');
    stateConsistently<Tuned>('proxy-tuning/contradiction', { owner: this, topics: [{ of: [keyOf(place)], what: this.node.path }], place }, conflict);
    if (target) reportUnread(this, target);
    this.proxyConfig = partOf(this, new ProxyConfig(this, 'ProxyConfig', {
      ...said,
      namespace: namespaceOf(place),
      metadata: { name: objectName(this) },
      selector: place.selector,
    }));
  }
}

function conflict({ place }: Tuned, other: Tuned): Conflict | undefined {
  if (keyOf(place) !== keyOf(other.place)) return undefined;
  return {
    fact: `the proxies of this target are tuned by [${pathOf(other.owner)}] already`,
    why: 'of two ProxyConfigs for a scope Istio takes the older one, and leaves the other out',
    fix: 'say it in one construct for each target',
  };
}

function keyOf({ namespace, selector = {} }: PolicyTargetConfig): string {
  return JSON.stringify([namespace, Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
