import { Construct } from 'constructs';
import { AccessOptions } from './access-options';
import { AccessRules } from './access-rules';
import { NamespaceObject } from './kubernetes';
import { MeshService, MeshServiceOptions } from './mesh-service';
import { NamespaceReference } from './namespace-reference';
import { CallerConfig, ICaller, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { DataPlane } from '../core/data-plane';
import { watch } from '../core/hook';
import { requireDnsLabel } from '../core/require';

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

  public constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    requireDnsLabel(this, 'name', props.name);
    watch(this);
    this.namespaceName = props.name;
    this.dataPlane = props.dataPlane ?? DataPlane.sidecar();
    if (props.create ?? true) {
      new NamespaceObject(this, 'Resource', { name: this.namespaceName, labels: this.dataPlane._labels });
    }
    this.access = new AccessRules(this, { name: 'namespace', namespace: this, target: () => this.policyTargetConfig() });
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
  }

  /** Every identity of the namespace. */
  public callerConfig(): CallerConfig {
    return { namespaces: [this.namespaceName] };
  }

  /** Every workload of the namespace. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.namespaceName };
  }
}
