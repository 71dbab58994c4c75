import { Construct, IConstruct } from 'constructs';
import { exists } from './children';
import { EgressExits, Exit, ExitPorts } from './egress-exits';
import { GatewayPods } from './gateway-pods';
import { onRefusal, refusesByDefault } from './refusals';
import { CallerConfig, ICaller, IGateway, IMeshNamespace, IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { podsText } from '../core/labels';
import { kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireDnsLabel, requirePort } from '../core/require';
import { meshScopeOf, registryOf } from '../core/scopes';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { DestinationRule } from '../resources/destination-rule';
import { Gateway } from '../resources/gateway';

const GATEWAYS = Symbol('egress gateways');

/** Properties for `EgressGateway`. */
export interface EgressGatewayProps {
  /**
   * Which pods are the gateway. Client certificates are read in their namespace.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector
   */
  readonly pods: GatewayPods;
  /**
   * Name of the Kubernetes Service of the pods, in their namespace.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-host
   * @default - as installed: `istio-egressgateway` by istioctl, the name of the release by Helm; pods of your own need one
   */
  readonly serviceName?: string;
  /**
   * Port of the Service for HTTP requests. They come in mutual TLS of the mesh, whatever the number is.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   * @default 80
   */
  readonly httpPort?: number;
  /**
   * Port of the Service for TLS that applications speak. It comes inside mutual TLS of the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   * @default 443
   */
  readonly httpsPort?: number;
  /**
   * Namespace of the Gateway object.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the pods
   */
  readonly namespace?: IMeshNamespace;
  /**
   * `metadata.name` of its objects.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
   * @default - chart and construct id, in kebab case: other apps write into the same namespace
   */
  readonly name?: string;
}

/**
 * Pods that let traffic out. What says `through` it is reached by mutual TLS of the mesh up to these pods, which know who calls, and from
 * there on as the target wants it. Objects exist from the first target on: a Gateway with servers for each host, the DestinationRule for the way to the
 * pods, and, as soon as somebody is named for one of the hosts, the AuthorizationPolicy that refuses everybody else.
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressGateway extends Construct implements IGateway, ICaller, IPolicyTarget {
  private readonly pods: GatewayPods;
  private readonly serviceName: string;
  private readonly ports: ExitPorts;
  private readonly objectNamespace: IMeshNamespace;
  private readonly nameSaid?: string;
  private readonly exits = new EgressExits();
  private allowAsked = false;
  /** Gateways of the app with the same pods, itself among them: policies are for the pods. */
  private readonly twins: EgressGateway[];

  public constructor(scope: Construct, id: string, props: EgressGatewayProps) {
    super(scope, id);
    const { pods, httpPort = 80, httpsPort = 443 } = props;
    watch(this);
    requirePort(this, 'httpPort', httpPort);
    requirePort(this, 'httpsPort', httpsPort);
    if (httpPort === httpsPort) throw new UsageError(this, `httpPort and httpsPort are both ${httpPort}`, 'give requests and TLS a port each: one host may have both');
    if (props.name !== undefined) requireDnsLabel(this, 'name', props.name);
    this.pods = pods;
    this.ports = { http: httpPort, https: httpsPort };
    this.serviceName = this.requireService(props);
    this.objectNamespace = props.namespace ?? pods._namespace;
    this.nameSaid = props.name;
    this.twins = gatewaysOf(this, podsText(pods._namespace.namespaceName, pods._labels));
    this.twins.push(this);
    onRefusal(this, pods._namespace.namespaceName, () => this.reconcile());
  }

  /** `namespace/name` of the Gateway object. Asking for it writes the object. */
  public get gatewayName(): string {
    return this.gateway.gatewayName;
  }

  /** The Gateway object, for overrides. Asking for it writes it, and without a target it has no server and is refused at synthesis. */
  public get gateway(): Gateway {
    this.addWay();
    return this.node.findChild('Gateway') as Gateway;
  }

  /** The DestinationRule for the way to its pods, for overrides. Asking for it writes it. */
  public get destinationRule(): DestinationRule {
    this.addWay();
    return this.node.findChild('DestinationRule') as DestinationRule;
  }

  /** The policy with those who may use it, for overrides. Asking for it writes it, and it refuses everybody who is not named. */
  public get allowPolicy(): AuthorizationPolicy {
    this.allowAsked = true;
    this.samePods.forEach(each => each.reconcile());
    return this.node.findChild('Allow') as AuthorizationPolicy;
  }

  /** The identity of its pods. */
  public callerConfig(): CallerConfig {
    return this.pods._caller;
  }

  /** Its pods. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.podNamespace.namespaceName, selector: this.pods._labels };
  }

  /**
   * Host of its Kubernetes Service.
   * @internal
   */
  public get _host(): string {
    return `${this.serviceName}.${this.podNamespace.namespaceName}.svc.cluster.local`;
  }

  /**
   * Ports of its Kubernetes Service.
   * @internal
   */
  public get _ports(): ExitPorts {
    return { ...this.ports };
  }

  /**
   * Namespace of its pods: what they use has to be visible there.
   * @internal
   */
  public get _podNamespace(): IMeshNamespace {
    return this.podNamespace;
  }

  /**
   * Refuses a host that goes through it already.
   * @internal
   */
  public _requireNew(owner: IConstruct, host: string): void {
    this.samePods.forEach(({ exits }) => exits.requireNew(owner, host));
  }

  /**
   * Lets a host be reached through it, and gives the name of the subset for it.
   * @internal
   */
  public _addExit(exit: Exit): string {
    const subset = this.exits.add(exit);
    this.addWay();
    this.samePods.forEach(each => each.reconcile());
    return subset;
  }

  private get samePods(): EgressGateway[] {
    return this.twins.filter(other => meshScopeOf(other) === meshScopeOf(this));
  }

  private get podNamespace(): IMeshNamespace {
    return this.pods._namespace;
  }

  private get metadata() {
    return { name: this.nameSaid ?? objectName(this) };
  }

  private requireService({ pods, serviceName = pods._service }: EgressGatewayProps): string {
    if (pods._isForIngress) {
      throw new UsageError(this, 'pods is GatewayPods.istioctl(), the gateway for traffic that comes in', 'use GatewayPods.istioctlEgress(), or GatewayPods.helm or of for pods of your own');
    }
    if (serviceName === undefined) throw new UsageError(this, 'serviceName is not said, and GatewayPods.of does not know it', 'pass the name of the Kubernetes Service of the pods');
    requireDnsLabel(this, 'serviceName', serviceName);
    return serviceName;
  }

  /** The DestinationRule first, so that its subsets exist before routes use them. */
  private addWay(): void {
    exists(this, 'DestinationRule', true, () => {
      const rule = new DestinationRule(this, 'DestinationRule', { host: this._host, namespace: this.podNamespace, metadata: this.metadata });
      partOf(this, rule)._contentFrom(() => ({ subsets: this.exits.subsets() }));
    });
    exists(this, 'Gateway', true, () => {
      const gateway = new Gateway(this, 'Gateway', { namespace: this.objectNamespace, metadata: this.metadata, selector: this.pods._labels });
      partOf(this, gateway)._contentFrom(() => ({ servers: this.servers() }));
    });
  }

  private servers() {
    if (this.exits.isEmpty) throw new UsageError(this, 'nothing goes through it, so the Gateway would have no server', 'say `through` of an ExternalApi, or leave the Gateway alone');
    return this.exits.servers(this.ports);
  }

  /** Callers are checked where somebody is named, or where something refuses by default and has to be told whom to let through. */
  private reconcile(): void {
    const refuses = !this.exits.isEmpty && refusesByDefault(this, this.podNamespace.namespaceName);
    const guarded = !this.exits.isEmpty && this.samePods.some(({ exits, allowAsked }) => exits.areGuarded || allowAsked);
    exists(this, 'Allow', this.allowAsked || guarded || refuses, () => {
      const policy = new AuthorizationPolicy(this, 'Allow', {
        namespace: this.podNamespace,
        metadata: { name: objectName(this, `${this.nameSaid ?? objectName(this) ?? kebab(this.node.id)}-allow`) },
        attachTo: Attachment.workloads(this.pods._labels),
        // Until it is written, when it is asked what is in it.
        access: Access.denyAll(),
      });
      partOf(this, policy)._contentFrom(() => this.access());
    });
  }

  private access(): Access {
    const rules = this.exits.rules(this, this.policyTargetConfig());
    return rules.length ? Access.allow(...rules) : Access.denyAll();
  }
}

function gatewaysOf(construct: IConstruct, pods: string): EgressGateway[] {
  const all = registryOf(construct, GATEWAYS, () => new Map<string, EgressGateway[]>());
  const gateways = all.get(pods) ?? [];
  all.set(pods, gateways);
  return gateways;
}
