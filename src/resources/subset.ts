import { TrafficPolicy } from './traffic-policy';
import { renderTrafficPolicy, requireTrafficPolicy } from './traffic-policy-render';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { requireDnsLabel } from '../core/require';

/**
 * A named version of a host: the endpoints with certain labels, treated in their own way.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export class Subset {
  /**
   * The endpoints with certain labels.
   * @param name name that routes use, a DNS label, for example `v2`
   * @param labels labels of the pods, at least one
   * @param trafficPolicy how they are treated; what it leaves out is as in the rule
   */
  public static of(name: string, labels: { [key: string]: string }, trafficPolicy?: TrafficPolicy): Subset {
    requireSelector('Subset.of', 'labels', labels);
    return new Subset('Subset.of', name, labels, trafficPolicy);
  }

  /**
   * All endpoints of the host, for a second way to treat them: a route chooses it by name.
   * @param name name that routes use, a DNS label
   * @param trafficPolicy how they are treated; what it leaves out is as in the rule
   */
  public static allEndpoints(name: string, trafficPolicy?: TrafficPolicy): Subset {
    return new Subset('Subset.allEndpoints', name, {}, trafficPolicy);
  }

  private readonly _trafficPolicy?: TrafficPolicy;

  private constructor(where: string, private readonly _name: string, private readonly _labels: { [key: string]: string }, policy: TrafficPolicy = {}) {
    requireDnsLabel(where, 'name', _name);
    // Languages where options are keywords pass an empty one when there are none.
    if (Object.values(policy).every(said => said === undefined)) return;
    requireTrafficPolicy(where, policy);
    this._trafficPolicy = policy;
  }

  /** Name that routes use. */
  public get name(): string {
    return this._name;
  }

  /** Labels of the pods, as a copy. None for all endpoints. */
  public get labels(): { [key: string]: string } {
    return { ...this._labels };
  }

  /** How they are treated, where that is said. */
  public get trafficPolicy(): TrafficPolicy | undefined {
    return this._trafficPolicy;
  }

  /**
   * What to write into `subsets`.
   * @param namespace the one of the rule
   * @param rule policy of the rule
   * @internal
   */
  public _render(namespace: string, rule?: TrafficPolicy): l1.DestinationRuleSpecSubsets {
    const trafficPolicy = this._trafficPolicy && renderTrafficPolicy(namespace, this._trafficPolicy, rule);
    return {
      labels: Object.keys(this._labels).length ? this._labels : undefined,
      name: this._name,
      // Each copy of a CRD structure has enums of its own, with the same values.
      trafficPolicy: trafficPolicy as unknown as l1.DestinationRuleSpecSubsetsTrafficPolicy | undefined,
    };
  }
}
