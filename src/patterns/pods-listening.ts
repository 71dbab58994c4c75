import { Construct, IConstruct } from 'constructs';
import { Hosts, Kind, Listening, meet, nameOf, within } from './gateway-listening';
import { PolicyTargetConfig } from '../core/bindings';
import { podsText } from '../core/labels';
import { meshScopeOf, registryOf } from '../core/scopes';

/** Something that the pods of a gateway listen for. */
interface Source {
  readonly owner: Construct;
  /** The list itself, which only grows. */
  readonly listenings: (kind: Kind) => readonly Listening[];
  /** Whether it lets in some clients, so that the pods refuse all others. */
  readonly restricts: () => boolean;
}

type Pods = Pick<PolicyTargetConfig, 'namespace' | 'selector'>;
type WithoutRequests = Pick<PolicyTargetConfig, 'otherPorts' | 'otherServerNames'>;

/** What was found last. It holds as long as there are as many listenings of the same sources. */
interface Found {
  readonly sources: Source[];
  readonly count: number;
  readonly ports: number[];
  readonly names: string[];
}

/** Everything that listens on some pods. */
interface Known {
  readonly sources: Source[];
  found?: Found;
}

const SOURCES = Symbol('listenings');

/** How often it was worked out what carries no requests, for tests. */
export const WORKED_OUT = { count: 0 };

/** Remembers what the pods of a gateway listen for: policies select pods, so they are for all their Gateway objects. */
export function addListenings(pods: Pods, source: Source): void {
  const all = sourcesOf(source.owner);
  const key = keyOf(pods);
  const known = all.get(key);
  if (known) known.sources.push(source);
  else all.set(key, { sources: [source] });
}

/** A gateway with the same pods that refuses all clients but its own. */
export function restrictedBy(where: IConstruct, pods: Pods): Construct | undefined {
  return sourcesAt(where, knownAt(where, pods)).find(({ owner, restricts }) => owner !== where && restricts())?.owner;
}

/**
 * Ports and server names of connections without requests, at the pods of a gateway. A name counts only where every connection for it is one: not
 * where another port ends TLS for it, nor where it is a wildcard around a host that ends TLS.
 */
export function withoutRequests(where: IConstruct, pods: Pods): WithoutRequests {
  const known = knownAt(where, pods);
  const sources = sourcesAt(where, known);
  const count = sources.reduce((sum, { listenings }) => sum + listenings('tcp').length + listenings('tls').length + listenings('https').length, 0);
  const before = known.found;
  // Every policy of the gateway asks.
  if (!before || before.count !== count || before.sources.length !== sources.length || before.sources.some((each, i) => each !== sources[i])) {
    known.found = { sources, count, ...workOut(kind => sources.flatMap(({ listenings }) => listenings(kind))) };
  }
  const { ports, names } = known.found!;
  return { ...ports.length && { otherPorts: [...ports] }, ...names.length && { otherServerNames: [...names] } };
}

function workOut(all: (kind: Kind) => Listening[]): Pick<Found, 'ports' | 'names'> {
  WORKED_OUT.count++;
  const ports = all('tcp').map(({ port, targetPort }) => targetPort ?? port);
  const closed = all('tls').filter(({ host }) => nameOf(host) !== '*');
  return { ports: [...new Set(ports)], names: closed.length > 0 ? closedNames(closed, all('https')) : [] };
}

function closedNames(closed: Listening[], opened: Listening[]): string[] {
  const hosts = new Hosts();
  opened.forEach(each => hosts.add(each));
  const names = closed.map(({ port, host }) => ({ port, name: nameOf(host) }))
    .filter(({ port, name }) => !hosts.near(name).some(each => each.port === port ? within(nameOf(each.host), name) : meet(nameOf(each.host), name)));
  return [...new Set(names.map(({ name }) => name))];
}

function sourcesAt(where: IConstruct, { sources }: Known): Source[] {
  const mesh = meshScopeOf(where);
  return sources.filter(({ owner }) => meshScopeOf(owner) === mesh);
}

function knownAt(where: IConstruct, pods: Pods): Known {
  return sourcesOf(where).get(keyOf(pods)) ?? { sources: [] };
}

function keyOf({ namespace, selector = {} }: Pods): string {
  return podsText(namespace, selector);
}

function sourcesOf(construct: IConstruct): Map<string, Known> {
  return registryOf(construct, SOURCES, () => new Map<string, Known>());
}
