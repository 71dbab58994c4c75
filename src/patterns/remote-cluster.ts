import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { NamespaceReference } from './namespace-reference';
import { RemoteService } from './remote-service';
import { IMeshNamespace } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { isAddress, requireDnsLabel, requireDnsSubdomain, requireHost, requirePort, requireSome } from '../core/require';
import { settingsOf } from '../core/scopes';
import { ClientTls } from '../resources/client-tls';
import { DestinationRule } from '../resources/destination-rule';
import { MeshPort } from '../resources/mesh-port';
import { ServiceEntry, ServiceLocation } from '../resources/service-entry';
import { ServiceEntryResolution } from '../resources/service-entry-resolution';
import { TrafficPolicy } from '../resources/traffic-policy';

/** Properties for `RemoteCluster`. */
export interface RemoteClusterProps {
  /**
   * Addresses of its east-west gateway, all IP addresses or all DNS names.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-address
   */
  readonly gateways: string[];
  /**
   * Port of the gateway where TLS passes through by server name (`AUTO_PASSTHROUGH`).
   * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
   * @default 15443
   */
  readonly gatewayPort?: number;
  /**
   * Domain under which its services are known here.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-hosts
   * @default - `global`
   */
  readonly domain?: string;
  /**
   * Namespace of the objects here.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the chart, else of the service over there
   */
  readonly namespace?: IMeshNamespace;
}

/** Options for a service of another cluster. */
export interface RemoteServiceOptions {
  /**
   * Namespace of the service over there.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly namespace: string;
  /**
   * Ports of the Service over there.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-ports
   */
  readonly ports: MeshPort[];
  /**
   * Address that applications here get from DNS, in no network that is in use. TCP ports need one, of which sidecars take a connection to be for this
   * service, unless Istio gives one and sidecars use it (`allocatesAddresses` of `Mesh.configure`).
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-addresses
   * @default - none; refused for TCP ports unless `allocatesAddresses` is configured
   */
  readonly address?: string;
  /**
   * Service account of its pods. The identity is asked for then.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-subject_alt_names
   * @default - any identity of the common root of trust
   */
  readonly serviceAccount?: string;
}

const DEFAULT_PORT = 15443;

/**
 * Another cluster with the same root of trust, reached through its east-west gateway, without a shared control plane. Proxies here speak mutual TLS
 * with the pods over there; the gateway passes it on by server name.
 * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
export class RemoteCluster extends Construct {
  private readonly gateways: string[];
  private readonly gatewayPort: number;
  private readonly domain: string;
  private readonly namespace?: IMeshNamespace;

  public constructor(scope: Construct, id: string, props: RemoteClusterProps) {
    super(scope, id);
    watch(this);
    const { gateways, gatewayPort = DEFAULT_PORT, domain = 'global', namespace } = props;
    requireSome(this, 'gateways', gateways);
    gateways.filter(gateway => !isAddress(gateway)).forEach(gateway => requireHost(this, 'a name in gateways', gateway));
    const name = gateways.find(gateway => isAddress(gateway) !== isAddress(gateways[0]));
    if (name) throw new UsageError(this, `gateways has ${gateways[0]} and ${name}, an address and a name`, 'give IP addresses only, or DNS names only: Istio looks all of them up or none');
    requirePort(this, 'gatewayPort', gatewayPort);
    requireDnsSubdomain(this, 'domain', domain);
    this.gateways = [...gateways];
    this.gatewayPort = gatewayPort;
    this.domain = domain;
    this.namespace = namespace;
  }

  /**
   * A service over there, as `<name>.<namespace>.<domain>` here.
   * @param name name of the Kubernetes Service
   * @param options namespace, ports
   */
  public addService(name: string, options: RemoteServiceOptions): RemoteService {
    this.requireService(name, options);
    const host = `${name}.${options.namespace}.${this.domain}`;
    const scope = new Construct(this, `${name}.${options.namespace}`);
    const common = { namespace: this.home(options), metadata: { name: objectName(this, fitting(kebab(host))) } };
    const destinationRule = partOf(this, new DestinationRule(scope, 'Client', { ...common, host, trafficPolicy: this.clientTls(name, options) }));
    const serviceEntry = partOf(this, new ServiceEntry(scope, 'Entry', {
      ...common,
      hosts: [host],
      ports: options.ports,
      ...options.address !== undefined && { addresses: [options.address] },
      resolution: this.resolution(options.ports),
      location: ServiceLocation.MESH_INTERNAL,
    }));
    return RemoteService._of({ host, ports: options.ports, serviceEntry, destinationRule });
  }

  private requireService(name: string, { namespace, ports, address, serviceAccount }: RemoteServiceOptions): void {
    requireDnsLabel(this, 'name', name);
    requireDnsLabel(this, 'namespace', namespace);
    requireSome(this, 'ports', ports);
    if (serviceAccount !== undefined) requireDnsSubdomain(this, 'serviceAccount', serviceAccount);
    if (this.node.tryFindChild(`${name}.${namespace}`)) throw new UsageError(this, `${name} of namespace ${namespace} is there already`, 'add each service once');
    if (address !== undefined && !isAddress(address)) throw new UsageError(this, `address is ${JSON.stringify(address)}, not an IP address`, 'use one that no network uses, for example "240.0.0.2"');
    const opaque = ports.find(port => !port._isHttp && !port._isTls);
    if (!opaque || address !== undefined || settingsOf(this).allocatesAddresses) return;
    throw new UsageError(this, `port ${opaque.name} has no address, and sidecars use none that Istio allocates: it would take every connection to port ${opaque.port}, wherever it goes`,
      'pass address, or turn DNS capture on in the mesh and say so: Mesh.of(app).configure({ allocatesAddresses: true })');
  }

  private home({ namespace }: RemoteServiceOptions): IMeshNamespace {
    return this.namespace ?? new NamespaceReference(Chart.of(this).namespace ?? namespace);
  }

  private resolution(ports: MeshPort[]): ServiceEntryResolution {
    const endpoints = this.gateways.map(address => ({ address, ports: Object.fromEntries(ports.map(port => [port.name, this.gatewayPort])) }));
    return isAddress(this.gateways[0]) ? ServiceEntryResolution.staticEndpoints(...endpoints) : ServiceEntryResolution.dns(...endpoints);
  }

  /** The gateway over there knows the Service by the name that it has over there, for each port. Without this rule proxies speak plain text to it. */
  private clientTls(name: string, { namespace, ports, serviceAccount }: RemoteServiceOptions): TrafficPolicy {
    const [trustDomain] = settingsOf(this).trustDomains;
    const subjectAltNames = serviceAccount === undefined ? undefined : [`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`];
    const tls = (port: MeshPort) => ClientTls.istioMutual({ sni: `outbound_.${port.port}_._.${name}.${namespace}.svc.cluster.local`, subjectAltNames });
    return ports.length === 1 ? { tls: tls(ports[0]) } : { ports: ports.map(port => ({ port: port.port, tls: tls(port) })) };
  }
}
