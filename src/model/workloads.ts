import { Proxy } from './injection';
import { LabelIndex, Labels, SelectorIndex } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { Protocol } from './protocol';
import { Service, ServicePort } from './services';
import { readWorkloads } from './workload-reader';

/** A port that a workload says it listens on. */
export interface WorkloadPort {
  readonly number: number;
  readonly name?: string;
  readonly protocol?: Protocol;
}

/** Pods of one kind, or a virtual machine. */
export interface Workload {
  readonly object: MeshObject;
  readonly namespace: string;
  /** Labels and annotations of the pods. */
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The spec of the pods as it is written, of whatever shape; empty for virtual machines. */
  readonly spec: { readonly [key: string]: any };
  /** Where that is: `spec.template.spec`. */
  readonly specField: string;
  readonly serviceAccount: string;
  readonly ports: WorkloadPort[];
  readonly replicas?: number;
  readonly proxy: Proxy;
}

/** A port of a workload as a service reaches it. */
export interface ServedPort {
  /** Port of the workload. Nothing where the service names one that the workload does not say. */
  readonly number?: number;
  readonly service: Service;
  readonly port: ServicePort;
}

/** All workloads of the mesh. */
export class Workloads {
  public readonly all: Workload[];
  private readonly index: LabelIndex<Workload>;
  private selectingNone?: Service[];
  private incomplete?: Set<string>;
  private services?: SelectorIndex<Service>;
  private readonly served = new Map<Workload, ServedPort[]>();

  public constructor(private readonly mesh: Mesh) {
    this.all = readWorkloads(mesh);
    this.index = new LabelIndex(this.all, ({ namespace }) => namespace, ({ labels }) => labels);
  }

  public in(namespace: string): Workload[] {
    return this.index.in(namespace);
  }

  /** Those that a selector selects: in a namespace, or in all. No labels select everything. */
  public selectedBy(namespace: string | undefined, selector: Labels | undefined): Workload[] {
    return this.index.selectedBy(namespace, selector ?? {});
  }

  /** Those behind a service. */
  public of(service: Service): Workload[] {
    return service.selector ? this.selectedBy(service.namespace, service.selector) : [];
  }

  /** Whether all workloads of a namespace are known: it is written as a whole, and so is what its Services select. */
  public knownIn(namespace: string): boolean {
    return this.mesh.namespaces.knowsWorkloads(namespace) && !this.unwrittenIn.has(namespace);
  }

  private get unwrittenIn(): Set<string> {
    return this.incomplete ??= new Set(this.unwritten().map(service => service.namespace));
  }

  /** The Services of Kubernetes whose workloads are not written. */
  public unwritten(): Service[] {
    return this.selectingNone ??= this.mesh.services.all.filter(service => service.kubernetes && service.selector && this.of(service).length === 0);
  }

  /** Services in front of a workload. */
  public servicesOf(workload: Workload): Service[] {
    return this.servicesWith(workload.namespace, workload.labels);
  }

  /** Services in front of pods with these labels. */
  public servicesWith(namespace: string, labels: Labels): Service[] {
    this.services ??= new SelectorIndex(this.mesh.services.all.filter(({ selector }) => selector), service => service.namespace, service => service.selector!);
    return this.services.selective(namespace, labels);
  }

  /** Ports of a workload by the ports of the services in front of it. */
  public servedPorts(workload: Workload): ServedPort[] {
    let served = this.served.get(workload);
    if (!served) {
      served = this.servicesOf(workload).flatMap(service => service.ports.map(port => ({ number: targetOf(port, workload.ports), service, port })));
      this.served.set(workload, served);
    }
    return served;
  }

  /** What a port of a workload carries, by the services in front of it. Empty where none is known. */
  public protocols(workload: Workload, number: number): Protocol[] {
    return [...new Set(this.servedPorts(workload).filter(each => each.number === number).map(({ port }) => port.protocol))];
  }
}

/** Where the labels and annotations of its pods are: `spec.template.metadata`. */
export function podMetadata({ specField }: Workload): string {
  return specField.replace(/spec$/, 'metadata');
}

/** Port of the workload that a port of a service goes to. */
export function targetOf({ number, targetPort = number }: ServicePort, ports: WorkloadPort[]): number | undefined {
  return typeof targetPort === 'number' ? targetPort : ports.find(({ name }) => name === targetPort)?.number;
}
