import { IConstruct } from 'constructs';
import { pathOf, UsageError } from '../core/errors';
import { fitting, kebab } from '../core/naming';
import { GatewayServer } from '../resources/gateway-server';
import { ServerTls } from '../resources/server-tls';

/** What an ingress route asks of its gateway. */
export interface ServerRequest {
  readonly owner: IConstruct;
  /** `namespace/host`: only VirtualServices of that namespace can bind to the host. */
  readonly hosts: string[];
  readonly port: number;
  readonly tls: ServerTls;
  /** Port for plain HTTP that sends clients to HTTPS. None where they are not to be sent. */
  readonly redirectPort?: number;
}

type Kind = 'http' | 'https' | 'tls' | 'redirect';

/** One host on one port, with who asked for it. */
interface Listening {
  readonly owner: IConstruct;
  readonly host: string;
  readonly port: number;
  readonly kind: Kind;
  /** Same key, same server: hosts of one certificate share it, so that HTTP/2 clients find all of them. */
  readonly key: string;
  readonly tls?: ServerTls;
}

/** The servers of one gateway: one for each certificate and port, hosts united. */
export class GatewayServers {
  private readonly all: Listening[] = [];
  private readonly httpPorts = new Set<number>();

  public get isEmpty(): boolean {
    return this.all.length === 0;
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
    this.all.push(...added);
    added.filter(seesRequests).forEach(({ port }) => this.httpPorts.add(port));
  }

  /** What to write, in order of first request, plain HTTP before TLS. */
  public render(): GatewayServer[] {
    const groups = new Map<string, Listening[]>();
    for (const each of this.all) groups.set(`${each.port} ${each.key}`, [...groups.get(`${each.port} ${each.key}`) ?? [], each]);
    const lists = [...groups.values()];
    const sorted = [...lists.filter(([first]) => !first.tls), ...lists.filter(([first]) => first.tls)];
    const used = new Map<string, number>();
    return sorted.map(group => {
      const name = portName(group[0]);
      const count = (used.get(name) ?? 0) + 1;
      used.set(name, count);
      return server(group, count === 1 ? name : `${name}-${count}`);
    });
  }

  private requireFitting(added: Listening): void {
    for (const other of this.all.filter(({ port }) => port === added.port)) {
      const plain = [added, other].filter(({ tls }) => !tls).length;
      if (plain === 1) {
        throw new UsageError(added.owner, `port ${added.port} of the gateway would carry plain HTTP and TLS, asked for by [${pathOf(other.owner)}]`, 'use another port for one of them');
      }
      if (nameOf(other.host) === nameOf(added.host) && other.key !== added.key) {
        throw new UsageError(added.owner, `${nameOf(added.host)} on port ${added.port} of the gateway has another TLS setting at [${pathOf(other.owner)}]: ${told(other)} there, ${told(added)} here`,
          'use the same tls and httpsRedirect for every route of a host');
      }
    }
  }
}

function listenings({ owner, hosts, port, tls, redirectPort }: ServerRequest): Listening[] {
  const secure = tls._mode !== 'NONE';
  const kind: Kind = !secure ? 'http' : tls._mode === 'PASSTHROUGH' ? 'tls' : 'https';
  return hosts.flatMap((host): Listening[] => [
    { owner, host, port, kind, key: secure ? tls._key : kind, ...(secure && { tls }) },
    ...(redirectPort === undefined ? [] : [{ owner, host, port: redirectPort, kind: 'redirect' as const, key: 'redirect' }]),
  ]);
}

function server(group: Listening[], name: string): GatewayServer {
  const [{ port, kind, tls }] = group;
  const hosts = [...new Set(group.map(({ host }) => host))];
  switch (kind) {
    case 'http': return GatewayServer.http(port, hosts, { portName: name });
    case 'redirect': return GatewayServer.http(port, hosts, { portName: name, httpsRedirect: true });
    case 'https': return GatewayServer.https(port, hosts, tls!, { portName: name });
    case 'tls': return GatewayServer.tls(port, hosts, tls!, { portName: name });
  }
}

/** Says the certificate where there is one: routes know their server by the name of its port, so it stays when other servers come. */
function portName({ port, kind, tls }: Listening): string {
  const { credentialName, credentialNames, serverCertificate } = tls?._render() ?? {};
  const certificate = credentialName ?? credentialNames?.join('-') ?? serverCertificate;
  switch (kind) {
    case 'redirect': return `http-${port}-redirect`;
    case 'https': return fitting(kebab(`https-${port}-${certificate ?? ''}`));
    default: return `${kind}-${port}`;
  }
}

function nameOf(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}

/** Whether routes are asked there. */
function seesRequests({ kind }: Listening): boolean {
  return kind === 'http' || kind === 'https';
}

/** Whether some host of a namespace is meant by both; `*.a` is every host that ends so. */
function meet(a: string, b: string): boolean {
  return a === b || within(a, b) || within(b, a);
}

function within(host: string, wildcard: string): boolean {
  const [start, end] = wildcard.split('*');
  return end !== undefined && host.startsWith(start) && host.endsWith(end);
}

function told({ kind, tls }: Listening): string {
  const { mode, credentialName = 'files' } = tls?._render() ?? {};
  return { http: 'plain HTTP', redirect: 'a redirect to HTTPS', tls: 'TLS passed through', https: `${mode} with ${credentialName}` }[kind];
}
