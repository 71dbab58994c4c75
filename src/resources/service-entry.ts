import { Construct } from 'constructs';
import { MeshPort } from './mesh-port';
import { ServiceEntryResolution } from './service-entry-resolution';
import { Visibility } from './visibility';
import * as l1 from '../../imports/networking.istio.io';
import { IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireCidr, requireHost, requireNonEmpty, requireSome, requireWildcardHost } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const AUTO_ALLOCATION = 'networking.istio.io/enable-autoallocate-ip';

/** Whether a service is part of the mesh. */
export enum ServiceLocation {
  /** Somebody else's: no mutual TLS of the mesh, no policies at its end. */
  MESH_EXTERNAL = 'MESH_EXTERNAL',
  /** Ours, only not in Kubernetes: mutual TLS where its endpoints have a proxy. */
  MESH_INTERNAL = 'MESH_INTERNAL',
}

/** Properties for `ServiceEntry`. */
export interface ServiceEntryProps extends IstioResourceProps {
  /**
   * Names of the service, fully qualified. `*.example.com` stands for all names under it, where the resolution allows that.
   * HTTP requests are known by their Host header, TLS connections by their server name.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-hosts
   */
  readonly hosts: string[];
  /**
   * Ports of the service, with unique names and numbers. TCP ports of hosts without `addresses` rely on the address that Istio gives each
   * host by itself, and on its DNS proxy; where either is turned off, such a port takes every connection to its number.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-ports
   */
  readonly ports: MeshPort[];
  /**
   * How the addresses behind the hosts are found.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-resolution
   */
  readonly resolution: ServiceEntryResolution;
  /**
   * Whether the service is part of the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-location
   * @default ServiceLocation.MESH_INTERNAL where the resolution selects workloads, else ServiceLocation.MESH_EXTERNAL
   */
  readonly location?: ServiceLocation;
  /**
   * Addresses that clients connect to. CIDR ranges where nothing is looked up by DNS.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses
   * @default - none, and Istio gives each host an address, unless the resolution is `none`
   */
  readonly addresses?: string[];
  /**
   * Names of which the server's certificate must have one.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-subject_alt_names
   * @default - not looked at
   */
  readonly subjectAltNames?: string[];
  /**
   * Namespaces that see the service. Node proxies and waypoints take no notice of it.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-export_to
   * @default - what the mesh says, which is everywhere unless it says otherwise
   */
  readonly exportTo?: Visibility;
}

