import { IConstruct } from 'constructs';
import { IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { sameTarget } from '../resources/route-destination-checks';

/** Refuses two targets by the names of their props that are the same pods, or of which one is some of the pods of the other. */
export function requireApart(where: IConstruct, targets: { readonly [prop: string]: IRouteTarget }, fix: string): void {
  const [first, second] = Object.keys(targets);
  const one = targets[first].targetConfig();
  const other = targets[second].targetConfig();
  if (sameTarget(one, other)) throw new UsageError(where, `${first} and ${second} are both ${targets[first].describeAction()}`, fix);
  if (one.host !== other.host || (one.subset && other.subset)) return;
  const [all, some] = one.subset ? [second, first] : [first, second];
  throw new UsageError(where, `${all} is all pods of ${one.host}, and ${some} is ${one.subset ?? other.subset} of them`, 'name a version, or say defaultVersion');
}
