import { Construct } from 'constructs';
import { MeshService } from './mesh-service';
import { quoted, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { isAddress, requireDnsSubdomain, requireSome } from '../core/require';
import { WorkloadTemplate } from '../resources/service-entry-endpoint';
import { WorkloadEntry } from '../resources/workload-entry';
import { WorkloadGroup } from '../resources/workload-group';

/** Properties for `VmWorkload`. */
export interface VmWorkloadProps {
  /**
   * Service that the machines stand behind. Its Kubernetes Service finds them by the labels of its selector.
   * @see https://istio.io/latest/docs/ops/deployment/vm-architecture/
   */
  readonly service: MeshService;
  /**
   * IP addresses of the machines.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-address
   * @default - none: machines register themselves with the WorkloadGroup
   */
  readonly addresses?: string[];
  /**
   * Version that the machines are, of the versions of the service.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-labels
   * @default - none
   */
  readonly version?: string;
  /**
   * Service account whose identity the proxies of the machines have.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-service_account
   * @default - the one of the service
   */
  readonly serviceAccount?: string;
  /**
   * Whether the machines run a proxy of the mesh. False for a plain server: callers speak plain text to it then, and it needs `addresses`.
   * @see https://istio.io/latest/docs/ops/deployment/vm-architecture/
   * @default true
   */
  readonly proxy?: boolean;
  /**
   * Ports of the machines by name of the service port, where they differ from the target ports of the Service.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-ports
   * @default - the target ports of the Service
   */
  readonly ports?: { [portName: string]: number };
  /**
   * Network of the machines.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-network
   * @default - the one of the cluster
   */
  readonly network?: string;
  /**
   * Where the machines are, as `region/zone/subzone`.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-locality
   * @default - unknown
   */
  readonly locality?: string;
  /**
   * Share of requests of each machine compared with other endpoints, 1 or more.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry-weight
   * @default - all the same
   */
  readonly weight?: number;
}

/**
 * Machines outside Kubernetes that serve a service of the mesh, beside its pods or in their place.
 * @see https://istio.io/latest/docs/setup/install/virtual-machine/
 */
export class VmWorkload extends Construct {
  /** The WorkloadEntry of each address, for overrides. */
  public readonly workloadEntries: WorkloadEntry[];
  /** The WorkloadGroup, for overrides. None with `addresses`. */
  public readonly workloadGroup?: WorkloadGroup;

  public constructor(scope: Construct, id: string, props: VmWorkloadProps) {
    super(scope, id);
    watch(this);
    const { service, addresses } = props;
    if (addresses) requireSome(this, 'addresses', addresses);
    const name = addresses?.find(address => !isAddress(address));
    if (name !== undefined) throw new UsageError(this, `addresses has ${quoted(name)}, not an IP address`, 'give the address: Istio leaves names out of the endpoints of a Service');
    const labels = this.labelsOf(props);
    const template = this.template(props);
    const twice = addresses?.find((address, i) => addresses.indexOf(address) !== i);
    if (twice !== undefined) throw new UsageError(this, `addresses has ${twice} twice`, 'leave one out');
    this.workloadEntries = (addresses ?? []).map(address => partOf(this, new WorkloadEntry(this, address, {
      namespace: service.namespace,
      metadata: { name: objectName(this, fitting(`${this.nameOf(props)}-${kebab(address)}`)) },
      address,
      labels,
      ...template,
    })));
    if (addresses) return;
    this.workloadGroup = partOf(this, new WorkloadGroup(this, 'Group', {
      namespace: service.namespace, metadata: { name: objectName(this, this.nameOf(props)) }, workloadLabels: labels, ...template,
    }));
  }

  private nameOf({ service, version }: VmWorkloadProps): string {
    return fitting(`${service.name}-${version ?? 'vm'}`);
  }

  private labelsOf({ service, version }: VmWorkloadProps): { [key: string]: string } {
    const labels = { ...service.callerConfig().labels };
    if (version === undefined) return labels;
    const { name } = service.version(version);
    return { ...labels, ...Object.fromEntries(service._versions.subsets)[name] };
  }

  /** Callers use mutual TLS where there is a service account, and plain text where there is none. */
  private template(props: VmWorkloadProps): WorkloadTemplate {
    const { service, addresses, proxy = true, ports, network, locality, weight } = props;
    const unknown = Object.keys(ports ?? {}).find(name => !service.ports.some(port => port.name === name));
    if (unknown !== undefined) {
      throw new UsageError(this, `ports has ${unknown}, and ${service.name} has ${service.ports.map(port => port.name).join(', ')}`, 'use the name of a port of the service');
    }
    if (!proxy && !addresses) throw new UsageError(this, 'proxy is false, and there are no addresses', 'give the addresses: only a proxy registers its machine');
    if (!proxy && props.serviceAccount !== undefined) throw new UsageError(this, 'proxy is false, and there is a serviceAccount', 'leave one of them out: without a proxy there is no identity');
    const serviceAccount = proxy ? props.serviceAccount ?? service.callerConfig().identities?.[0].split('/')[1] : undefined;
    if (proxy && serviceAccount === undefined) {
      throw new UsageError(this, `no service account is known for ${service.name}, so that callers would speak plain text to the machines`, 'give the service or this one a serviceAccount, or say proxy: false');
    }
    if (serviceAccount !== undefined) requireDnsSubdomain(this, 'serviceAccount', serviceAccount);
    return { ports, network, locality, weight, serviceAccount };
  }
}
