import { IConstruct } from 'constructs';
import { meshChanged, meshScopeOf, onMeshChange, registryOf, settingsOf } from '../core/scopes';

/** Key of what is said for every namespace of a mesh. */
const WHOLE_MESH = '*';
const REFUSALS = Symbol('refusals');
const LISTENERS = Symbol('refusal listeners');

interface Listener {
  readonly construct: IConstruct;
  readonly listener: () => void;
}

/** Says that a namespace refuses what no rule allows. Its services write their ingress rules from now on. */
export function refuseInNamespace(construct: IConstruct, namespace: string): void {
  add(refusalsOf(construct), namespace, construct);
  const mesh = meshScopeOf(construct);
  for (const each of [...listenersOf(construct).get(namespace) ?? []]) {
    if (meshScopeOf(each.construct) === mesh) each.listener();
  }
}

/** Says that the whole mesh of a construct refuses what no rule allows. */
export function refuseInMesh(construct: IConstruct): void {
  add(refusalsOf(construct), WHOLE_MESH, construct);
  meshChanged(construct);
}

/** Whether something refuses by default in a namespace of the mesh of a construct. */
export function refusesByDefault(construct: IConstruct, namespace: string): boolean {
  if (settingsOf(construct).denyByDefault) return true;
  const mesh = meshScopeOf(construct);
  const refusals = refusalsOf(construct);
  return [namespace, WHOLE_MESH].some(key => refusals.get(key)?.some(by => meshScopeOf(by) === mesh));
}

/** Calls back when the answer of `refusesByDefault` may have changed. */
export function onRefusal(construct: IConstruct, namespace: string, listener: () => void): void {
  add(listenersOf(construct), namespace, { construct, listener });
  onMeshChange(construct, listener);
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function refusalsOf(construct: IConstruct): Map<string, IConstruct[]> {
  return registryOf(construct, REFUSALS, () => new Map<string, IConstruct[]>());
}

function listenersOf(construct: IConstruct): Map<string, Listener[]> {
  return registryOf(construct, LISTENERS, () => new Map<string, Listener[]>());
}
