import { IConstruct } from 'constructs';
import { UsageError } from './errors';
import { rootOf } from './root';

/** What is known of a mesh that its manifests do not say. */
export interface MeshFacts {
  /** Namespace of the mesh-wide objects. */
  readonly rootNamespace: string;
  /** Another app refuses by default for the whole mesh. */
  readonly denyByDefault: boolean;
}

interface Listener {
  readonly construct: IConstruct;
  readonly listener: () => void;
}

const NOTHING_SAID: MeshFacts = { rootNamespace: 'istio-system', denyByDefault: false };
const FACTS = Symbol('facts');
const LISTENERS = Symbol('listeners');
const REGISTRIES = new WeakMap<IConstruct, Map<symbol, unknown>>();

/**
 * What is kept beside an app, one thing for each key, made when first asked for. It goes when the app goes.
 * @param construct any construct of the app
 */
export function registryOf<T>(construct: IConstruct, key: symbol, make: () => T): T {
  const root = rootOf(construct);
  const registries = REGISTRIES.get(root) ?? new Map<symbol, unknown>();
  REGISTRIES.set(root, registries);
  if (!registries.has(key)) registries.set(key, make());
  return registries.get(key) as T;
}

/** The construct whose mesh this one is in: the nearest that was configured, else the app. */
export function meshScopeOf(construct: IConstruct): IConstruct {
  const facts = factsOf(construct);
  if (facts.size === 0) return rootOf(construct);
  let scope = construct;
  while (scope.node.scope && !facts.has(scope)) scope = scope.node.scope;
  return scope;
}

/** What was said about the mesh of a construct. Nothing is inherited from a mesh around it. */
export function settingsOf(construct: IConstruct): MeshFacts {
  return factsOf(construct).get(meshScopeOf(construct)) ?? NOTHING_SAID;
}

/** Makes a scope a mesh of its own. Saying the same again is fine. */
export function configureMesh(scope: IConstruct, said: Partial<MeshFacts>): void {
  const facts = { rootNamespace: said.rootNamespace ?? NOTHING_SAID.rootNamespace, denyByDefault: said.denyByDefault ?? NOTHING_SAID.denyByDefault };
  const before = factsOf(scope).get(scope);
  if (before) return requireSame(scope, before, facts);
  factsOf(scope).set(scope, facts);
  meshChanged(scope);
}

function requireSame(scope: IConstruct, before: MeshFacts, now: MeshFacts): void {
  const changed = (Object.keys(before) as (keyof MeshFacts)[]).find(key => before[key] !== now[key]);
  if (changed === undefined) return;
  throw new UsageError(scope, `the mesh was configured with ${changed} ${before[changed]}, and now with ${now[changed]}`, 'configure a mesh once');
}

/**
 * Calls back when something changes for the whole mesh of a construct: when it begins to refuse by default,
 * or when a scope around the construct becomes a mesh of its own.
 */
export function onMeshChange(construct: IConstruct, listener: () => void): void {
  listenersOf(construct).push({ construct, listener });
}

/**
 * Tells the listeners of a mesh, in order of registration. Which mesh each is in is asked now, since scopes may have been configured since.
 * @param construct any construct of the mesh
 */
export function meshChanged(construct: IConstruct): void {
  const mesh = meshScopeOf(construct);
  // A copy: what reconciles may register others, which are up to date already.
  for (const each of [...listenersOf(construct)]) {
    if (meshScopeOf(each.construct) === mesh) each.listener();
  }
}

function factsOf(construct: IConstruct): Map<IConstruct, MeshFacts> {
  return registryOf(construct, FACTS, () => new Map<IConstruct, MeshFacts>());
}

function listenersOf(construct: IConstruct): Listener[] {
  return registryOf<Listener[]>(construct, LISTENERS, () => []);
}
