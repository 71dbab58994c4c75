import { IConstruct } from 'constructs';
import { pathOf, UsageError } from './errors';
import { ByPart } from './parts';
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

/** Somebody who has to look again when something changes for the mesh of a construct. */
export interface Listener {
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
const IN_ROOT = Symbol('in the root namespace');
/** On the app itself, as it is asked for with nearly everything that is said. */
const REGISTRIES = Symbol('registries');

interface Root extends IConstruct {
  [REGISTRIES]?: Map<symbol, unknown>;
}

/**
 * What is kept beside an app, one thing for each key, made when first asked for. It goes when the app goes.
 * @param construct any construct of the app
 */
export function registryOf<T>(construct: IConstruct, key: symbol, make: () => T): T {
  const root: Root = rootOf(construct);
  const registries = root[REGISTRIES] ??= new Map();
  const known = registries.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  registries.set(key, made);
  return made;
}

/** The construct whose mesh this one is in: the nearest that was configured, else the app. */
export function meshScopeOf(construct: IConstruct): IConstruct {
  const root = rootOf(construct);
  const facts = factsOf(root);
  if (facts.size === 0) return root;
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
  requireRootKept(scope, facts.rootNamespace);
  factsOf(scope).set(scope, facts);
  meshChanged(scope);
}

/** The root namespace, for somebody who writes into it. From then on it cannot become another one. */
export function rootNamespaceFor(construct: IConstruct): string {
  inRoot(construct).push(construct);
  return settingsOf(construct).rootNamespace;
}

/** What is there would stay in a namespace that means nothing special any more. */
function requireRootKept(scope: IConstruct, rootNamespace: string): void {
  const lost = inRoot(scope).find(each => {
    const { scopes } = each.node;
    return scopes.includes(scope) && scopes.indexOf(meshScopeOf(each)) <= scopes.indexOf(scope) && settingsOf(each).rootNamespace !== rootNamespace;
  });
  if (!lost) return;
  throw new UsageError(scope, `rootNamespace is ${rootNamespace}, and [${pathOf(lost)}] is for the whole mesh and was put into ${settingsOf(lost).rootNamespace} before`, 'configure the mesh first');
}

function inRoot(construct: IConstruct): IConstruct[] {
  return registryOf<IConstruct[]>(construct, IN_ROOT, () => []);
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
export function onMeshChange(listener: Listener): void {
  listenersOf(listener.construct).add(listener.construct, listener);
}

/**
 * Tells the listeners of a mesh, in order of registration. Which mesh each is in is asked now, since scopes may have been configured since.
 * @param construct any construct of the mesh
 */
export function meshChanged(construct: IConstruct): void {
  const mesh = meshScopeOf(construct);
  // A copy: what reconciles may register others, which are up to date already.
  for (const each of [...listenersOf(construct).near(mesh)]) {
    if (meshScopeOf(each.construct) === mesh) each.listener();
  }
}

function factsOf(construct: IConstruct): Map<IConstruct, MeshFacts> {
  return registryOf(construct, FACTS, () => new Map<IConstruct, MeshFacts>());
}

function listenersOf(construct: IConstruct): ByPart<Listener> {
  return registryOf(construct, LISTENERS, () => new ByPart<Listener>());
}
