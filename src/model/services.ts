import { HostIndex } from './host-index';
import { expandHost, homeOf, isWildcard, serviceHost, serviceOf } from './hosts';
import { Labels } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { parseProtocol, Protocol, servicePortProtocol } from './protocol';
import { labelsOf, listOf, mapOf, numberOf, textOf, textsOf } from './read';
import { exportToOf } from './visibility';

/** One port of a service. */
export interface ServicePort {
  readonly number: number;
  readonly name: string;
  readonly protocol: Protocol;
  /** Port of the workload, or the name of one. Nothing where it is the same number. */
  readonly targetPort?: number | string;
  /** Where it is written: `spec.ports[0]`. */
  readonly field: string;
}

/** What clients call: a Service of Kubernetes, or one host of a ServiceEntry. */
export interface Service {
  readonly object: MeshObject;
  /** Whole name, or a wildcard. Lower case. */
  readonly host: string;
  readonly namespace: string;
  /** A Service of Kubernetes. */
  readonly kubernetes: boolean;
  /** Outside the mesh: its endpoints have no proxy. */
  readonly external: boolean;
  readonly headless: boolean;
  readonly ports: ServicePort[];
  /** Labels of its workloads. */
  readonly selector?: Labels;
  /** Of a ServiceEntry. */
  readonly resolution?: string;
  readonly addresses: string[];
  /** What holds for it, whether it says so itself or the mesh does. */
  readonly exportTo?: readonly string[];
}

/** Whether a host is one that is known, one that certainly does not exist, or one that nothing is known of. */
export type Knowledge = 'known' | 'missing' | 'unknown';

/** All services of the mesh. */
export class Services {
  public readonly all: Service[];
  private readonly hosts = new HostIndex<Service>();
  private readonly known = new Map<string, Knowledge>();

  public constructor(private readonly mesh: Mesh) {
    const { services: otherwise } = mesh.settings.defaultExportTo ?? {};
    this.all = [
      ...mesh.ofKind('', 'Service').map(object => kubernetesService(object, otherwise)),
      ...mesh.ofKind('networking.istio.io', 'ServiceEntry').flatMap(object => entryServices(object, otherwise)),
    ];
    for (const service of this.all) this.hosts.add(service.host, service);
  }

  /** Those of this very host. */
  public byHost(host: string): Service[] {
    return this.hosts.at(host);
  }

  /** Those of a host, and then those of a wildcard over it, the longest first. */
  public covering(host: string): Service[] {
    return this.hosts.covering(host);
  }

  /** Those with a host under this one: of a wildcard there are many. */
  public within(host: string): Service[] {
    return this.hosts.within(host);
  }

  /** Whether everything in a namespace is known: see `Namespaces.isWhole`. */
  public isComplete(namespace: string): boolean {
    return this.mesh.namespaces.isWhole(namespace);
  }

  /** What is known of a host. Only a service of Kubernetes can be missing, and only where its whole namespace is known. */
  public status(host: string): Knowledge {
    let known = this.known.get(host);
    if (!known) this.known.set(host, known = this.knowledgeOf(host));
    return known;
  }

  private knowledgeOf(host: string): Knowledge {
    if (this.hosts.overlapping(host).length > 0) return 'known';
    const named = isWildcard(host) ? undefined : serviceOf(host);
    return named && this.mesh.namespaces.knowsServices(named.namespace) ? 'missing' : 'unknown';
  }
}

function kubernetesService(object: MeshObject, otherwise: readonly string[] | undefined): Service {
  const spec = mapOf(object.spec);
  const namespace = homeOf(object);
  const headless = spec.clusterIP === 'None';
  const { 'networking.istio.io/exportTo': exportTo } = object.annotations;
  return {
    object,
    host: serviceHost(object.name, namespace),
    namespace,
    kubernetes: true,
    external: spec.type === 'ExternalName',
    headless,
    ports: listOf(spec.ports).flatMap(kubernetesPort),
    selector: selectorOf(spec.selector),
    addresses: !headless && textOf(spec.clusterIP) ? [spec.clusterIP] : [],
    exportTo: exportToOf(exportTo ? exportTo.split(',').map(each => each.trim()) : undefined, otherwise),
  };
}

function kubernetesPort(value: unknown, i: number): ServicePort[] {
  const { port, name, protocol, appProtocol, targetPort } = mapOf(value);
  const number = numberOf(port);
  if (number === undefined) return [];
  const said = { number, name: textOf(name), transport: textOf(protocol), appProtocol: textOf(appProtocol) || undefined };
  return [{ number, name: said.name, protocol: servicePortProtocol(said), targetPort: numberOf(targetPort) ?? (textOf(targetPort) || undefined), field: `spec.ports[${i}]` }];
}

/** One for each host. They have their ports in common. */
function entryServices(object: MeshObject, otherwise: readonly string[] | undefined): Service[] {
  const spec = mapOf(object.spec);
  const namespace = homeOf(object);
  const ports = listOf(spec.ports).flatMap(entryPort);
  return [...new Set(textsOf(spec.hosts))].map(host => ({
    object,
    host: expandEntryHost(host),
    namespace,
    kubernetes: false,
    external: spec.location !== 'MESH_INTERNAL',
    headless: false,
    ports,
    selector: selectorOf(mapOf(spec.workloadSelector).labels),
    resolution: textOf(spec.resolution) || 'NONE',
    addresses: textsOf(spec.addresses),
    exportTo: exportToOf(spec.exportTo === undefined ? undefined : textsOf(spec.exportTo), otherwise),
  }));
}

/** Hosts of a ServiceEntry are what they are: a short one gets no domain. */
function expandEntryHost(host: string): string {
  return host.includes('.') ? expandHost(host, '') : host.toLowerCase();
}

function entryPort(value: unknown, i: number): ServicePort[] {
  const { number: port, name, protocol, targetPort } = mapOf(value);
  const number = numberOf(port);
  if (number === undefined) return [];
  return [{ number, name: textOf(name), protocol: parseProtocol(textOf(protocol)), targetPort: numberOf(targetPort), field: `spec.ports[${i}]` }];
}

function selectorOf(value: unknown): Labels | undefined {
  const labels = labelsOf(value);
  return Object.keys(labels).length > 0 ? labels : undefined;
}
