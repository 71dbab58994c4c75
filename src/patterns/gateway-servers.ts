import { Construct } from 'constructs';
import { certificateOf, endsTlsForBytes, familyOf, Hosts, isWildcard, Kind, Listening, meet, nameOf, seesRequests, told, within } from './gateway-listening';
import { pathOf, UsageError } from '../core/errors';
import { fitting, kebab } from '../core/naming';
import { GatewayServer } from '../resources/gateway-server';
import { ServerTls } from '../resources/server-tls';

/** What an ingress route asks of its gateway. */
export interface ServerRequest {
  readonly owner: Construct;
  /** `namespace/host`: only VirtualServices of that namespace can bind to the host. */
  readonly hosts: string[];
  readonly port: number;
  readonly tls: ServerTls;
  /** Port for plain HTTP that sends clients to HTTPS. None where they are not to be sent. */
  readonly redirectPort?: number;
  /** Bytes and not requests are sent on. */
  readonly tcp?: boolean;
  /** Port of the pods, where it is known. */
  readonly targetPort?: number;
}

const NONE: Listening[] = [];

/** The servers of one gateway: one for each certificate and port, hosts united. */
export class GatewayServers {
  private readonly all: Listening[] = [];
  private readonly ports = new Map<number, Hosts>();
  private readonly byKind = new Map<Kind, Listening[]>();
  private readonly httpPorts = new Set<number>();

  public get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** What it listens for, as a copy. */
  public get listenings(): Listening[] {
    return [...this.all];
  }

  /** What it listens for in one way: the list itself, which is asked for often. */
  public ofKind(kind: Kind): readonly Listening[] {
    return this.byKind.get(kind) ?? NONE;
  }

  /** Whether requests for one of these come in on another port as well: Istio puts the routes of a host on every port that has it. */
  public listensElsewhere(hosts: string[], port: number): boolean {
    if (this.httpPorts.size < 2) return false;
    return this.all.some(other => other.port !== port && seesRequests(other) && hosts.some(host => meet(host, other.host)));
  }

  /** Takes a request, or throws and stays as it was. */
  public add(request: ServerRequest): void {
    const added = listenings(request);
    added.forEach(each => this.requireFitting(each));
    for (const each of added) {
      this.all.push(each);
      if (seesRequests(each)) this.httpPorts.add(each.port);
      const kin = this.byKind.get(each.kind);
      if (kin) kin.push(each);
      else this.byKind.set(each.kind, [each]);
      const hosts = this.ports.get(each.port) ?? new Hosts();
      this.ports.set(each.port, hosts);
      hosts.add(each);
    }
  }

  /** What to write, in order of first request, plain text before TLS. */
  public render(): GatewayServer[] {
    const groups = new Map<string, Listening[]>();
    for (const each of this.all) {
      const key = `${each.port} ${each.key}`;
      const group = groups.get(key);
      if (group) group.push(each);
      else groups.set(key, [each]);
    }
    const lists = [...groups.values()];
    const sorted = [...lists.filter(([first]) => !first.tls), ...lists.filter(([first]) => first.tls)];
    const used = new Map<string, number>();
    return sorted.map(group => {
      const name = portNameOf(group[0]);
      const count = (used.get(name) ?? 0) + 1;
      used.set(name, count);
      return server(group, count === 1 ? name : `${name}-${count}`);
    });
  }

  private requireFitting(added: Listening): void {
    const hosts = this.ports.get(added.port);
    // All are of a family, so that one stands for them.
    for (const other of hosts?.first ? [hosts.first, ...hosts.near(nameOf(added.host))] : []) {
      requireFamily(added, other);
      requireOneTarget(added, other);
      if (nameOf(other.host) === nameOf(added.host) && other.key !== added.key) {
        throw new UsageError(added.owner, `${nameOf(added.host)} on port ${added.port} of the gateway has another TLS setting at [${pathOf(other.owner)}]: ${told(other)} there, ${told(added)} here`,
          'use the same tls and httpsRedirect for every route of a host');
      }
      requireNotRedirected(added, other);
    }
  }
}

