import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AccessOptions } from './access-options';
import { AccessRules } from './access-rules';
import { ANYBODY, Protected } from './access-said';
import { addCall } from './call-graph';
import { avoidableDenies, Denied } from './identity-notices';
import { onRules } from './namespace-rules';
import { NetworkAccess } from './network-policies';
import { podPorts } from './network-rule';
import { PLAINTEXT, requireOnePlaintext } from './plaintext-pods';
import { refusedBehind } from './sent-on-notices';
import { DescribedWorkload, WorkloadEgress } from './workload-egress';
import { CallerConfig, ICaller, IMeshNamespace, IPolicyTarget, IRouteTarget, PolicyTargetConfig } from '../core/bindings';
import { describedPods } from '../core/described';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { addNotices } from '../core/notices';
import { partOf } from '../core/owner';
import { requireDnsLabel, requireDnsSubdomain, requireSome } from '../core/require';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { EgressScope } from '../resources/egress-scope';
import { MeshPort } from '../resources/mesh-port';
import { MtlsMode } from '../resources/mtls-mode';
import { OutboundPolicy } from '../resources/outbound-policy';
import { PeerAuthentication } from '../resources/peer-authentication';
import { Sidecar } from '../resources/sidecar';

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
   * What it can see of the mesh, in place of the scope of its namespace. Written as a Sidecar for its pods.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   * @default - what its namespace says, else the mesh
   */
  readonly egress?: EgressScope;
  /**
   * What happens to its calls for hosts that it cannot see. Written into the Sidecar for its pods.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-outbound_traffic_policy
   * @default - what its namespace says, else the mesh
   */
  readonly outboundPolicy?: OutboundPolicy;
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
  private readonly network: NetworkAccess;
  private readonly visible: WorkloadEgress;
  private readonly denied: Denied[] = [];
  private readonly plaintextPorts: MeshPort[];
  private reports = false;
  private readonly labels: { [key: string]: string };
  private readonly serviceAccount?: string;

  public constructor(scope: Construct, id: string, props: MeshWorkloadProps) {
    super(scope, id);
    watch(this);
    this.name = props.name ?? id;
    this.namespace = props.namespace;
    this.serviceAccount = props.serviceAccount;
    this.labels = { ...props.labels ?? { app: this.name } };
    this.requireNames();
    this.tellPods();
    const described = this.describe(props);
    this.access = new AccessRules(this, described);
    this.network = new NetworkAccess(this, described);
    this.visible = new WorkloadEgress(described);
    onRules(this, this.namespace.namespaceName, () => this.followRules());
    this.plaintextPorts = [...props.plaintextPorts ?? []];
    if (props.plaintextPorts) this.addPlaintextPorts();
  }

  /** The policy with the callers that are allowed, for overrides. Asking for it writes it, and without callers it refuses everybody. */
  public get allowPolicy(): AuthorizationPolicy {
    return this.access.allowPolicy;
  }

  /** The Sidecar of its pods, for overrides. None where that of the namespace or the mesh says all. */
  public get sidecar(): Sidecar | undefined {
    return this.visible.sidecar;
  }

  /** The NetworkPolicy with its callers, for JSON patches. None unless its namespace writes NetworkPolicies and there is a caller. */
  public get networkPolicy(): ApiObject | undefined {
    return this.network.policy;
  }

  /**
   * Lets a caller in. From the first call on, callers that are not allowed are refused.
   * @param caller who
   * @param options what; everything when left out
   */
  public allowFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.addCaller(caller, this.access.allow(caller, options));
  }

  /**
   * Has another workload let this one in: `allowFrom`, said from the other end.
   * @param callee workload or service that is called; its policy is changed
   * @param options what; everything when left out
   */
  public allowTo(callee: MeshWorkload, options: AccessOptions = {}): void {
    callee.allowFrom(this, options);
  }

  /**
   * Says that this workload calls targets that somebody else protects, or nobody. Writes no access rule. It is for what follows the call
   * graph: the Sidecar of a workload with `EgressScope.callGraph()`.
   * @param targets what it calls: services, versions, hosts outside of the mesh
   */
  public calls(...targets: IRouteTarget[]): void {
    requireSome(this, 'targets', targets);
    targets.forEach(target => addCall(this, this, target));
  }

  /**
   * Refuses a caller, whatever else allows it.
   * @param caller who
   * @param options what; everything when left out
   */
  public denyFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.deny(caller, options);
    this.denied.push({ caller, options });
    this.report();
  }

  /** Lets everybody in, also without identity and at every port, but for those of `denyFrom`. */
  public allowAll(): void {
    this.access.setEverybody('allowed');
    this.addCaller(ANYBODY, {});
  }

  /** Refuses everybody but those of `allowFrom`, also where there are none. */
  public denyAll(): void {
    this.access.setEverybody('refused');
  }

  /**
   * From now on its policies are only tried (annotation `istio.io/dry-run`): Istio logs and counts what they would do, and nothing that is
   * said here lets anybody in or refuses anybody. What a namespace or the mesh refuses stays refused.
   */
  public dryRun(): void {
    this.access.setDryRun();
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
    const pods = this._podsConfig();
    return this.namespace.dataPlane._isAmbient ? { ...pods, readsRequests: false } : pods;
  }

  /**
   * Its pods, whoever decides about requests to them.
   * @internal
   */
  public _podsConfig(): PolicyTargetConfig {
    return { namespace: this.namespace.namespaceName, selector: { ...this.labels } };
  }

  /**
   * Has its pods take connections from its waypoint only, if there is one: something is decided there.
   * @internal
   */
  public _guard(): void {
    this.access.guard();
  }

  /**
   * A route of a gateway leads here: the gateway is let in as long as something would refuse it otherwise.
   * @internal
   */
  public _attachGateway(gateway: ICaller): void {
    this.access.allowGateway(gateway);
    this.addCaller(gateway, {});
  }

  private requireNames(): void {
    requireDnsLabel(this, 'name', this.name);
    if (this.serviceAccount !== undefined) requireDnsSubdomain(this, 'serviceAccount', this.serviceAccount);
    requireSome(this, 'labels', Object.keys(this.labels));
  }

  private tellPods(): void {
    describedPods(this).push({ construct: this, namespace: this.namespace.namespaceName, labels: this.labels });
  }

  private followRules(): void {
    this.network.reconcile();
    this.visible.reconcile();
  }

  private get denySubject() {
    return { owner: this, name: this.name, namespace: this.namespace, pods: () => this._podsConfig(), plaintextPorts: this.plaintextPorts };
  }

  private addCaller(caller: ICaller, options: AccessOptions): void {
    // What is only tried lets nobody in.
    addCall(this, caller, this, options.dryRun ? undefined : { ports: podPorts(options, this._podsConfig()), options });
    this.network.reconcile();
    this.report();
  }

  /** A workload that nothing is said about has nothing to report. */
  private report(): void {
    if (this.reports) return;
    this.reports = true;
    addNotices(this, () => [...refusedBehind(this), ...this.denied.length > 0 ? avoidableDenies(this.denySubject, this.denied) : []]);
  }

  private describe({ egress: scope, outboundPolicy }: MeshWorkloadProps): Protected & DescribedWorkload {
    const { name, namespace, labels, serviceAccount } = this;
    return {
      owner: this,
      name,
      namespace,
      labels,
      serviceAccount,
      kind: 'pods',
      target: () => this.policyTargetConfig(),
      pods: () => this._podsConfig(),
      egress: { scope, outboundPolicy },
    };
  }

  private addPlaintextPorts(): void {
    requireSome(this, 'plaintextPorts', this.plaintextPorts);
    requireOnePlaintext(this, this.visible.owners);
    partOf(this, new PeerAuthentication(this, PLAINTEXT, {
      namespace: this.namespace,
      metadata: { name: objectName(this, this.name) },
      attachTo: Attachment.workloads(this.labels),
      mode: MtlsMode.STRICT,
      portModes: this.plaintextPorts.map(({ targetPort }) => ({ port: targetPort, mode: MtlsMode.PERMISSIVE })),
    }));
  }
}
