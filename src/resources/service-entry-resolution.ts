import { isUnixSocket, renderEndpoint, requireEndpoint } from './endpoint-checks';
import { MeshPort } from './mesh-port';
import { ServiceEntryEndpoint } from './service-entry-endpoint';
import { ServiceEntryShape } from './service-entry-shape';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { isAddress, requireSome, Where } from '../core/require';

interface ResolutionConfig {
  readonly endpoints?: ServiceEntryEndpoint[];
  readonly selector?: { [key: string]: string };
}

const Mode = l1.ServiceEntrySpecResolution;
const DYNAMIC_DNS_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'TLS'];

/**
 * How a proxy finds the addresses behind the hosts of a `ServiceEntry`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
 */
export class ServiceEntryResolution {
  /**
   * DNS, asked by the proxy all the time: an API of somebody else. All addresses of the answer are used.
   * @param endpoints DNS names or addresses to send to instead; without any, the hosts themselves are looked up, and none may be a wildcard
   */
  public static dns(...endpoints: ServiceEntryEndpoint[]): ServiceEntryResolution {
    requireDialable('ServiceEntryResolution.dns', endpoints);
    return new ServiceEntryResolution(Mode.DNS, { endpoints });
  }

  /**
   * DNS, with the first address of the answer for each new connection: for large services whose answers change all the time.
   * @param endpoint DNS name or address to send to instead of the host
   */
  public static dnsRoundRobin(endpoint?: ServiceEntryEndpoint): ServiceEntryResolution {
    const endpoints = endpoint ? [endpoint] : [];
    requireDialable('ServiceEntryResolution.dnsRoundRobin', endpoints);
    return new ServiceEntryResolution(Mode.DNS_UNDERSCORE_ROUND_UNDERSCORE_ROBIN, { endpoints });
  }

  /**
   * Known IP addresses (or sockets beside the calling proxy).
   * @param endpoints at least one
   */
  public static staticEndpoints(...endpoints: ServiceEntryEndpoint[]): ServiceEntryResolution {
    const where = 'ServiceEntryResolution.staticEndpoints';
    requireSome(where, 'endpoints', endpoints);
    for (const endpoint of endpoints) {
      requireEndpoint(where, endpoint);
      if (endpoint.address !== undefined && !isUnixSocket(endpoint) && !isAddress(endpoint.address)) {
        throw new UsageError(where, `endpoint ${quoted(endpoint.address)} is a name, not an IP address`, 'use ServiceEntryResolution.dns for names');
      }
    }
    return new ServiceEntryResolution(Mode.STATIC, { endpoints });
  }

  /**
   * Workloads of the entry's namespace by their labels: WorkloadEntries of virtual machines, and pods.
   * @param labels all of them must match
   */
  public static workloads(labels: { [key: string]: string }): ServiceEntryResolution {
    requireSelector('ServiceEntryResolution.workloads', 'labels', labels);
    return new ServiceEntryResolution(Mode.STATIC, { selector: { ...labels } });
  }

  /**
   * Workloads of the entry's namespace by their labels, where the WorkloadEntries have DNS names instead of IP addresses.
   * @param labels all of them must match
   */
  public static dnsWorkloads(labels: { [key: string]: string }): ServiceEntryResolution {
    requireSelector('ServiceEntryResolution.dnsWorkloads', 'labels', labels);
    return new ServiceEntryResolution(Mode.DNS, { selector: { ...labels } });
  }

  /**
   * None: the connection goes to the address that the client has looked up itself. The way for wildcard hosts, without load balancing
   * between addresses. On TCP ports only `addresses` tell the service from all others.
   */
  public static none(): ServiceEntryResolution {
    return new ServiceEntryResolution(Mode.NONE, {});
  }

  /**
   * DNS for the name in each request (Host header or TLS server name), for hosts that are all wildcards. Unlike `none`, a client
   * cannot reach another address by naming a permitted host. In ambient mode this needs a waypoint.
   */
  public static dynamicDns(): ServiceEntryResolution {
    return new ServiceEntryResolution(Mode.DYNAMIC_UNDERSCORE_DNS, {});
  }

  private constructor(private readonly mode: l1.ServiceEntrySpecResolution, private readonly config: ResolutionConfig) {}

  /**
   * Whether the endpoints are workloads of the mesh.
   * @internal
   */
  public get _selectsWorkloads(): boolean {
    return this.config.selector !== undefined;
  }

  /**
   * Throws where hosts, ports and addresses do not go with this resolution.
   * @internal
   */
  public _requireFit(where: Where, shape: ServiceEntryShape): void {
    this.requireHosts(where, shape.hosts);
    this.requireAddresses(where, shape);
    this.requireTellableHosts(where, shape);
    this.requireEndpointPorts(where, shape.ports);
    if (this.mode === Mode.DYNAMIC_UNDERSCORE_DNS) this.requireDynamicPorts(where, shape.ports);
  }

