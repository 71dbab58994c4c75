import { IConstruct } from 'constructs';
import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { TrafficContribution } from './traffic-contribution';
import { waypointOf } from './waypoints';
import { IMeshNamespace, IRouteAction, IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';

/** What a waypoint can never tell about a request. */
export function requireNoCallers({ owner, matching = [] }: TrafficContribution, namespace: IMeshNamespace): void {
  if (!namespace.dataPlane._isAmbient) return;
  if (!matching.some(({ _match }) => Object.keys(_match.values).some(key => key.startsWith('source:')))) return;
  throw new UsageError(owner, `a match names the caller, and namespace ${namespace.namespaceName} is ambient, where Istio leaves such routes out`,
    'match a header that the caller sends, or use a namespace with sidecars');
}

/**
 * The routing of a target as a gateway has to write it. A gateway sends requests for a service behind a waypoint there, and it is the waypoint
 * that splits, mirrors and fails them; done twice, it would not be what was said.
 */
export function atGateway(where: IConstruct, action: IRouteAction, routing: Routing | undefined): Routing | undefined {
  const { workload } = routing ?? {};
  if (!routing || !workload || !workload.namespace.dataPlane._isAmbient || !waypointOf(workload, workload.namespace.namespaceName)) return routing;
  const { subset } = (action as IRouteTarget).targetConfig();
  if (!routing.splits && subset !== undefined) {
    throw new UsageError(where, `a route goes straight to ${action.describeAction()}, which is behind a waypoint, and the waypoint would choose a version again`,
      'give the version a Service of its own, and route to that');
  }
  return { ...routing, target: wholeOf(routing.target), traffic: new ServiceTraffic(), ownDefault: false };
}

/** Without the version that is the default: the waypoint knows it. */
function wholeOf(target: IRouteTarget): IRouteTarget {
  return {
    describeAction: () => target.describeAction(),
    targetConfig: () => ({ ...target.targetConfig(), subset: undefined }),
  };
}
