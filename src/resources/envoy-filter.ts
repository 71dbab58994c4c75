import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { EnvoyFilterScope } from './envoy-filter-scope';
import { EnvoyPatch } from './envoy-patch';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { overridable } from '../core/override';
import { requireInteger } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const Written = overridable(l1.EnvoyFilter);
const INT32 = 2 ** 31;

/** Properties for `EnvoyFilter`. */
export interface EnvoyFilterProps extends IstioResourceProps {
  /**
   * The proxies that are changed.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-workload_selector
   */
  readonly appliesTo: EnvoyFilterScope;
  /**
   * Changes, made in this order.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-config_patches
   * @default - none yet; `addPatch` adds some
   */
  readonly patches?: EnvoyPatch[];
  /**
   * Order among filters for the same proxy, lowest first. Those of the root namespace come before all others. Filters of equal priority
   * are applied by age, so give one where patches look for a filter that another EnvoyFilter may have added, replaced or removed.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-priority
   * @default 0
   */
  readonly priority?: number;
}

/**
 * Changes the Envoy configuration that Istio makes, where Istio has no word for what is needed. Names inside that configuration may
 * change with each version of Istio: prefer any other resource, and test upgrades.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter
 */
export class EnvoyFilter extends IstioResource {
  private readonly _patches = new Array<EnvoyPatch>();

  public constructor(scope: Construct, id: string, private readonly props: EnvoyFilterProps) {
    super(scope, id);
    if (props.priority !== undefined) requireInteger(this, 'priority', props.priority, -INT32, INT32 - 1);
    new Written(this, 'Resource', { metadata: this._metadata(props), spec: Lazy.any({ produce: () => this.renderSpec() }) });
    props.patches?.forEach(patch => this.addPatch(patch));
  }

  /** The patches so far, as a copy. */
  public get patches(): EnvoyPatch[] {
    return [...this._patches];
  }

  /**
   * Adds a change, after those that are there.
   * @param patch what to change
   */
  public addPatch(patch: EnvoyPatch): void {
    this._patches.push(patch);
  }

  private renderSpec(): l1.EnvoyFilterSpec {
    if (this._patches.length === 0) throw new UsageError(this, 'there are no patches, so that nothing is changed', 'add one with addPatch(…)');
    return {
      ...this.props.appliesTo._render(this),
      priority: this.props.priority,
      configPatches: this._patches.map(patch => patch._render()),
    };
  }
}
