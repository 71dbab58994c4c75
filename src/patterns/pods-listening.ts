import { Construct, IConstruct } from 'constructs';
import { Listening, meet, nameOf, within } from './gateway-listening';
import { PolicyTargetConfig } from '../core/bindings';
import { meshScopeOf, registryOf } from '../core/scopes';

/** Something that the pods of a gateway listen for. */
interface Source {
  readonly owner: Construct;
  readonly listenings: () => Listening[];
  /** Whether it lets in some clients, so that the pods refuse all others. */
  readonly restricts: () => boolean;
}

type Pods = Pick<PolicyTargetConfig, 'namespace' | 'selector'>;

const SOURCES = Symbol('listenings');

/** Remembers what the pods of a gateway listen for: policies select pods, so they are for all their Gateway objects. */
export function addListenings(pods: Pods, source: Source): void {
  const all = sourcesOf(source.owner);
  const key = keyOf(pods);
  all.set(key, [...all.get(key) ?? [], source]);
}

/** All that is known of what the pods of a gateway listen for. */
export function listeningsAt(where: IConstruct, pods: Pods): Listening[] {
  return sourcesAt(where, pods).flatMap(({ listenings }) => listenings());
}

/** A gateway with the same pods that refuses all clients but its own. */
export function restrictedBy(where: IConstruct, pods: Pods): Construct | undefined {
  return sourcesAt(where, pods).find(({ owner, restricts }) => owner !== where && restricts())?.owner;
}

/**
 * Ports and server names of connections without requests. A name counts only where every connection for it is one: not where another
 * port ends TLS for it, nor where it is a wildcard around a host that ends TLS.
 */
export function withoutRequests(all: Listening[]): Pick<PolicyTargetConfig, 'otherPorts' | 'otherServerNames'> {
  const ports = all.filter(({ kind }) => kind === 'tcp').map(({ port, targetPort }) => targetPort ?? port);
  const opened = all.filter(({ kind }) => kind === 'https').map(({ port, host }) => ({ port, name: nameOf(host) }));
  const names = all.filter(({ kind }) => kind === 'tls').map(({ port, host }) => ({ port, name: nameOf(host) }))
    .filter(closed => closed.name !== '*' && !opened.some(each => each.port === closed.port ? within(each.name, closed.name) : meet(each.name, closed.name)))
    .map(({ name }) => name);
  return { ...ports.length && { otherPorts: [...new Set(ports)] }, ...names.length && { otherServerNames: [...new Set(names)] } };
}

function sourcesAt(where: IConstruct, pods: Pods): Source[] {
  const mesh = meshScopeOf(where);
  return (sourcesOf(where).get(keyOf(pods)) ?? []).filter(({ owner }) => meshScopeOf(owner) === mesh);
}

function keyOf({ namespace, selector = {} }: Pods): string {
  return `${namespace} ${JSON.stringify(Object.entries(selector).sort())}`;
}

function sourcesOf(construct: IConstruct): Map<string, Source[]> {
  return registryOf(construct, SOURCES, () => new Map<string, Source[]>());
}
