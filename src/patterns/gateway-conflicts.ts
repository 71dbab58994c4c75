import { Construct } from 'constructs';
import { certificateOf, familyOf, isWildcard, Listening, nameOf, namespaceOf, told, within } from './gateway-listening';
import { pathOf } from '../core/errors';
import { addNotices, Notice } from '../core/notices';
import { meshScopeOf, registryOf } from '../core/scopes';

/** A gateway with what it listens for. */
interface Watched {
  readonly gateway: Construct;
  /** Same text, same pods. */
  readonly pods: string;
  readonly listenings: () => Listening[];
}

type Pair = [Listening, Listening];

const WATCHED = Symbol('gateways');

/** Remembers a gateway, and reports what its hosts do to each other and to those of other gateways with the same pods. */
export function watchConflicts(watched: Watched): void {
  const all = registryOf(watched.gateway, WATCHED, () => new Map<string, Watched[]>());
  const earlier = all.get(watched.pods) ?? [];
  all.set(watched.pods, [...earlier, watched]);
  addNotices(watched.gateway, () => notices(watched, earlier));
}

function notices({ gateway, listenings }: Watched, earlier: Watched[]): Notice[] {
  const own = listenings();
  const others = earlier.filter(other => meshScopeOf(other.gateway) === meshScopeOf(gateway)).flatMap(other => other.listenings());
  const inside = covered(own, own).filter(([a, b]) => a.key !== b.key);
  return [
    ...distinct(meeting(own, others).filter(pair => lost(...pair))).map(pair => lostServer(...pair)),
    ...distinct(inside.filter(pair => bypasses(...pair))).map(pair => bypass(...pair)),
    ...distinct([
      ...withOneCertificate(own, own),
      ...inside.filter(([a, b]) => namespaceOf(a.host) !== namespaceOf(b.host)),
      ...withOneCertificate(own, others), ...covered(own, others), ...covered(others, own),
    ].filter(pair => pair.every(({ kind }) => kind === 'https'))).map(pair => reuse(...pair)),
  ];
}

/** One pair for each two owners: the rest is the same fault again. */
function distinct(pairs: Pair[]): Pair[] {
  const found = new Map<string, Pair>();
  for (const pair of pairs) {
    const key = pair.map(({ owner }) => pathOf(owner)).sort().join(' ');
    if (!found.has(key)) found.set(key, pair);
  }
  return [...found.values()];
}

/** Each with the first one of its port, which tells the family, and with the first of its host there. */
function meeting(own: Listening[], others: Listening[]): Pair[] {
  const [byPort, byName] = [firstsBy(others, ({ port }) => `${port}`), firstsBy(others, nameOnPort)];
  return own.flatMap(each => [byName.get(nameOnPort(each)), byPort.get(`${each.port}`)].flatMap((other): Pair[] => other ? [[each, other]] : []));
}

/** Hosts with the wildcards that they are within, on one port. */
function covered(hosts: Listening[], all: Listening[]): Pair[] {
  const wildcards = all.filter(({ host }) => isWildcard(host));
  return wildcards.flatMap(wildcard => {
    const inside = hosts.filter(({ port, host }) => port === wildcard.port && within(nameOf(host), nameOf(wildcard.host)));
    return inside.map((each): Pair => [each, wildcard]);
  });
}

/** The first host of each server with the first of another server that shows the same certificate on the same port. */
function withOneCertificate(own: Listening[], others: Listening[]): Pair[] {
  const first = firstsBy(others, each => `${each.port} ${certificateOf(each)}`);
  const servers = [...firstsBy(own.filter(each => certificateOf(each) !== undefined), ({ port, key }) => `${port} ${key}`).values()];
  return servers.flatMap((each): Pair[] => {
    const other = first.get(`${each.port} ${certificateOf(each)}`);
    return other && other !== each ? [[each, other]] : [];
  });
}

function nameOnPort({ port, host }: Listening): string {
  return `${port} ${nameOf(host)}`;
}

function firstsBy(list: Listening[], keyOf: (each: Listening) => string): Map<string, Listening> {
  const firsts = new Map<string, Listening>();
  for (const each of list) if (!firsts.has(keyOf(each))) firsts.set(keyOf(each), each);
  return firsts;
}

/** Two Gateway objects for one port of the same pods are merged by Istio, but for these. */
function lost(a: Listening, b: Listening): boolean {
  if (familyOf(a) !== familyOf(b) || a.kind === 'tcp') return true;
  const oneName = nameOf(a.host) === nameOf(b.host);
  return oneName && (familyOf(a) === 'TLS' || a.kind !== b.kind);
}

function lostServer(own: Listening, other: Listening): Notice {
  return {
    rule: 'ingress-gateway/conflicting-gateways',
    severity: 'error',
    problem: `port ${own.port} of the same pods has ${told(own)} for ${nameOf(own.host)} here, and ${told(other)} for ${nameOf(other.host)} by the gateway of [${pathOf(other.owner)}]`,
    why: 'Istio merges the Gateway objects of the same pods. Of two servers that cannot share a port, or that end TLS for one host, it leaves the younger out, or Envoy refuses the whole port; one redirect is for every route of the host',
    fix: 'use one IngressGateway for these pods: its routes may be in any chart and namespace',
    and: [other.owner],
  };
}

/** A wildcard that asks for no certificate of the client, around a host that does. Its connections carry requests for both. */
function bypasses(strict: Listening, wide: Listening): boolean {
  return strict.kind === 'https' && wide.kind === 'https' && within(strict.host, wide.host) && strict.tls?._mode === 'MUTUAL' && wide.tls?._mode !== 'MUTUAL';
}

function bypass(strict: Listening, wide: Listening): Notice {
  return {
    rule: 'ingress-gateway/client-certificate-bypass',
    severity: 'error',
    problem: `${nameOf(strict.host)} asks clients for a certificate at [${pathOf(strict.owner)}], and ${nameOf(wide.host)} does not at [${pathOf(wide.owner)}]`,
    why: 'TLS is chosen by the server name, and the route by the host of the request. A client that connects for another host of the wildcard and then asks for this one gets its routes, without a certificate',
    fix: 'give one of them another port or another gateway, or name the hosts of the wildcard one by one',
    and: [strict.owner, wide.owner],
  };
}

/** Browsers send requests for another host on a connection whose certificate is for it too. There are no routes for it, or those of the wildcard. */
function reuse(own: Listening, other: Listening): Notice {
  return {
    rule: 'ingress-gateway/shared-certificate',
    severity: 'warning',
    problem: `the certificate for ${nameOf(other.host)}, of [${pathOf(other.owner)}], is for ${nameOf(own.host)} too, which has a server of its own by [${pathOf(own.owner)}]`,
    why: 'browsers use a connection again for each host that its certificate is for, and the gateway looks for the routes of the host among those of the server they connected to: they get 404, or the routes of the wildcard',
    fix: 'give the hosts the same TLS settings at one gateway, so that they share a server, or a certificate for each',
    and: [own.owner, other.owner],
  };
}
