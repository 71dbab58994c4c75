import { Construct } from 'constructs';
import { hostsCalledBy, hostsOf } from './call-graph';
import { Pods } from './call-index';
import { exists } from './children';
import { addEgressSidecar, Egress, EgressSubject, requireSidecars } from './egress-sidecar';
import { rulesFor } from './namespace-rules';
import { routingOf } from './routing';
import { IMeshNamespace, IRouteTarget } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { labelsText } from '../core/labels';
import { ByPart } from '../core/parts';
import { meshScopeOf, registryOf } from '../core/scopes';
import { Sidecar } from '../resources/sidecar';

/** A workload that is described. */
export interface DescribedWorkload extends EgressSubject {
  readonly owner: Construct;
  readonly labels: { [key: string]: string };
  readonly serviceAccount?: string;
  readonly egress: Egress;
}

const WORKLOADS = Symbol('workloads');

/**
 * What the pods of a workload can see. Several services may be described over the same pods: they have one Sidecar then, because of two Istio
 * takes the older. It belongs to the first of them.
 */
export class WorkloadEgress {
  private readonly twins: ByPart<WorkloadEgress>;

  public constructor(public readonly workload: DescribedWorkload) {
    const { owner, namespace, egress, labels } = workload;
    requireSidecars(owner, namespace, egress);
    this.twins = twinsOf(owner, namespace, labels);
    this.requireOneScope();
    this.twins.add(owner, this);
    this.first.reconcile();
  }

  /** The Sidecar of the pods. */
  public get sidecar(): Sidecar | undefined {
    return this.first.workload.owner.node.tryFindChild('Egress') as Sidecar | undefined;
  }

  /** All that describes the pods, the workload itself among them. */
  public get owners(): Construct[] {
    return this.shared.map(({ workload }) => workload.owner);
  }

  /** Makes the Sidecar when it is to be there, and takes it away when not. To be called when `rulesFor` may have changed. */
  public reconcile(): void {
    const { owner } = this.workload;
    exists(owner, 'Egress', this.first === this && this.isWanted, () => addEgressSidecar(owner, this.workload, () => this.egress, () => this.called));
  }

  /** Those of its mesh that are about the same pods, itself among them. */
  private get shared(): readonly WorkloadEgress[] {
    const mesh = meshScopeOf(this.workload.owner);
    const near = this.twins.near(mesh);
    // As nearly always: itself.
    return near.length < 2 ? near : near.filter(({ workload }) => meshScopeOf(workload.owner) === mesh);
  }

  /** The one whose object it is. */
  private get first(): WorkloadEgress {
    const mesh = meshScopeOf(this.workload.owner);
    return this.twins.near(mesh).find(({ workload }) => meshScopeOf(workload.owner) === mesh)!;
  }

  private get isWanted(): boolean {
    const { owner, namespace } = this.workload;
    const { scope, outboundPolicy } = this.said;
    if (namespace.dataPlane._isAmbient) return false;
    return Boolean(scope || outboundPolicy || rulesFor(owner, namespace.namespaceName).egress?._isCallGraph);
  }

  private get said(): Egress {
    const all = this.shared.map(({ workload }) => workload.egress);
    if (all.length === 1) return all[0];
    return { scope: all.find(({ scope }) => scope)?.scope, outboundPolicy: all.find(({ outboundPolicy }) => outboundPolicy)?.outboundPolicy };
  }

  /** A Sidecar for some workloads takes the place of that of their namespace, so it repeats what is not said here. */
  private get egress(): Egress {
    const { owner, namespace } = this.workload;
    const { egress, outboundPolicy } = rulesFor(owner, namespace.namespaceName);
    return { scope: this.said.scope ?? egress, outboundPolicy: this.said.outboundPolicy ?? outboundPolicy };
  }

  private get called(): string[] {
    const { owner, namespace, labels } = this.workload;
    const pods: Pods = { namespace: namespace.namespaceName, labels, serviceAccounts: this.shared.flatMap(({ workload }) => workload.serviceAccount ?? []) };
    return [...hostsCalledBy(owner, pods), ...this.shared.flatMap(({ workload }) => ownHosts(workload.owner))];
  }

  private requireOneScope(): void {
    const { owner, egress } = this.workload;
    if (!egress.scope && !egress.outboundPolicy) return;
    const twin = this.shared.find(({ workload }) => (['scope', 'outboundPolicy'] as const).some(prop => egress[prop] && workload.egress[prop] && egress[prop] !== workload.egress[prop]));
    if (!twin) return;
    throw new UsageError(owner, `what its pods can see is said already, by [${pathOf(twin.workload.owner)}], which has the same labels`, 'say it for one of them');
  }
}

/** Limits of a DestinationRule hold on the side of the server too, if it can see its own service. */
function ownHosts(owner: Construct): string[] {
  return routingOf(owner as unknown as IRouteTarget)?.traffic.hasPolicy ? hostsOf(owner) : [];
}

/** The pods of a namespace that are described. */
export function describedPods(owner: Construct, namespace: string): Pods[] {
  const mesh = meshScopeOf(owner);
  const ofNamespace = workloadsOf(owner).get(namespace);
  const described = [...ofNamespace?.values() ?? []].flatMap(twins => twins.near(mesh));
  return described.filter(({ workload }) => meshScopeOf(workload.owner) === mesh).map(({ workload }) => ({
    namespace, labels: workload.labels, serviceAccounts: workload.serviceAccount === undefined ? [] : [workload.serviceAccount],
  }));
}

function twinsOf(owner: Construct, { namespaceName }: IMeshNamespace, labels: { [key: string]: string }): ByPart<WorkloadEgress> {
  const all = workloadsOf(owner);
  const ofNamespace = all.get(namespaceName) ?? new Map<string, ByPart<WorkloadEgress>>();
  all.set(namespaceName, ofNamespace);
  const key = labelsText(labels);
  const twins = ofNamespace.get(key) ?? new ByPart<WorkloadEgress>();
  ofNamespace.set(key, twins);
  return twins;
}

function workloadsOf(owner: Construct): Map<string, Map<string, ByPart<WorkloadEgress>>> {
  return registryOf(owner, WORKLOADS, () => new Map<string, Map<string, ByPart<WorkloadEgress>>>());
}
