import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AccessOptions } from './access-options';
import { AccessRules } from './access-rules';
import { ANYBODY } from './access-said';
import { addCall } from './call-graph';
import { NamespaceObject } from './kubernetes';
import { MeshService } from './mesh-service';
import { MeshServiceOptions } from './mesh-service-options';
import { MeshWorkload } from './mesh-workload';
import { NamespaceReference } from './namespace-reference';
import { onRules } from './namespace-rules';
import { NetworkAccess } from './network-policies';
import { podPorts } from './network-rule';
import { decidedAt } from './waypoints';
import { CallerConfig, ICaller, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { DataPlane } from '../core/data-plane';
import { watch } from '../core/hook';
import { requireDnsLabel } from '../core/require';
import { AuthorizationPolicy } from '../resources/authorization-policy';

/** Properties for `MeshNamespace`. */
export interface MeshNamespaceProps {
  /**
   * Name of the namespace.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly name: string;
  /**
   * How its workloads are part of the mesh. Written as labels of the Namespace.
   * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
   * @default DataPlane.sidecar()
   */
  readonly dataPlane?: DataPlane;
  /**
   * Write the Namespace object. Say false where somebody else creates it, and then its labels are theirs too.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default true
   */
  readonly create?: boolean;
}

/**
 * A namespace whose workloads are in the mesh, without any policy. Writes the Namespace with the label for its data plane.
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export class MeshNamespace extends Construct implements IMeshNamespace {
  /**
   * A namespace that somebody else owns: a caller, and a place for services and objects.
   * @param name its name
   * @param dataPlane how its workloads are part of the mesh; sidecars when left out
   */
  public static fromName(name: string, dataPlane?: DataPlane): IMeshNamespace {
    return new NamespaceReference(name, dataPlane);
  }

  /** Name of the namespace. */
  public readonly namespaceName: string;
  /** How its workloads are part of the mesh. */
  public readonly dataPlane: DataPlane;
  private readonly access: AccessRules;
  private readonly network: NetworkAccess;

  public constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    requireDnsLabel(this, 'name', props.name);
    watch(this);
    this.namespaceName = props.name;
    this.dataPlane = props.dataPlane ?? DataPlane.sidecar();
    if (props.create ?? true) {
      new NamespaceObject(this, 'Resource', { name: this.namespaceName, labels: this.dataPlane._labels });
    }
    this.access = new AccessRules(this, {
      name: 'namespace', namespace: this, kind: 'namespace', target: () => this.policyTargetConfig(), pods: () => ({ namespace: this.namespaceName }),
    });
    this.network = new NetworkAccess(this, { name: 'namespace', namespace: this });
    onRules(this, this.namespaceName, () => this.network.reconcile());
  }

  /** The policy with the callers that all workloads allow, for overrides. Asking for it writes it, and without callers it refuses everybody. */
  public get allowPolicy(): AuthorizationPolicy {
    return this.access.allowPolicy;
  }

  /** The NetworkPolicy with the callers that all workloads allow, for JSON patches. None unless the namespace writes NetworkPolicies and there is such a caller. */
  public get networkPolicy(): ApiObject | undefined {
    return this.network.policy;
  }

  /**
   * Describes a service of this namespace. Short for `new MeshService(ns, name, { namespace: ns, … })`, so in the chart of the namespace.
   * @param name name of the Kubernetes Service
   * @param options ports, versions, identity
   */
  public addService(name: string, options: MeshServiceOptions): MeshService {
    return new MeshService(this, name, { ...options, name, namespace: this });
  }

  /**
   * Lets a caller reach every workload of the namespace. From the first call on, callers that are not allowed are refused.
   * @param caller who
   * @param options what; everything when left out
   */
  public allowFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.allow(caller, options);
    // What is only tried lets nobody in.
    addCall(this, caller, this, options.dryRun ? undefined : { ports: podPorts(options, this.policyTargetConfig()), options });
    this.network.reconcile();
  }

  /**
   * Refuses a caller at every workload of the namespace, whatever else allows it.
   * @param caller who
   * @param options what; everything when left out
   */
  public denyFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.deny(caller, options);
  }

  /** Lets everybody reach every workload of the namespace, also without identity and at every port, but for those of `denyFrom`. */
  public allowAll(): void {
    this.access.setEverybody('allowed');
    addCall(this, ANYBODY, this, {});
    this.network.reconcile();
  }

  /** Refuses everybody but those of `allowFrom`, of the namespace and of its workloads. */
  public denyAll(): void {
    this.access.setEverybody('refused');
  }

  /**
   * From now on the policies that come from these methods are only tried (annotation `istio.io/dry-run`): Istio logs and counts what they
   * would do, and they let nobody in and refuse nobody. `deny-by-default` and the policies of single workloads stay as they are.
   */
  public dryRun(): void {
    this.access.setDryRun();
  }

  /**
   * Has a workload let every workload of this namespace in: `allowFrom`, said from the other end.
   * @param callee workload or service that is called; its policy is changed
   * @param options what; everything when left out
   */
  public allowTo(callee: MeshWorkload, options: AccessOptions = {}): void {
    callee.allowFrom(this, options);
  }

  /** Every identity of the namespace. */
  public callerConfig(): CallerConfig {
    return { namespaces: [this.namespaceName] };
  }

  /** Every workload of the namespace, or its waypoint. */
  public policyTargetConfig(): PolicyTargetConfig {
    return decidedAt(this, this, { namespace: this.namespaceName }, name => ({ targetRef: { kind: 'Gateway', name } }));
  }

  /**
   * Puts labels on the Namespace, where it is written.
   * @internal
   */
  public _addLabels(labels: { [key: string]: string }): void {
    const object = this.node.tryFindChild('Resource') as NamespaceObject | undefined;
    Object.entries(labels).forEach(([key, value]) => object?.metadata.addLabel(key, value));
  }

  /**
   * Has its pods take connections from its waypoint only, if there is one: something is decided there.
   * @internal
   */
  public _guard(): void {
    this.access.guard();
  }
}
