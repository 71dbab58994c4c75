import { Construct } from 'constructs';
import { EnvoyFilterScope } from './envoy-filter-scope';
import { EnvoyPatch } from './envoy-patch';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireInteger } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

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
  private readonly said: EnvoyFilterProps;
  private readonly _patches = new Array<EnvoyPatch>();

  public constructor(scope: Construct, id: string, props: EnvoyFilterProps) {
    super(scope, id, objectHead(l1.EnvoyFilter, scope, id, props));
    this.said = props;
    if (props.priority !== undefined) requireInteger(this, 'priority', props.priority, -INT32, INT32 - 1);
    props.patches?.forEach(patch => this.addPatch(patch));
  }

  /** The patches so far, as a copy. */
  public get configPatches(): EnvoyPatch[] {
    return [...this._patches];
  }

  /**
   * Adds a change, after those that are there.
   * @param patch what to change
   */
  public addPatch(patch: EnvoyPatch): void {
    this._patches.push(patch);
  }

  /**
   * @internal
   */
  protected _spec(): l1.EnvoyFilterSpec {
    if (this._patches.length === 0) throw new UsageError(this, 'there are no patches, so that nothing is changed', 'add one with addPatch(…)');
    return {
      ...this.said.appliesTo._render(this),
      priority: this.said.priority,
      configPatches: this._patches.map(patch => patch._render()),
    };
  }
}