  /**
   * What to write.
   * @internal
   */
  public _render(): Pick<l1.ServiceEntrySpec, 'resolution' | 'endpoints' | 'workloadSelector'> {
    const { endpoints = [], selector } = this.config;
    return {
      resolution: this.mode,
      endpoints: endpoints.length > 0 ? endpoints.map(renderEndpoint) : undefined,
      workloadSelector: selector && { labels: selector },
    };
  }

  private get looksUpHosts(): boolean {
    const dns = [Mode.DNS, Mode.DNS_UNDERSCORE_ROUND_UNDERSCORE_ROBIN].includes(this.mode);
    return dns && !this.config.endpoints?.length;
  }

  private requireHosts(where: Where, hosts: string[]): void {
    const wildcard = hosts.find(isWildcard);
    if (wildcard !== undefined && this.looksUpHosts) {
      throw new UsageError(where, `host ${quoted(wildcard)} is a wildcard, which DNS cannot look up`,
        'use ServiceEntryResolution.dynamicDns() or none(), or give dns(…) an endpoint');
    }
    const exact = hosts.find(host => !isWildcard(host));
    if (exact !== undefined && this.mode === Mode.DYNAMIC_UNDERSCORE_DNS) {
      throw new UsageError(where, `host ${quoted(exact)} is not a wildcard, and ServiceEntryResolution.dynamicDns() is for wildcards only`,
        'put it into an entry of its own with ServiceEntryResolution.dns()');
    }
  }

  private requireAddresses(where: Where, { addresses }: ServiceEntryShape): void {
    if (addresses.length > 0 && this.mode === Mode.DYNAMIC_UNDERSCORE_DNS) {
      throw new UsageError(where, `addresses has ${addresses[0]}, which ServiceEntryResolution.dynamicDns() does not look at`, 'leave addresses out');
    }
    const range = addresses.find(address => address.includes('/'));
    if (range !== undefined && ![Mode.NONE, Mode.STATIC].includes(this.mode)) {
      throw new UsageError(where, `addresses has the range ${range}, which Istio takes only where nothing is looked up by DNS`,
        'use single addresses, or ServiceEntryResolution.none() or staticEndpoints(…)');
    }
  }

  /** A connection without HTTP host or TLS server name can be told from others by its address alone. */
  private requireTellableHosts(where: Where, { hosts, ports, addresses, autoAllocation }: ServiceEntryShape): void {
    const opaque = ports.find(port => !port._isHttp && !port._isTls);
    const none = this.mode === Mode.NONE;
    if (opaque && hosts.length > 1 && !none) {
      throw new UsageError(where, `port ${opaque.port} is ${opaque._protocol}, which does not say which of ${hosts.length} hosts is meant`, 'give each host an entry of its own');
    }
    const tls = ports.find(port => port._isTls);
    if (tls && hosts.length > 1 && addresses.length > 0 && this.mode !== Mode.STATIC && !none) {
      throw new UsageError(where, `port ${tls.port} is ${tls._protocol} at addresses that ${hosts.length} hosts share, so that they are not told apart`,
        'leave addresses out, or give each host an entry of its own');
    }
    if (opaque && addresses.length === 0 && (none || !autoAllocation || hosts.some(isWildcard))) {
      throw new UsageError(where, `port ${opaque.port} is ${opaque._protocol} without addresses, and would take every connection to that port, wherever it goes`,
        'give addresses, for example "10.0.0.0/8", or "0.0.0.0/0" where every address is meant');
    }
  }

  private requireEndpointPorts(where: Where, ports: MeshPort[]): void {
    const known = ports.map(port => port.name);
    for (const endpoint of this.config.endpoints ?? []) {
      const unknown = Object.keys(endpoint.ports ?? {}).find(name => !known.includes(name));
      if (unknown !== undefined) {
        throw new UsageError(where, `an endpoint has a port ${quoted(unknown)}; ports of the service: ${known.join(', ')}`, 'use the name of a service port');
      }
      if (isUnixSocket(endpoint) && ports.length !== 1) {
        throw new UsageError(where, `endpoint ${endpoint.address} is a socket, and the service has ${ports.length} ports`, 'use one port');
      }
    }
  }

  private requireDynamicPorts(where: Where, ports: MeshPort[]): void {
    const other = ports.find(port => !DYNAMIC_DNS_PROTOCOLS.includes(port._protocol));
    if (other) {
      throw new UsageError(where, `port ${other.port} is ${other._protocol}, in which ServiceEntryResolution.dynamicDns() finds no name`,
        'use MeshPort.http, http2, grpc or tls');
    }
  }
}

function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

function requireDialable(where: string, endpoints: ServiceEntryEndpoint[]): void {
  for (const endpoint of endpoints) {
    requireEndpoint(where, endpoint);
    if (endpoint.address === undefined || isUnixSocket(endpoint)) {
      throw new UsageError(where, `an endpoint has ${endpoint.address ?? 'no address'}, which DNS does not know`, 'give a DNS name or an IP address');
    }
  }
}
