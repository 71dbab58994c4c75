import { Effective } from './destination-rules';
import { listOf } from './read';

const BLOCKS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'];
const KEPT = ['tunnel', 'proxyProtocol', 'retryBudget'];

/** The traffic policy of one port, and of one subset where there is one (8.7). */
export function policyFor({ trafficPolicy, subsets }: Pick<Effective, 'trafficPolicy' | 'subsets'>, port?: number, subset?: string): any {
  const base = onPort(trafficPolicy, port);
  const own = subset === undefined ? undefined : subsets.find(({ name }) => name === subset)?.trafficPolicy;
  if (!own) return base.policy;
  const { policy, portLevel } = onPort(own, port);
  return base.policy ? overlaid(base.policy, policy, portLevel) : policy;
}

/** An entry for the port says all: what it leaves out has its default, whatever is said for all ports. */
function onPort(policy: any, port: number | undefined): { policy: any; portLevel: boolean } {
  const entry = port === undefined ? undefined : listOf(policy?.portLevelSettings).find(each => each?.port?.number === port);
  return entry ? { policy: picked(entry, BLOCKS), portLevel: true } : { policy, portLevel: false };
}

/** A block of the subset replaces the same block whole. */
function overlaid(base: any, own: any, portLevel: boolean): any {
  const blocks = portLevel ? picked(own, BLOCKS) : { ...picked(base, BLOCKS), ...picked(own, BLOCKS) };
  return { ...blocks, ...picked(base, KEPT), ...picked(own, KEPT) };
}

function picked(policy: any, keys: string[]): any {
  return Object.fromEntries(keys.filter(key => policy?.[key] != null).map(key => [key, policy[key]]));
}
