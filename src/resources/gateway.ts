import { Construct } from 'constructs';
import { GatewayServer } from './gateway-server';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { IGateway } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { requireDnsLabel, requireGatewayName } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';


/** Properties for `Gateway`. */
export interface GatewayProps extends IstioResourceProps {
  /**
   * Labels of the gateway's pods, at least one. In every namespace, unless Istio is told to look in the one of this object only.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector
   */
  readonly selector: { [key: string]: string };
  /**
   * What the gateway listens on.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-servers
   * @default - none yet; one has to be added before synthesis
   */
  readonly servers?: GatewayServer[];
}

/** What of a Gateway may grow. */
interface GatewayContent {
  readonly servers: GatewayServer[];
}

/**
 * What a gateway at the edge of the mesh listens on: ports, protocols, hosts, certificates. Routes bind to it by `gatewayName`;
 * a host without a route is answered with 404. Its name has to be a DNS label.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
 */
export class Gateway extends IstioResource implements IGateway {
  /**
   * A Gateway object that somebody else writes, for routes to bind to.
   * @param name `namespace/name` of the object
   */
  public static fromName(name: string): IGateway {
    requireGatewayName('Gateway.fromName', name);
    return new GatewayReference(name);
  }

  private readonly selector: { [key: string]: string };
  private readonly _servers = new Array<GatewayServer>();
  private produce?: () => GatewayContent;

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, objectHead(l1.Gateway, scope, id, props));
    requireSelector(this, 'selector', props.selector);
    this.selector = { ...props.selector };
    requireDnsLabel(this, 'metadata.name', this.name);
    props.servers?.forEach(server => this.addServer(server));
  }

  /** `namespace/name`, as routes bind to it. */
  public get gatewayName(): string {
    return `${this.namespace}/${this.name}`;
  }

  /** The servers so far, as a copy. */
  public get servers(): GatewayServer[] {
    return [...this.content.servers];
  }

  /**
   * Adds a port, or more hosts on one.
   * @param server what to listen on; several can share a port if all are HTTP in plain text, or all are TLS for different hosts
   */
  public addServer(server: GatewayServer): void {
    requireOwn(this, this.produce);
    this.requireServer(server, this._servers);
    this._servers.push(server);
  }

  /**
   * Takes the servers from a pattern, at synthesis, in place of what was added.
   * @internal
   */
  public _contentFrom(produce: () => GatewayContent): void {
    this.produce = produce;
  }

  private get content(): GatewayContent {
    return this.produce?.() ?? { servers: this._servers };
  }

  /**
   * @internal
   */
  protected _spec(): l1.GatewaySpec {
    const { servers } = this.content;
    if (servers.length === 0) throw new UsageError(this, 'the Gateway has no servers, and Istio refuses it', 'add one, for example addServer(GatewayServer.http(80, ["shop.example.com"]))');
    servers.forEach((server, i) => this.requireServer(server, servers.slice(0, i)));
    const names = portNames(servers);
    return { selector: { ...this.selector }, servers: servers.map((server, i) => server._render(names[i])) };
  }

  private requireServer(server: GatewayServer, others: GatewayServer[]): void {
    const { portName, name, bind } = server._options;
    if (portName !== undefined && others.some(other => other._options.portName === portName)) {
      throw new UsageError(this, `port name ${quoted(portName)} is used twice`, 'leave portName out, or use another');
    }
    if (name !== undefined && others.some(other => other._options.name === name)) {
      throw new UsageError(this, `server name ${quoted(name)} is used twice`, 'leave name out, or use another');
    }
    others.filter(other => other.port === server.port && other._options.bind === bind).forEach(other => this.requireNeighbour(server, other));
  }

  /** Istio drops the later of two servers that cannot share a port, and says so only in its log. */
  private requireNeighbour(server: GatewayServer, other: GatewayServer): void {
    if (server._family !== other._family || server._family === 'TCP') {
      throw new UsageError(this, `port ${server.port} has servers for ${other._protocol} and ${server._protocol}, and Istio would drop the second`,
        'use another port; only plain HTTP servers, or TLS servers with different hosts, can share one');
    }
    const host = server._ownsHosts && other._ownsHosts ? server.hosts.find(each => other.hosts.includes(each)) : undefined;
    if (host !== undefined) {
      throw new UsageError(this, `port ${server.port} has two servers for ${quoted(host)}, and Istio would drop the second`, 'name the host in one server');
    }
  }
}

/** Istio wants them unique: the first of a protocol and port is `https-443`, the next `https-443-2`. */
function portNames(servers: GatewayServer[]): string[] {
  const taken = new Set(servers.map(server => server._options.portName));
  return servers.map(server => {
    if (server._options.portName !== undefined) return server._options.portName;
    const base = `${server._protocol.toLowerCase()}-${server.port}`;
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}-${i}`;
    taken.add(name);
    return name;
  });
}

class GatewayReference implements IGateway {
  public constructor(public readonly gatewayName: string) {}
}
