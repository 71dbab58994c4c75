import { Construct } from 'constructs';
import { AccessOptions } from './access-options';
import { AccessRules } from './access-rules';
import { CallerConfig, ICaller, IMeshNamespace, IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireDnsLabel, requireDnsSubdomain, requireSome } from '../core/require';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { MeshPort } from '../resources/mesh-port';
import { MtlsMode } from '../resources/mtls-mode';
import { PeerAuthentication } from '../resources/peer-authentication';

/** What there is to say about a workload besides name and namespace. */
export interface MeshWorkloadOptions {
  /**
   * Service account of the pods. Needed where the workload is a caller, because its identity is made of it.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default - unknown
   */
  readonly serviceAccount?: string;
  /**
   * Labels of the pods.
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector-match_labels
   * @default - `app` is the name
   */
  readonly labels?: { [key: string]: string };
  /**
   * Ports that take plain text as well, where the rest is STRICT: for scrapers and clients without a proxy. Written as a
   * PeerAuthentication for the workload, with the ports that its containers listen on.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-port_level_mtls
   * @default - none
   */
  readonly plaintextPorts?: MeshPort[];
}

/** Properties for `MeshWorkload`. */
export interface MeshWorkloadProps extends MeshWorkloadOptions {
  /**
   * Name, as in the `app` label. For a service, the name of the Kubernetes Service. It is described here, not created.
   * @see https://istio.io/latest/docs/ops/deployment/application-requirements/
   * @default - id of the construct
   */
  readonly name?: string;
  /**
   * Namespace of the pods.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly namespace: IMeshNamespace;
}

/** Pods with an identity: a caller, and something that rules protect. A job or controller that nobody calls is just this. */
export class MeshWorkload extends Construct implements ICaller, IPolicyTarget {
  /** Namespace of the pods. */
  public readonly namespace: IMeshNamespace;
  /** Name of the workload. Of a service, the one of the Kubernetes Service. */
  public readonly name: string;
  private readonly access: AccessRules;
  private readonly labels: { [key: string]: string };
  private readonly serviceAccount?: string;

  public constructor(scope: Construct, id: string, props: MeshWorkloadProps) {
    super(scope, id);
    watch(this);
    this.name = props.name ?? id;
    requireDnsLabel(this, 'name', this.name);
    if (props.serviceAccount !== undefined) requireDnsSubdomain(this, 'serviceAccount', props.serviceAccount);
    this.namespace = props.namespace;
    this.serviceAccount = props.serviceAccount;
    this.labels = { ...props.labels ?? { app: this.name } };
    requireSome(this, 'labels', Object.keys(this.labels));
    this.access = new AccessRules(this, { name: this.name, namespace: this.namespace, target: () => this.policyTargetConfig() });
    if (props.plaintextPorts) this.addPlaintextPorts(props.plaintextPorts);
  }

  /** The policy with the callers that are allowed, for overrides. Asking for it writes it, and without callers it refuses everybody. */
  public get allowPolicy(): AuthorizationPolicy {
    return this.access.allowPolicy;
  }

  /**
   * Lets a caller in. From the first call on, callers that are not allowed are refused.
   * @param caller who
   * @param options what; everything when left out
   */
  public allowFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.allow(caller, options);
  }

  /**
   * Refuses a caller, whatever else allows it.
   * @param caller who
   * @param options what; everything when left out
   */
  public denyFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.deny(caller, options);
  }

  /** Its mutual TLS identity, where its service account is known, and its pods. */
  public callerConfig(): CallerConfig {
    const namespace = this.namespace.namespaceName;
    return {
      identities: this.serviceAccount === undefined ? undefined : [`${namespace}/${this.serviceAccount}`],
      labels: { ...this.labels },
      workloadNamespace: namespace,
    };
  }

  /** Its pods. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.namespace.namespaceName, selector: { ...this.labels } };
  }

  /**
   * A route of a gateway leads here: the gateway is let in as long as something would refuse it otherwise.
   * @internal
   */
  public _attachGateway(gateway: ICaller): void {
    this.access.allowGateway(gateway);
  }

  private addPlaintextPorts(ports: MeshPort[]): void {
    requireSome(this, 'plaintextPorts', ports);
    partOf(this, new PeerAuthentication(this, 'Plaintext', {
      namespace: this.namespace,
      metadata: { name: objectName(this, this.name) },
      attachTo: Attachment.workloads(this.labels),
      mode: MtlsMode.STRICT,
      portModes: ports.map(({ targetPort }) => ({ port: targetPort, mode: MtlsMode.PERMISSIVE })),
    }));
  }
}