/** Istio drops the later of two servers that cannot share a port. */
function requireFamily(added: Listening, other: Listening): void {
  const [here, there] = [familyOf(added), familyOf(other)];
  if (here === 'plain TCP' && there === 'plain TCP') {
    throw new UsageError(added.owner, `port ${added.port} of the gateway has a TCP route already, [${pathOf(other.owner)}]`,
      'use another port, or TLS with hosts: plain connections cannot be told apart');
  }
  if (here === there) return;
  const both = [here, there].sort().reverse().join(' and ');
  throw new UsageError(added.owner, `port ${added.port} of the gateway would carry ${both}, asked for by [${pathOf(other.owner)}]`, 'use another port for one of them');
}

/** Bytes of a server all go to one target: Istio takes the oldest route with a host that meets one of the server. */
function requireOneTarget(added: Listening, other: Listening): void {
  if (!endsTlsForBytes(added) || !endsTlsForBytes(other) || !meet(added.host, other.host)) return;
  throw new UsageError(added.owner, `${nameOf(added.host)} on port ${added.port} of the gateway has a TCP route already, [${pathOf(other.owner)}] for ${nameOf(other.host)}`,
    'use another port, or hosts that do not cover each other');
}

/** A redirect of a wildcard is one of every host under it that its namespace has routes for. */
function requireNotRedirected(added: Listening, other: Listening): void {
  const [plain, redirect] = added.kind === 'http' ? [added, other] : [other, added];
  if (plain.kind !== 'http' || redirect.kind !== 'redirect' || !within(plain.host, redirect.host)) return;
  throw new UsageError(added.owner, `${nameOf(plain.host)} is plain HTTP on port ${plain.port} at [${pathOf(plain.owner)}], where [${pathOf(redirect.owner)}] sends all of ${nameOf(redirect.host)} to HTTPS`,
    'set httpsRedirect: false for the wildcard, use another port, or give both TLS');
}

function listenings({ owner, hosts, port, tls, redirectPort, tcp, targetPort }: ServerRequest): Listening[] {
  const kind = kindOf(tls, tcp);
  return hosts.flatMap((host): Listening[] => [
    { owner, host, port, kind, key: `${kind} ${tls._key}${tcp ? ` ${pathOf(owner)}` : ''}`, targetPort, ...(tls._mode !== 'NONE' && { tls }) },
    ...(redirectPort === undefined ? [] : [{ owner, host, port: redirectPort, kind: 'redirect' as const, key: 'redirect' }]),
  ]);
}

function kindOf(tls: ServerTls, tcp = false): Kind {
  if (tls._mode === 'NONE') return tcp ? 'tcp' : 'http';
  return tcp || tls._mode === 'PASSTHROUGH' ? 'tls' : 'https';
}

function server(group: Listening[], portName: string): GatewayServer {
  const [{ port, kind, tls }] = group;
  const asked = [...new Set(group.map(({ host }) => host))];
  // Beside a wildcard of its namespace a host would get the routes of the wildcard too; under it, Istio tells them apart.
  const wildcards = asked.filter(isWildcard);
  const hosts = asked.filter(host => !wildcards.some(wildcard => within(host, wildcard)));
  switch (kind) {
    case 'http': return GatewayServer.http(port, hosts, { portName });
    case 'redirect': return GatewayServer.http(port, hosts, { portName, httpsRedirect: true });
    case 'https': return GatewayServer.https(port, hosts, tls!, { portName });
    case 'tls': return GatewayServer.tls(port, hosts, tls!, { portName });
    case 'tcp': return GatewayServer.tcp(port, hosts, { portName });
  }
}

/** Says the certificate where there is one: routes know their server by the name of its port, so it stays when other servers come. */
function portNameOf(listening: Listening): string {
  const { port, kind } = listening;
  if (kind === 'redirect') return `http-${port}-redirect`;
  return fitting(kebab(`${kind}-${port}-${certificateOf(listening) ?? ''}`));
}
