import { Construct } from 'constructs';
import { AccessOptions } from './access-options';
import { AccessRules } from './access-rules';
import { callsTo } from './call-graph';
import { CertificateObject } from './certificate-object';
import { exists } from './children';
import { GatewayCertificates } from './gateway-certificates';
import { watchConflicts } from './gateway-conflicts';
import { GatewayPods } from './gateway-pods';
import { GatewayReference } from './gateway-reference';
import { GatewayServers, ServerRequest } from './gateway-servers';
import { isStranger } from './identity-notices';
import { addListenings, restrictedBy, withoutRequests } from './pods-listening';
import { CallerConfig, ICaller, IIngressGateway, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { podsText } from '../core/labels';
import { kebab, objectName } from '../core/naming';
import { addNotices, Notice } from '../core/notices';
import { partOf } from '../core/owner';
import { requireDnsLabel, requirePort } from '../core/require';
import { Gateway } from '../resources/gateway';

/** Options of every gateway. */
export interface GatewayOptions {
  /**
   * Which pods are the gateway.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector
   */
  readonly pods: GatewayPods;
  /**
   * Port for plain HTTP.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   * @default 80
   */
  readonly httpPort?: number;
  /**
   * Port for TLS.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-number
   * @default 443
   */
  readonly httpsPort?: number;
}

/** Properties for `IngressGateway`. */
export interface IngressGatewayProps extends GatewayOptions {
  /**
   * Namespace of the Gateway object.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the pods
   */
  readonly namespace?: IMeshNamespace;
  /**
   * `metadata.name` of the Gateway object.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
   * @default - chart and construct id, in kebab case: other apps write into the same namespace
   */
  readonly name?: string;
}

/**
 * Pods that let traffic in, and the one Gateway object with a server for each certificate that routes ask for. The object exists from the
 * first route on. Its hosts are written with the namespace of the route, so that no other namespace can take them over.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class IngressGateway extends Construct implements IIngressGateway {
  /**
   * A Gateway object that somebody else owns. Routes bind to it; hosts and certificates are its owner's.
   * @param name `namespace/name` of the Gateway object
   * @param options which pods it selects
   */
  public static fromName(name: string, options: GatewayOptions): IIngressGateway {
    return new GatewayReference(name, options.pods, options.httpPort, options.httpsPort);
  }

  private readonly pods: GatewayPods;
  private readonly objectNamespace: IMeshNamespace;
  private readonly objectNameSaid?: string;
  private readonly servers = new GatewayServers();
  private readonly certificates: GatewayCertificates;
  private readonly access: AccessRules;
  private readonly httpPort: number;
  private readonly httpsPort: number;

  public constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id);
    const { pods, httpPort = 80, httpsPort = 443 } = props;
    watch(this);
    requirePort(this, 'httpPort', httpPort);
    requirePort(this, 'httpsPort', httpsPort);
    if (props.name !== undefined) requireDnsLabel(this, 'name', props.name);
    this.pods = pods;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
    this.objectNamespace = props.namespace ?? pods._namespace;
    this.objectNameSaid = props.name;
    this.certificates = new GatewayCertificates(pods._namespace);
    const name = props.name ?? objectName(this) ?? kebab(id);
    this.access = new AccessRules(this, { name, namespace: pods._namespace, kind: 'gateway', target: () => this.policyTargetConfig(), pods: () => this.policyTargetConfig() });
    addNotices(this, () => this.notices());
    addListenings(this._selected, { owner: this, listenings: kind => this.servers.ofKind(kind), restricts: () => this.access.restricts });
    watchConflicts({ gateway: this, pods: podsText(pods._namespace.namespaceName, pods._labels), listenings: () => this.servers.listenings });
  }

  /** `namespace/name` of the Gateway object. */
  public get gatewayName(): string {
    return `${this.objectNamespace.namespaceName}/${this.gateway.name}`;
  }

  /** The Gateway object, for overrides. Asking for it writes it, and without a route it has no server and is refused at synthesis. */
  public get gateway(): Gateway {
    exists(this, 'Gateway', true, () => this.addGateway());
    return this.node.findChild('Gateway') as Gateway;
  }

  /**
   * Lets clients in. From the first call on, others are refused.
   * @param caller who
   * @param options what
   */
  public allowFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.allow(caller, options);
  }

  /**
   * Refuses clients, whatever else allows them.
   * @param caller who
   * @param options what
   */
  public denyFrom(caller: ICaller, options: AccessOptions = {}): void {
    this.access.deny(caller, options);
  }

  /** The identity of its pods. */
  public callerConfig(): CallerConfig {
    return this.pods._caller;
  }

  /** Its pods, and what there carries no HTTP, for any gateway of the app with the same pods: TCP routes, and TLS that passes through. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { ...this._selected, gateway: true, ...withoutRequests(this, this._selected) };
  }

  /**
   * Ports that routes use where they say none.
   * @internal
   */
  public get _ports(): { http: number; https: number } {
    return { http: this.httpPort, https: this.httpsPort };
  }

  /**
   * Makes it listen for the hosts of a route, and has their certificate written where one is asked for.
   * @internal
   */
  public _serve(request: ServerRequest, hosts: string[]): CertificateObject | undefined {
    const tls = this.certificates.resolved(request.owner, request.tls, hosts);
    this.servers.add({ ...request, tls });
    return this.certificates.obtain(request.owner, request.tls, hosts);
  }

  /**
   * Whether requests for one of these come in on another port as well.
   * @internal
   */
  public _listensElsewhere(hosts: string[], port: number): boolean {
    return this.servers.listensElsewhere(hosts, port);
  }

  /**
   * Its pods.
   * @internal
   */
  public get _selected(): { readonly namespace: string; readonly selector: { [key: string]: string } } {
    return { namespace: this.pods._namespace.namespaceName, selector: this.pods._labels };
  }

  /** Clients that are let into the whole namespace of its pods are let in here. */
  private get namespaceLetsIn(): boolean {
    const namespace: object = this.pods._namespace;
    return Construct.isConstruct(namespace) && callsTo(namespace as Construct).some(({ caller }) => isStranger(caller));
  }

  /** A mesh that refuses by default does so at its gateways too, and so does another gateway with the same pods. */
  private notices(): Notice[] {
    const other = restrictedBy(this, this._selected);
    if (this.servers.isEmpty || this.access.letsIn || !(other ?? this.access.refuses) || this.namespaceLetsIn) return [];
    const { namespaceName } = this.pods._namespace;
    const refuser = other ? `[${pathOf(other)}], which has the same pods, lets in its own clients only` : `the namespace ${namespaceName} of its pods refuses what no rule allows`;
    return [{
      rule: 'ingress-gateway/nobody-allowed',
      severity: 'warning',
      problem: `${refuser}, and nothing lets clients in`,
      why: 'the AuthorizationPolicy that refuses is for all gateway pods that it selects, whichever Gateway a request comes in by, and answers with 403',
      fix: other ? 'use one IngressGateway for these pods, and allowFrom of an IngressRoute for the clients of its hosts'
        : 'call allowFrom(Caller.anyoneEvenUnauthenticated()) on the gateway, or name the clients',
      ...other && { and: [other] },
    }];
  }

  private addGateway(): void {
    const gateway = partOf(this, new Gateway(this, 'Gateway', {
      namespace: this.objectNamespace,
      metadata: { name: this.objectNameSaid ?? objectName(this) },
      selector: this.pods._labels,
    }));
    gateway._contentFrom(() => {
      if (this.servers.isEmpty) throw new UsageError(this, 'no route leads in, so the Gateway would have no server', 'add an IngressRoute, or leave the Gateway alone');
      return { servers: this.servers.render() };
    });
  }
}
