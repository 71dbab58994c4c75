import { Ejection } from './ejection';
import { requireDisjoint, requireLocality } from './locality-names';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireInteger, requireNonEmpty, requireSome } from '../core/require';

type Setting = Pick<l1.DestinationRuleSpecTrafficPolicyLoadBalancer, 'localityLbSetting' | 'zoneAwareLbSetting'>;

const TOPOLOGY_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/** Where the traffic of one locality goes. */
export interface LocalityDistribution {
  /**
   * Locality of the callers: `region`, `region/zone` or `region/zone/subzone`. A last part `*` is all below, `*` alone is everywhere.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute-from
   */
  readonly from: string;
  /**
   * Localities that it goes to, each with whole percent, 1 to 100. Together 100. Others get nothing.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute-to
   */
  readonly toPercent: { [locality: string]: number };
}

/** Options for zone aware load balancing. */
export interface ZoneAwareOptions {
  /**
   * When an endpoint counts as failed.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-outlier_detection
   * @default - what the policy says as `ejection`; needed for `regions` and `labels`
   */
  readonly ejection?: Ejection;
  /**
   * Where each region fails over to.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-failover
   * @default - any other region
   */
  readonly regions?: { [region: string]: string };
  /**
   * Labels, as `key` or `key=value`, by which endpoints are preferred, the most important first. Regions and zones are looked after already.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-failover_priority
   * @default - none
   */
  readonly labels?: string[];
  /**
   * Endpoints in the region of the caller below which zones do not matter, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-min_cluster_size
   * @default 6
   */
  readonly minClusterSize?: number;
}

/**
 * How traffic prefers and leaves regions and zones. Failover without ejection does nothing, so it is asked for here.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export class Locality {
  /** Wherever: no preference. */
  public static ignore(): Locality {
    return new Locality({ localityLbSetting: { enabled: false } });
  }

  /**
   * Nearest first, and on to the next nearest when endpoints fail.
   * @param ejection when an endpoint counts as failed
   */
  public static nearestFirst(ejection: Ejection): Locality {
    return new Locality({ localityLbSetting: { enabled: true } }, ejection);
  }

  /**
   * Nearest first. Out of a region first to the one named for it, and to others when that fails too.
   * @param regions where each region fails over to, by name of the region
   * @param ejection when an endpoint counts as failed
   */
  public static failover(regions: { [region: string]: string }, ejection: Ejection): Locality {
    requireSome('Locality.failover', 'regions', Object.keys(regions));
    return new Locality({ localityLbSetting: { enabled: true, failover: failoverOf('Locality.failover', regions) } }, ejection);
  }

  /**
   * Endpoints that share labels with the caller first.
   * @param labels `key` (same value as the caller) or `key=value`, the most important first; one counts only where all before it match
   * @param ejection when an endpoint counts as failed
   * @param regions where each region fails over to; then not with labels of region, zone or subzone
   */
  public static failoverByLabels(labels: string[], ejection: Ejection, regions: { [region: string]: string } = {}): Locality {
    const where = 'Locality.failoverByLabels';
    requireSome(where, 'labels', labels);
    labels.forEach(label => requireNonEmpty(where, 'labels', label));
    const failover = failoverOf(where, regions);
    if (failover) requireNoTopology(where, labels, 'regions are given');
    return new Locality({ localityLbSetting: { enabled: true, failoverPriority: [...labels], failover } }, ejection);
  }

  /**
   * By shares.
   * @param distributions where the traffic of each locality goes
   */
  public static distribute(...distributions: LocalityDistribution[]): Locality {
    const where = 'Locality.distribute';
    requireSome(where, 'distributions', distributions);
    distributions.forEach(distribution => requireDistribution(where, distribution));
    requireDisjoint(where, 'from', distributions.map(distribution => distribution.from), true);
    const distribute = distributions.map(({ from, toPercent }) => ({ from, to: { ...toPercent } }));
    return new Locality({ localityLbSetting: { enabled: true, distribute } });
  }

  /**
   * The own zone as far as its endpoints can carry, and no further: endpoints of other zones of the region take the rest.
   * @param options failover out of the region, smallest size
   */
  public static zoneAware(options: ZoneAwareOptions = {}): Locality {
    const where = 'Locality.zoneAware';
    const { ejection, regions = {}, labels = [], minClusterSize } = options;
    if (minClusterSize !== undefined) requireInteger(where, 'minClusterSize', minClusterSize, 1);
    requireNoTopology(where, labels, 'zone aware load balancing looks after regions and zones');
    const failover = failoverOf(where, regions);
    if ((failover || labels.length) && !ejection) throw new UsageError(where, `${failover ? 'regions' : 'labels'} are given without ejection, and do nothing`, 'say when an endpoint counts as failed: ejection');
    const failoverPriority = labels.length ? [...labels] : undefined;
    return new Locality({ zoneAwareLbSetting: { enabled: true, failover, failoverPriority, minClusterSize } }, ejection);
  }

  /** Regions and zones do not matter, where the mesh has zone aware load balancing. */
  public static notZoneAware(): Locality {
    return new Locality({ zoneAwareLbSetting: { enabled: false } });
  }

  private constructor(private readonly setting: Setting, private readonly ejection?: Ejection) {}

  /**
   * The ejection that it brings.
   * @internal
   */
  public get _ejection(): Ejection | undefined {
    return this.ejection;
  }

  /**
   * The same beside an ejection that is said elsewhere.
   * @internal
   */
  public _withoutEjection(): Locality {
    return new Locality(this.setting);
  }

  /**
   * What to write into `loadBalancer`.
   * @internal
   */
  public _render(): Setting {
    return this.setting;
  }
}

function failoverOf(where: string, regions: { [region: string]: string }): { from: string; to: string }[] | undefined {
  const failover = Object.entries(regions).map(([from, to]) => ({ from, to }));
  for (const { from, to } of failover) {
    [from, to].forEach(region => requireRegion(where, region));
    if (from === to) throw new UsageError(where, `regions has ${quoted(from)} fail over to itself`, 'name another region');
  }
  return failover.length ? failover : undefined;
}

function requireRegion(where: string, region: string): void {
  requireNonEmpty(where, 'regions', region);
  if (/[/*]/.test(region)) throw new UsageError(where, `regions has ${quoted(region)}`, 'name a region alone, without zone or "*"; zones are looked after by Istio');
}

function requireNoTopology(where: string, labels: string[], because: string): void {
  const topology = labels.find(label => TOPOLOGY_LABELS.includes(label));
  if (topology) throw new UsageError(where, `labels has ${quoted(topology)}, and ${because}`, 'leave this label out');
}

function requireDistribution(where: string, { from, toPercent }: LocalityDistribution): void {
  requireLocality(where, 'from', from);
  const targets = Object.keys(toPercent);
  targets.forEach(target => {
    requireLocality(where, 'toPercent', target);
    requireInteger(where, `toPercent[${quoted(target)}]`, toPercent[target], 1, 100);
  });
  const sum = Object.values(toPercent).reduce((a, b) => a + b, 0);
  if (sum !== 100) throw new UsageError(where, `toPercent for ${quoted(from)} is ${sum} in all`, 'make the shares 100 together');
  requireDisjoint(where, 'toPercent', targets, false);
}
