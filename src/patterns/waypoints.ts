import { IConstruct } from 'constructs';
import { ICaller, IMeshNamespace, IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { NamedByPart } from '../core/parts';
import { Listener, meshScopeOf, onMeshChange, registryOf } from '../core/scopes';

/** The waypoint of a namespace. */
export interface NamespaceWaypoint extends IConstruct, ICaller {
  /** Name of its Gateway object. */
  readonly name: string;
  readonly namespace: IMeshNamespace;
}

const WAYPOINTS = Symbol('waypoints');
const LISTENERS = Symbol('waypoint listeners');

/** Says that a waypoint serves a namespace. There is one for each: the label of the namespace can name no more. */
export function addWaypoint(waypoint: NamespaceWaypoint, namespace: string): void {
  const twin = waypointOf(waypoint, namespace);
  if (twin) throw new UsageError(waypoint, `namespace ${namespace} has the waypoint [${pathOf(twin)}] already`, 'use that one: a namespace has one waypoint for all its services');
  waypointsOf(waypoint).add(namespace, waypoint, waypoint);
}

/** Has everybody concerned look again. */
export function waypointChanged(waypoint: NamespaceWaypoint, namespace: string): void {
  const mesh = meshScopeOf(waypoint);
  for (const each of [...listenersOf(waypoint).near(namespace, mesh)]) {
    if (meshScopeOf(each.construct) === mesh) each.listener();
  }
}

/** The waypoint that serves a namespace in the mesh of a construct. */
export function waypointOf(construct: IConstruct, namespace: string): NamespaceWaypoint | undefined {
  const waypoints = waypointsOf(construct);
  if (waypoints.isEmpty) return undefined;
  const mesh = meshScopeOf(construct);
  return waypoints.near(namespace, mesh).find(waypoint => meshScopeOf(waypoint) === mesh);
}

/** Calls back when the answer of `waypointOf` may have changed. */
export function onWaypoint(construct: IConstruct, namespace: string, listener: () => void): void {
  const each = { construct, listener };
  listenersOf(construct).add(namespace, construct, each);
  onMeshChange(each);
}

/**
 * Where requests to pods are decided about: at the pods, or where their namespace has a waypoint, there.
 * @param pods what is known of the pods
 * @param there what a policy at the waypoint names, and the ports of the Service that carry HTTP; a waypoint sees those
 */
export function decidedAt(
  construct: IConstruct, namespace: IMeshNamespace, pods: PolicyTargetConfig, there: (waypoint: string) => Pick<PolicyTargetConfig, 'targetRef' | 'httpPorts'>,
): PolicyTargetConfig {
  if (!namespace.dataPlane._isAmbient) return pods;
  const waypoint = waypointOf(construct, namespace.namespaceName);
  if (!waypoint) return { ...pods, readsRequests: false };
  return { namespace: pods.namespace, ...there(waypoint.name) };
}

/** Something is decided at the waypoint of a target, now or when one comes: its pods must not be reached past it. */
export function guardPods(target: IPolicyTarget): void {
  (target as { _guard?: () => void })._guard?.();
}

function waypointsOf(construct: IConstruct): NamedByPart<NamespaceWaypoint> {
  return registryOf(construct, WAYPOINTS, () => new NamedByPart<NamespaceWaypoint>());
}

function listenersOf(construct: IConstruct): NamedByPart<Listener> {
  return registryOf(construct, LISTENERS, () => new NamedByPart<Listener>());
}
