import { IConstruct } from 'constructs';
import { UsageError } from './errors';
import { rootOf } from './root';

/** What is known of a mesh that its manifests do not say. */
export interface MeshFacts {
  /** Namespace of the mesh-wide objects. */
  readonly rootNamespace: string;
  /** Another app refuses by default for the whole mesh. */
  readonly denyByDefault: boolean;
  /** The trust domain, and its aliases. */
  readonly trustDomains: string[];
  /** What happens to calls for unknown hosts: a value of `OutboundPolicy`. */
  readonly outboundPolicy: string;
  /** Names of the extension providers. Nothing when they are not known, and then names are not checked. */
  readonly extensionProviders?: string[];
  /** ServiceEntries without an address get one, and sidecars use it. */
  readonly allocatesAddresses: boolean;
  /** Who sees what patterns write: a `Visibility`. Nothing when nothing was said, and then nothing is written. */
  readonly visibility?: { _render(): string[] | undefined };
}

interface Listener {
  readonly construct: IConstruct;
  readonly listener: () => void;
}

const NOTHING_SAID: MeshFacts = {
  rootNamespace: 'istio-system',
  denyByDefault: false,
  trustDomains: ['cluster.local'],
  outboundPolicy: 'ALLOW_ANY',
  extensionProviders: undefined,
  allocatesAddresses: false,
  visibility: undefined,
};
const FACT_NAMES = Object.keys(NOTHING_SAID) as (keyof MeshFacts)[];
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
  const facts = Object.fromEntries(FACT_NAMES.map(name => [name, said[name] ?? NOTHING_SAID[name]])) as unknown as MeshFacts;
  const before = factsOf(scope).get(scope);
  if (before) return requireSame(scope, before, facts);
  factsOf(scope).set(scope, facts);
  meshChanged(scope);
}

function requireSame(scope: IConstruct, before: MeshFacts, now: MeshFacts): void {
  const changed = FACT_NAMES.find(name => text(before[name]) !== text(now[name]));
  if (changed === undefined) return;
  throw new UsageError(scope, `the mesh was configured with ${changed} ${text(before[changed])}, and now with ${text(now[changed])}`, 'configure a mesh once');
}

function text(fact: MeshFacts[keyof MeshFacts]): string {
  if (fact === undefined) return 'not said';
  const list = typeof fact === 'object' && !Array.isArray(fact) ? fact._render() : fact;
  return Array.isArray(list) ? list.join(', ') : String(list);
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
