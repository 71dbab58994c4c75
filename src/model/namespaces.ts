import { groupBy } from './group-by';
import { homeOf, serviceOf } from './hosts';
import { Labels } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { mapOf, textOf } from './read';

/** Kinds that are what they are: none of them makes Services or pods. */
const PLAIN_GROUPS = new Set([
  '', 'apps', 'batch', 'autoscaling', 'policy', 'extensions', 'apiextensions.k8s.io', 'rbac.authorization.k8s.io', 'networking.k8s.io', 'storage.k8s.io',
  'scheduling.k8s.io', 'admissionregistration.k8s.io', 'coordination.k8s.io', 'discovery.k8s.io', 'networking.istio.io', 'security.istio.io',
  'telemetry.istio.io', 'extensions.istio.io', 'gateway.networking.k8s.io', 'cert-manager.io', 'keda.sh', 'external-secrets.io', 'bitnami.com', 'autoscaling.k8s.io',
]);

/** Of groups that make pods too, the kinds that do not. */
const PLAIN_KINDS = new Set(['argoproj.io/Rollout', 'argoproj.io/AnalysisTemplate', 'monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/PrometheusRule', 'k8s.cni.cncf.io/NetworkAttachmentDefinition']);

const DEPLOYERS = [['helm.cattle.io', 'HelmChart'], ['helm.toolkit.fluxcd.io', 'HelmRelease'], ['kustomize.toolkit.fluxcd.io', 'Kustomization']] as const;

const WORKLOADS = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', '/Pod', 'argoproj.io/Rollout'];

/** What a namespace may hold that the mesh calls. */
const CALLED = ['/Service', ...WORKLOADS];

/** The namespaces, and how much of them is known. */
export class Namespaces {
  private readonly objects: Map<string, MeshObject>;
  private readonly kinds = new Map<string, Set<string>>();
  private readonly counted = new Set<string>();
  private readonly labelled = new Map<string, Labels | undefined>();
  private readonly whole = new Map<string, boolean>();
  private ownShared?: Set<string>;

  public constructor(private readonly mesh: Mesh) {
    this.objects = new Map(mesh.ofKind('', 'Namespace').map(object => [object.name, object]));
    for (const [namespace, objects] of groupBy(mesh.objects, homeOf)) this.kinds.set(namespace, new Set(objects.map(kindOf)));
    // A list of all services of a cluster says which there are, without the Namespace objects.
    for (const object of mesh.inventory) if (kindOf(object) === '/Service') this.counted.add(homeOf(object));
  }

  /** The Namespace object, where there is one. */
  public find(name: string): MeshObject | undefined {
    return this.objects.get(name);
  }

  /** Names of the Namespace objects. */
  public get names(): string[] {
    return [...this.objects.keys()];
  }

  /** Labels of a namespace. Nothing where it is not written, since somebody may have labelled it. */
  public labels(name: string): Labels | undefined {
    if (!this.labelled.has(name)) this.labelled.set(name, this.objects.get(name)?.labels);
    return this.labelled.get(name);
  }

  /** Whether something is said to be in a namespace: it will exist then. */
  public isMentioned(name: string): boolean {
    return this.objects.has(name) || this.kinds.has(name) || this.counted.has(name);
  }

  /** Whether all services of a namespace are known: it is whole, or the services of the cluster were listed. */
  public knowsServices(name: string): boolean {
    return this.counted.has(name) || this.isWhole(name);
  }

  /** Whether all workloads of a namespace are known. */
  public knowsWorkloads(name: string): boolean {
    return this.isWhole(name) && WORKLOADS.some(kind => this.kinds.get(name)!.has(kind));
  }

  /** Whether a namespace is created here together with what is in it, and nothing in it may create more. */
  public isWhole(name: string): boolean {
    let whole = this.whole.get(name);
    if (whole === undefined) this.whole.set(name, whole = this.looksWhole(name));
    return whole;
  }

  private looksWhole(name: string): boolean {
    const kinds = this.kinds.get(name);
    if (this.mesh.settings.isPartial || !this.objects.has(name) || !kinds || this.objects.get(name)!.origin.inventory) return false;
    return CALLED.some(kind => kinds.has(kind)) && [...kinds].every(isPlain) && !this.shared.has(name) && !this.isRootWithoutIstio(name);
  }

  /** Istio itself is in the root namespace, with its gateways often: where it is not written, more is missing. */
  private isRootWithoutIstio(name: string): boolean {
    return name === this.mesh.settings.rootNamespace && !this.mesh.objects.some(({ kind, name: own, namespace }) => kind === 'Deployment' && namespace === name && own.startsWith('istiod'));
  }

  /** Where a service or pods are described that are not written, or the pods of a service are not: somebody else writes to the namespace too. */
  private get shared(): Set<string> {
    return this.ownShared ??= sharedNamespaces(this.mesh);
  }
}

function sharedNamespaces(mesh: Mesh): Set<string> {
  const { services, settings, workloads } = mesh;
  const undescribed = (settings.describedHosts ?? []).filter(host => services.byHost(host).length === 0).map(host => serviceOf(host)?.namespace);
  const withoutPods = services.all.filter(service => service.kubernetes && service.selector && workloads.of(service).length === 0);
  const unwritten = (settings.describedPods ?? []).filter(({ namespace, labels }) => workloads.selectedBy(namespace, labels).length === 0);
  const elsewhere = mesh.ofKind('argoproj.io', 'Rollout').filter(rollout => runsPodsFromElsewhere(mesh, rollout));
  const names = [...undescribed, ...[...withoutPods, ...unwritten].map(({ namespace }) => namespace), ...elsewhere.map(homeOf), ...deployedTo(mesh)];
  return new Set(names.filter(name => name !== undefined));
}

/** What brings a chart or a folder into the cluster says into which namespace, and is in another one itself. */
function deployedTo(mesh: Mesh): string[] {
  const targets = DEPLOYERS.flatMap(([group, kind]) => mesh.ofKind(group, kind)).map(({ spec }) => mapOf(spec).targetNamespace);
  const applications = mesh.ofKind('argoproj.io', 'Application').map(({ spec }) => spec);
  const generated = mesh.ofKind('argoproj.io', 'ApplicationSet').map(({ spec }) => mapOf(mapOf(spec).template).spec);
  return [...targets, ...[...applications, ...generated].map(spec => mapOf(mapOf(spec).destination).namespace)].map(textOf);
}

/** A Rollout may take over the pods of a Deployment. */
function runsPodsFromElsewhere(mesh: Mesh, { namespace, spec }: MeshObject): boolean {
  const { name } = mapOf(spec.workloadRef);
  return name !== undefined && mesh.find({ group: 'apps', kind: 'Deployment', namespace, name: String(name) }).length === 0;
}

function kindOf({ group, kind }: MeshObject): string {
  return `${group}/${kind}`;
}

function isPlain(kind: string): boolean {
  return PLAIN_KINDS.has(kind) || PLAIN_GROUPS.has(kind.slice(0, kind.indexOf('/')));
}
