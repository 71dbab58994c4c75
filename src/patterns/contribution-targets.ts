import { IConstruct } from 'constructs';
import { applyBefore } from './chart-order';
import { routingOf } from './routing';
import { TrafficContribution } from './traffic-contribution';
import { ICaller, IRouteTarget } from '../core/bindings';

/** Wherever a contribution sends requests, or copies of them. */
export function targetsOf({ split = [], mirrors = [] }: TrafficContribution): IRouteTarget[] {
  return [...split, ...mirrors].map(({ target }) => target);
}

/** Refuses a gateway that cannot see where its requests would be sent, before anything is changed. */
export function requireVisible(where: IConstruct, gateway: ICaller, targets: IRouteTarget[]): void {
  targets.forEach(target => routingOf(target)?.requireVisible?.(where, gateway));
}

/** Its subsets exist before routes use them. */
export function applyTargetBefore(target: IRouteTarget, service: IConstruct): void {
  const workload = routingOf(target)?.workload;
  if (workload) applyBefore(workload, service);
}
