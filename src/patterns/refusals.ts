import { IConstruct } from 'constructs';
import { NamedByPart } from '../core/parts';
import { Listener, meshChanged, meshScopeOf, onMeshChange, registryOf, settingsOf } from '../core/scopes';

/** Key of what is said for every namespace of a mesh. */
const WHOLE_MESH = '*';
const REFUSALS = Symbol('refusals');
const LISTENERS = Symbol('refusal listeners');

/** Somebody who refuses, as long as that holds. */
interface Refusal {
  readonly by: IConstruct;
  readonly holds: () => boolean;
}

/**
 * Says that a namespace refuses what no rule allows. Its services write their ingress rules from now on.
 * @param holds whether that is still so; `refusalChanged` tells that the answer is another one
 */
export function refuseInNamespace(construct: IConstruct, namespace: string, holds = () => true): void {
  refusalsOf(construct).add(namespace, construct, { by: construct, holds });
  refusalChanged(construct, namespace);
}

/** Has everybody concerned look again. */
export function refusalChanged(construct: IConstruct, namespace: string): void {
  const mesh = meshScopeOf(construct);
  for (const each of [...listenersOf(construct).near(namespace, mesh)]) {
    if (meshScopeOf(each.construct) === mesh) each.listener();
  }
}

/** Says that the whole mesh of a construct refuses what no rule allows. */
export function refuseInMesh(construct: IConstruct): void {
  refusalsOf(construct).add(WHOLE_MESH, construct, { by: construct, holds: () => true });
  meshChanged(construct);
}

/** Whether something refuses by default in a namespace of the mesh of a construct. */
export function refusesByDefault(construct: IConstruct, namespace: string): boolean {
  if (settingsOf(construct).denyByDefault) return true;
  const mesh = meshScopeOf(construct);
  const refusals = refusalsOf(construct);
  return [namespace, WHOLE_MESH].some(key => refusals.near(key, mesh).some(({ by, holds }) => holds() && meshScopeOf(by) === mesh));
}

/** Calls back when the answer of `refusesByDefault` may have changed. */
export function onRefusal(construct: IConstruct, namespace: string, listener: () => void): void {
  const each = { construct, listener };
  listenersOf(construct).add(namespace, construct, each);
  onMeshChange(each);
}

function refusalsOf(construct: IConstruct): NamedByPart<Refusal> {
  return registryOf(construct, REFUSALS, () => new NamedByPart<Refusal>());
}

function listenersOf(construct: IConstruct): NamedByPart<Listener> {
  return registryOf(construct, LISTENERS, () => new NamedByPart<Listener>());
}
