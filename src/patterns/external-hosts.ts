import { Construct } from 'constructs';
import { addCall } from './call-graph';
import { ExternalCallers } from './external-callers';
import { requireNoService } from './external-checks';
import { ICaller, IMeshNamespace } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireSome } from '../core/require';
import { MeshPort } from '../resources/mesh-port';
import { ServiceEntry, ServiceLocation } from '../resources/service-entry';
import { ServiceEntryResolution } from '../resources/service-entry-resolution';

/** Properties for `ExternalHosts`. */
export interface ExternalHostsProps {
  /**
   * Host names. `*.example.com` stands for every host below, not for `example.com` itself.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-hosts
   */
  readonly hosts: string[];
  /**
   * Who calls them: they are visible in their namespaces only. That is no access control, because a workload may call an address that it knows.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-export_to
   * @default - every workload of the mesh
   */
  readonly callers?: ICaller[];
  /**
   * Ports, and what is spoken on them. TCP only together with `addresses`.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-ports
   * @default - HTTP on 80 and TLS on 443
   */
  readonly ports?: MeshPort[];
  /**
   * Addresses and ranges that the hosts have, for clients that call an address, and for TCP.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses
   * @default - none
   */
  readonly addresses?: string[];
  /**
   * Namespace of the objects.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the first caller that is no gateway, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
}

/**
 * Hosts outside the mesh that may be called as they are: an allow-list, without routes, timeouts or TLS of the proxy. What it opens matters where unknown
 * hosts are refused (`OutboundPolicy.REGISTRY_ONLY`), and names the hosts in logs and metrics everywhere.
 *
 * Names are looked up by the proxy, which so decides where a connection goes. That cannot be done for wildcards, nor for `addresses`: there a connection
 * goes to the address that the application chose, and the name in it is believed.
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/
 */
export class ExternalHosts extends Construct {
  /** The ServiceEntries, for overrides: one for names, one for wildcards. With `addresses`, one for all. */
  public readonly serviceEntries: ServiceEntry[];
  private readonly callers: ExternalCallers;

  public constructor(scope: Construct, id: string, props: ExternalHostsProps) {
    super(scope, id);
    watch(this);
    const { hosts, callers, ports = [MeshPort.http(80), MeshPort.tls(443)], addresses = [] } = props;
    requireSome(this, 'hosts', hosts);
    requireSome(this, 'ports', ports);
    hosts.forEach(host => requireNoService(this, host));
    this.requireTellable(ports, addresses);
    this.callers = new ExternalCallers(this, props);
    const wild = hosts.filter(host => host.startsWith('*') || addresses.length > 0);
    const named = hosts.filter(host => !wild.includes(host));
    this.serviceEntries = [
      ...named.length ? [this.addEntry('Entry', named, ports, ServiceEntryResolution.dns())] : [],
      ...wild.length ? [this.addEntry(named.length ? 'Wildcards' : 'Entry', wild, ports, ServiceEntryResolution.none(), addresses)] : [],
    ];
    callers?.forEach(caller => addCall(this, caller, this));
  }

  /** Namespace of the objects. */
  public get namespace(): IMeshNamespace {
    return this.callers.namespace;
  }

  /**
   * What Sidecars of callers list.
   * @internal
   */
  public get _hostsToSee(): string[] {
    return this.callers.hostsToSee(this.serviceEntries.flatMap(entry => entry.hosts));
  }

  private requireTellable(ports: MeshPort[], addresses: string[]): void {
    const opaque = ports.find(port => !port._isHttp && !port._isTls);
    if (!opaque || addresses.length > 0) return;
    throw new UsageError(this, `port ${opaque.name} carries no host name, and would take every connection to port ${opaque.port}, wherever it goes`,
      'pass addresses, or describe the host with ExternalTcpService');
  }

  private addEntry(id: string, hosts: string[], ports: MeshPort[], resolution: ServiceEntryResolution, addresses?: string[]): ServiceEntry {
    const name = objectName(this);
    return partOf(this, new ServiceEntry(this, id, {
      namespace: this.namespace,
      metadata: { name: name && id === 'Wildcards' ? objectName(this, `${name}-wildcards`) : name },
      hosts,
      ports,
      resolution,
      addresses,
      location: ServiceLocation.MESH_EXTERNAL,
      exportTo: this.callers.visibility,
    }));
  }
}
