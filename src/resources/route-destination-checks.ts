import { RouteDestination, WeightedDestination } from './route-destination';
import { IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireInteger, requireSome, Where } from '../core/require';

const MAX_WEIGHT = 0x7fffffff;

/** Istio takes any weights, leaves out what has none, and gives everything to a single destination even if its weight is 0. */
export function requireDestinations(where: Where, destinations: WeightedDestination[]): void {
  requireSome(where, 'destinations', destinations);
  destinations.forEach(({ target }, i) => {
    const again = destinations.slice(0, i)
      .find(earlier => sameTarget(earlier.target.targetConfig(), target.targetConfig()) && sameHeaders(earlier, destinations[i]));
    if (again) throw new UsageError(where, `${target.describeAction()} is there twice`, 'name each destination once, with the sum of the weights');
  });
  for (const { weight } of destinations) {
    if (weight !== undefined) requireInteger(where, 'weight', weight, 0, MAX_WEIGHT);
  }
  if (destinations.length === 1) requireNotOff(where, destinations[0]);
  else requireShares(where, destinations);
}

/** What to write. The weight of a single destination says nothing. */
export function writtenDestination({ target, weight }: WeightedDestination, all: WeightedDestination[]) {
  return { destination: writtenTarget(target), weight: all.length > 1 ? weight : undefined };
}

export function writtenTarget(target: IRouteTarget) {
  const { host, subset, port } = target.targetConfig();
  return { host, port: port === undefined ? undefined : { number: port }, subset };
}

/** Whether both are the same pods, as far as can be told. */
export function sameTarget(a: RouteTargetConfig, b: RouteTargetConfig): boolean {
  return a.host === b.host && a.subset === b.subset && (a.port === b.port || a.port === undefined || b.port === undefined);
}

/** With other headers a second share of one target is something else. */
function sameHeaders(a: RouteDestination, b: RouteDestination): boolean {
  const headers = ({ requestHeaders, responseHeaders }: RouteDestination) => JSON.stringify([requestHeaders?._render(), responseHeaders?._render()]);
  return headers(a) === headers(b);
}

function requireNotOff(where: Where, { target, weight }: WeightedDestination): void {
  if (weight === 0) throw new UsageError(where, `the only destination, ${target.describeAction()}, has weight 0`, 'leave the weight out; a single destination gets everything');
}

function requireShares(where: Where, destinations: WeightedDestination[]): void {
  const without = destinations.find(({ weight }) => weight === undefined);
  if (without) throw new UsageError(where, `${without.target.describeAction()} has no weight`, 'give every destination a weight; Istio sends nothing to one without');
  const sum = destinations.reduce((total, { weight = 0 }) => total + weight, 0);
  if (sum === 0) throw new UsageError(where, 'all weights are 0', 'give at least one destination a weight above 0');
  if (sum > MAX_WEIGHT) throw new UsageError(where, `the weights add up to ${sum}`, `stay below ${MAX_WEIGHT}`);
}