/**
 * A service that Kubernetes does not know: an API on the internet, a database outside, virtual machines.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export class ServiceEntry extends IstioResource {
  private readonly said: ServiceEntryProps;
  private readonly _hosts = new Array<string>();
  private readonly _ports = new Array<MeshPort>();

  public constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, objectHead(l1.ServiceEntry, scope, id, props));
    this.said = props;
    requireSome(this, 'hosts', props.hosts);
    requireSome(this, 'ports', props.ports);
    props.addresses?.forEach(address => requireCidr(this, 'addresses', address));
    props.subjectAltNames?.forEach(name => requireNonEmpty(this, 'a name of subjectAltNames', name));
    this.extend(props.hosts, props.ports);
  }

  /** The hosts so far, as a copy. */
  public get hosts(): string[] {
    return [...this._hosts];
  }

  /** The ports so far, as a copy. */
  public get ports(): MeshPort[] {
    return [...this._ports];
  }

  /**
   * Adds a name of the service.
   * @param host new name, with the same resolution as the others
   */
  public addHost(host: string): void {
    this.extend([host], []);
  }

  /**
   * Adds a port.
   * @param port its number and name must be new in this entry
   */
  public addPort(port: MeshPort): void {
    this.extend([], [port]);
  }

  /**
   * The service as a destination of routes. With several hosts, `hostTarget` says which.
   * @param port port to send to; may be left out where the service has one, or the request's own port is meant
   */
  public target(port?: number): IRouteTarget {
    if (this._hosts.length > 1) {
      throw new UsageError(this, `the entry has ${this._hosts.length} hosts: ${this._hosts.join(', ')}`, 'say which is meant with hostTarget(host)');
    }
    return this.hostTarget(this._hosts[0], port);
  }

  /**
   * One of the hosts as a destination of routes.
   * @param host one of `hosts`; no wildcard
   * @param port port to send to; may be left out where the service has one, or the request's own port is meant
   */
  public hostTarget(host: string, port?: number): IRouteTarget {
    if (!this._hosts.includes(host)) {
      throw new UsageError(this, `host ${quoted(host)} is not in the entry; hosts: ${this._hosts.join(', ')}`, `use one of these${didYouMean(host, this._hosts)}`);
    }
    if (host.startsWith('*')) {
      throw new UsageError(this, `host ${quoted(host)} is a wildcard, and a route needs one host`, 'add the host as an entry of its own');
    }
    const ports = this._ports.map(each => each.port);
    if (port !== undefined && !ports.includes(port)) {
      throw new UsageError(this, `port ${port} is not in the entry; ports: ${ports.join(', ')}`, 'use one of these');
    }
    return new ServiceEntryTarget({ host, port });
  }

  /** Adds what goes together with all that is there, or nothing. */
  private extend(hosts: string[], ports: MeshPort[]): void {
    hosts.forEach((host, i) => this.requireNewHost(host, [...this._hosts, ...hosts.slice(0, i)]));
    ports.forEach((port, i) => this.requireNewPort(port, [...this._ports, ...ports.slice(0, i)]));
    const { addresses = [], metadata, resolution } = this.said;
    resolution._requireFit(this, {
      hosts: [...this._hosts, ...hosts],
      ports: [...this._ports, ...ports],
      addresses,
      autoAllocation: metadata?.labels?.[AUTO_ALLOCATION]?.toLowerCase() !== 'false',
    });
    this._hosts.push(...hosts);
    this._ports.push(...ports);
  }

  private requireNewHost(host: string, others: string[]): void {
    if (host === '*') {
      throw new UsageError(this, 'hosts has "*", which Istio refuses', 'name the domains, for example "*.example.com", or let unknown traffic pass with OutboundPolicy.ALLOW_ANY');
    }
    if (host.startsWith('*')) requireWildcardHost(this, 'a host of hosts', host);
    // Istio reads a short name in a route as a Service of the route's namespace, so that no route could name the entry.
    else requireHost(this, 'a host of hosts', host, { dots: true });
    if (others.includes(host)) throw new UsageError(this, `host ${quoted(host)} is there twice`, 'leave one out');
  }

  private requireNewPort(port: MeshPort, others: MeshPort[]): void {
    const same = others.find(other => other.port === port.port || other.name === port.name);
    if (same) throw new UsageError(this, `port ${port.port} (${port.name}) is there twice, as ${same.port} (${same.name}) as well`, 'give each port its own number and name');
  }

  /**
   * @internal
   */
  protected _spec(): l1.ServiceEntrySpec {
    const { addresses = [], exportTo, location, resolution, subjectAltNames = [] } = this.said;
    const usual = resolution._selectsWorkloads ? ServiceLocation.MESH_INTERNAL : ServiceLocation.MESH_EXTERNAL;
    return {
      hosts: this.hosts,
      addresses: addresses.length > 0 ? [...addresses] : undefined,
      ports: this._ports.map(renderPort),
      location: (location ?? usual) as unknown as l1.ServiceEntrySpecLocation,
      ...resolution._render(),
      exportTo: exportTo?._render(),
      subjectAltNames: subjectAltNames.length > 0 ? [...subjectAltNames] : undefined,
    };
  }
}

/** A host of an entry, where routes can send to. Returned as `IRouteTarget`. */
class ServiceEntryTarget implements IRouteTarget {
  public constructor(private readonly config: RouteTargetConfig) {}

  public describeAction(): string {
    return this.config.port === undefined ? this.config.host : `${this.config.host}:${this.config.port}`;
  }

  public targetConfig(): RouteTargetConfig {
    return this.config;
  }
}

function renderPort(port: MeshPort): l1.ServiceEntrySpecPorts {
  return { name: port.name, number: port.port, protocol: port._protocol, targetPort: port.targetPort === port.port ? undefined : port.targetPort };
}
