import { Construct } from 'constructs';
import { Call, callsTo } from './call-graph';
import { MeshWorkload } from './mesh-workload';
import { refusesByDefault } from './refusals';
import { routingOf } from './routing';
import { NamespaceWaypoint, waypointOf } from './waypoints';
import { CallerConfig, IRouteTarget } from '../core/bindings';
import { pathOf } from '../core/errors';
import { Notice } from '../core/notices';
import { isAnyone } from '../core/recognizable';

/** Callers of a service that are let in there, and refused where its requests are sent on to: a canary that is a service of its own, say. */
export function refusedBehind(service: MeshWorkload): Notice[] {
  const others = new Set<MeshWorkload>();
  for (const target of routingOf(service as unknown as IRouteTarget)?.traffic.targets ?? []) {
    const workload = routingOf(target)?.workload;
    if (workload && workload !== service) others.add(workload);
  }
  if (others.size === 0) return [];
  const waypoint = waypointOf(service, service.namespace.namespaceName);
  // What a waypoint sends on comes from the waypoint, which reaches the pods of its own namespace.
  if (waypoint) return [...others].filter(other => refusesWaypoint(other, waypoint)).map(other => refusalOf(waypoint, service, other));
  const callers = callsTo(service).filter(({ fromGateway }) => !fromGateway);
  return [...others].flatMap(other => callers.some(({ caller }) => isRefused(caller, other)) ? [refusal(service, other)] : []);
}

function refusal(service: MeshWorkload, other: MeshWorkload): Notice {
  return {
    rule: 'mesh-service/caller-refused-by-target',
    severity: 'warning',
    problem: `requests for ${service.name} are sent on to ${other.name}, which refuses callers that ${service.name} lets in`,
    why: 'the policy of the workload that a request reaches decides, whatever host it was sent to, and answers with 403',
    fix: `call allowFrom on [${pathOf(other)}] for them as well`,
    and: [other],
  };
}

function refusesWaypoint(other: MeshWorkload, waypoint: NamespaceWaypoint): boolean {
  return other.namespace.namespaceName !== waypoint.namespace.namespaceName && isRefused(waypoint.callerConfig(), other);
}

function refusalOf(waypoint: NamespaceWaypoint, service: MeshWorkload, other: MeshWorkload): Notice {
  return {
    rule: 'mesh-service/caller-refused-by-target',
    severity: 'warning',
    problem: `requests for ${service.name} are sent on to ${other.name} by the waypoint of ${service.namespace.namespaceName}, which ${other.name} refuses`,
    why: 'the pods that a request reaches see the waypoint as its caller',
    fix: `let [${pathOf(waypoint)}] in: new MeshWorkload(…) for the pods of ${other.name}, and allowFrom on it`,
    and: [other],
  };
}

function isRefused(caller: CallerConfig, workload: MeshWorkload): boolean {
  const { namespace } = workload;
  const callees = [workload, ...Construct.isConstruct(namespace) ? [namespace] : []];
  const entries = callees.flatMap(callee => callsTo(callee)).filter(({ fromGateway }) => !fromGateway);
  if (entries.length === 0) return refusesByDefault(workload, namespace.namespaceName);
  return !entries.some(entry => covers(entry, caller));
}

/** Whether a rule lets a caller in, as far as it is about who calls. */
function covers({ caller: allowed }: Call, caller: CallerConfig): boolean {
  const { identities = [], namespaces = [], anyIdentity } = caller;
  if (isAnyone(allowed) || allowed.peerIps?.length || allowed.clientIps?.length) return true;
  if (isAnyone(caller) || caller.peerIps?.length || caller.clientIps?.length) return false;
  if (allowed.anyIdentity) return true;
  const inNamespace = (name: string) => allowed.namespaces?.includes(name) ?? false;
  return !anyIdentity && namespaces.every(inNamespace)
    && identities.every(identity => (allowed.identities?.includes(identity) ?? false) || inNamespace(identity.split('/')[0]));
}
