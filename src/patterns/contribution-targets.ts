import { IConstruct } from 'constructs';
import { addSender } from './call-graph';
import { applyBefore } from './chart-order';
import { routingOf } from './routing';
import { TrafficContribution } from './traffic-contribution';
import { ICaller, IRouteTarget } from '../core/bindings';

/** Wherever contributions send requests, or copies of them. */
export function targetsOf(contributions: TrafficContribution[]): IRouteTarget[] {
  const targets: IRouteTarget[] = [];
  for (const { split, mirrors } of contributions) {
    split?.forEach(({ target }) => targets.push(target));
    mirrors?.forEach(({ target }) => targets.push(target));
  }
  return targets;
}

/** Refuses a gateway that cannot see where its requests would be sent, before anything is changed. */
export function requireVisible(where: IConstruct, gateway: ICaller, targets: IRouteTarget[]): void {
  targets.forEach(target => routingOf(target)?.requireVisible?.(where, gateway));
}

/** Its subsets exist before routes use them. */
function applyTargetBefore(target: IRouteTarget, service: IConstruct): void {
  const workload = routingOf(target)?.workload;
  if (workload) applyBefore(workload, service);
}

/** A service sends requests on. What leads to itself needs no order of charts, and is no edge of the call graph. */
export function sendOnTo(service: IConstruct, targets: IRouteTarget[]): void {
  for (const target of targets) {
    if ((target as { service?: IConstruct }).service === service) continue;
    applyTargetBefore(target, service);
    addSender(service, target);
  }
}
