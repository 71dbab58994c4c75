import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { applyBefore } from './chart-order';
import { delegationOf } from './delegation';
import { NamespaceReference } from './namespace-reference';
import { routingOf } from './routing';
import { IIngressGateway, IMeshNamespace, IRouteAction } from '../core/bindings';
import { UsageError } from '../core/errors';

/** Namespace of a VirtualService: as said, else the one of the first service, else the one of the chart. */
export function namespaceOfRoutes(where: IConstruct, said: IMeshNamespace | undefined, actions: IRouteAction[]): IMeshNamespace {
  const ofService = actions.map(action => routingOf(action)?.workload?.namespace ?? (action as { namespace?: IMeshNamespace }).namespace).find(found => found);
  const ofChart = Chart.of(where).namespace;
  const found = said ?? ofService ?? (ofChart === undefined ? undefined : new NamespaceReference(ofChart));
  if (!found) throw new UsageError(where, 'no namespace is known for its VirtualService', 'pass namespace: no route goes to a service of this app');
  return found;
}

/** Refuses a gateway that cannot see where its requests would go, before anything is changed. */
export function requireReachable(where: IConstruct, gateway: IIngressGateway, actions: IRouteAction[]): void {
  for (const action of actions) {
    routingOf(action)?.requireVisible?.(where, gateway);
    requireReachable(where, gateway, delegationOf(action)?.actions ?? []);
  }
}

/**
 * Lets the gateway in where requests go, and has what they need there applied first.
 * @param from namespace of the VirtualService
 */
export function reach(where: IConstruct, gateway: IIngressGateway, from: string, actions: IRouteAction[]): void {
  for (const action of actions) {
    const workload = routingOf(action)?.workload;
    workload?._attachGateway(gateway);
    if (workload) applyBefore(workload, where);
    const delegation = delegationOf(action);
    delegation?.attach?.(gateway, from);
    if (delegation?.owner) applyBefore(delegation.owner, where);
  }
}
