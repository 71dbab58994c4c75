import { Construct, IConstruct } from 'constructs';
import { isForAmbientOnly } from './ambient-callers';
import { addCall } from './call-graph';
import { ExternalCallers, ExternalPlace } from './external-callers';
import { requireOutsideHost } from './external-checks';
import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { ICaller, IMeshNamespace, IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireCidr, requireSome } from '../core/require';
import { settingsOf } from '../core/scopes';
import { MeshPort } from '../resources/mesh-port';
import { ServiceEntry, ServiceLocation } from '../resources/service-entry';
import { ServiceEntryResolution } from '../resources/service-entry-resolution';

/** Properties for `ExternalTcpService`. */
export interface ExternalTcpServiceProps {
  /**
   * Its host name, without wildcard.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-hosts
   */
  readonly host: string;
  /**
   * Its ports, TCP or TLS. For HTTP use `ExternalApi`.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-ports
   */
  readonly ports: MeshPort[];
  /**
   * Addresses or ranges where it is. Connections to them are known by that, and single addresses are also where connections that a route sends here
   * go. Without any, the host is looked up, and a TCP port needs an address that Istio gives and the proxies of its callers use: those of ambient
   * namespaces do, sidecars with DNS capture only (`allocatesAddresses` of `Mesh.configure`).
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses
   * @default - none; refused for TCP ports unless `allocatesAddresses` is configured, or all callers are in ambient namespaces
   */
  readonly addresses?: string[];
  /**
   * Who calls it: it is visible in their namespaces only. That is no access control, because a workload may call an address that it knows.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-export_to
   * @default - every workload of the mesh
   */
  readonly callers?: ICaller[];
  /**
   * Namespace of the objects.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the first caller that is no gateway, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
}

/**
 * A database or the like outside the mesh. A TCP connection names no host, so it is known by the address alone; a port without one would take every
 * connection to its number, wherever it goes.
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export class ExternalTcpService extends Construct implements IRouteTarget {
  /** The ServiceEntry, for overrides. */
  public readonly serviceEntry: ServiceEntry;
  private readonly host: string;
  private readonly ports: MeshPort[];
  private readonly range?: string;
  private readonly callers: ExternalCallers;
  private readonly traffic = new ServiceTraffic();

  public constructor(scope: Construct, id: string, props: ExternalTcpServiceProps) {
    super(scope, id);
    watch(this);
    const { host, ports, addresses = [], callers } = props;
    requireOutsideHost(this, host);
    requireSome(this, 'ports', ports);
    addresses.forEach(address => requireCidr(this, 'addresses', address));
    this.host = host;
    this.ports = [...ports];
    this.range = addresses.find(address => address.includes('/'));
    this.requireTellable(addresses, props);
    this.callers = new ExternalCallers(this, props);
    this.serviceEntry = partOf(this, new ServiceEntry(this, 'Entry', {
      namespace: this.namespace,
      metadata: { name: objectName(this, fitting(kebab(host))) },
      hosts: [host],
      ports,
      addresses,
      resolution: this.resolution(addresses),
      location: ServiceLocation.MESH_EXTERNAL,
      exportTo: this.callers.visibility,
    }));
    callers?.forEach(caller => addCall(this, caller, this));
    this.callers.watchSenders(this);
  }

  /** Namespace of the objects. */
  public get namespace(): IMeshNamespace {
    return this.callers.namespace;
  }

  /** The service. Its port where it has only one. Throws for a range of addresses: a connection that was for something else has none of them. */
  public targetConfig(): RouteTargetConfig {
    if (this.range) throw new UsageError(this, `a route leads to ${this.host}, of which only the range ${this.range} is known`, 'give single addresses, or none to have the host looked up');
    return { host: this.host, ...this.ports.length === 1 && { port: this.ports[0].port } };
  }

  /** Name of the service for messages and traces. */
  public describeAction(): string {
    return this.host;
  }

  /**
   * What a route to it has to take over.
   * @internal
   */
  public _routing(): Routing {
    const requireVisible = (where: IConstruct, gateway: ICaller) => this.callers.requireGateway(where, gateway, this.host);
    return { target: this, traffic: this.traffic, ports: this.ports, splits: true, requireVisible };
  }

  /**
   * What Sidecars of callers list.
   * @internal
   */
  public get _hostsToSee(): string[] {
    return this.callers.hostsToSee([this.host]);
  }

  private requireTellable(addresses: string[], place: ExternalPlace): void {
    const http = this.ports.find(port => port._isHttp);
    if (http) throw new UsageError(this, `port ${http.name} carries HTTP`, 'use ExternalApi, or ExternalHosts where nothing is to be said about requests');
    const opaque = this.ports.find(port => !port._isTls);
    if (!opaque || addresses.length > 0 || settingsOf(this).allocatesAddresses || isForAmbientOnly(place)) return;
    throw new UsageError(this, `port ${opaque.name} has no address, and sidecars use none that Istio allocates: it would take every connection to port ${opaque.port}, wherever it goes`,
      'pass addresses, or turn DNS capture on in the mesh and say so: Mesh.of(app).configure({ allocatesAddresses: true })');
  }

  private resolution(addresses: string[]): ServiceEntryResolution {
    if (addresses.length === 0) return ServiceEntryResolution.dns();
    if (this.range) return ServiceEntryResolution.none();
    return ServiceEntryResolution.staticEndpoints(...addresses.map(address => ({ address })));
  }
}
