import { Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { reportPassedBy } from './ambient-callers';
import { addCall } from './call-graph';
import { applyBefore } from './chart-order';
import { EgressChain } from './egress-chain';
import { EgressGateway } from './egress-gateway';
import { ExternalCallers } from './external-callers';
import { requireOutsideHost, requireSecretRead, requireVisibleRequests, requireWayOut } from './external-checks';
import { clientRule, ruleForEach } from './external-client-rules';
import { httpRoutes } from './http-routes';
import { WITHOUT_PROXY_HEADERS } from './proxy-headers';
import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { ICaller, IMeshNamespace, IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requirePort } from '../core/require';
import { ConnectionLimits } from '../resources/connection-limits';
import { DestinationRule } from '../resources/destination-rule';
import { HeaderOperations } from '../resources/header-operations';
import { MeshPort } from '../resources/mesh-port';
import { Retries } from '../resources/retries';
import { requireBudget } from '../resources/retry-budget';
import { ServiceEntry, ServiceLocation } from '../resources/service-entry';
import { ServiceEntryResolution } from '../resources/service-entry-resolution';
import { TlsOrigination } from '../resources/tls-origination';
import { VirtualService } from '../resources/virtual-service';
import { VirtualServiceContent } from '../resources/virtual-service-content';
import { Visibility } from '../resources/visibility';
import { fromMesh } from '../traffic/way-in';

/** Properties for `ExternalApi`. */
export interface ExternalApiProps {
  /**
   * Its host name, without wildcard.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-hosts
   */
  readonly host: string;
  /**
   * Who calls it: it is visible in their namespaces only. That is no access control, because a workload may call an address that it knows;
   * with `through`, the egress gateway refuses everybody else.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-export_to
   * @default - every workload of the mesh
   */
  readonly callers?: ICaller[];
  /**
   * Who speaks TLS.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-tls
   * @default TlsOrigination.simple()
   */
  readonly tls?: TlsOrigination;
  /**
   * Port of the API.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-number
   * @default - 443, or 80 without TLS
   */
  readonly port?: number;
  /**
   * Gateway that requests and connections leave through. Callers reach it by mutual TLS of the mesh. It speaks TLS to the API, and says nothing to it
   * of who called. With `callers`, nobody else can use it for this host.
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
   * @default - straight from the caller
   */
  readonly through?: EgressGateway;
  /**
   * Namespace of the objects.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the first caller that is no gateway, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
  /**
   * Limit for a request with all its retries, at least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - none; Istio has no limit of its own
   */
  readonly timeout?: Duration;
  /**
   * When to try again. With `through`, the gateway does.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - Istio's two retries before processing
   */
  readonly retries?: Retries;
  /**
   * How much one proxy may have open. With `through`, the gateway's.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   * @default - no limits
   */
  readonly limits?: ConnectionLimits;
  /**
   * Leaves in requests what proxies tell each other: `x-forwarded-for`, `x-forwarded-proto`, the operation, which names the service of the mesh that was
   * called, and with `through` the whole certificate of the caller. They are taken away where the last proxy of the mesh sends the request on.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations
   * @default false
   */
  readonly keepProxyHeaders?: boolean;
}

/** Port that applications call where the proxy speaks TLS for them. */
const PLAIN = 80;

/**
 * An HTTP API outside the mesh. Callers use `http://` on port 80 and the proxy speaks TLS; `https://` from the application still gets
 * through, unseen. Headers by which proxies tell each other of the caller and of the mesh are taken away.
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
 */
export class ExternalApi extends Construct implements IRouteTarget {
  /** The ServiceEntry, for overrides. */
  public readonly serviceEntry: ServiceEntry;
  /** The DestinationRules, for overrides: one with TLS or limits, one for each caller with a client certificate, else none. */
  public readonly destinationRules: DestinationRule[];
  /** The VirtualService for callers, for overrides. None where the proxy sees no requests, or keeps its headers and nothing else is said, without egress gateway. */
  public readonly virtualService?: VirtualService;
  /** The VirtualService at the egress gateway, for overrides. None without one. */
  public readonly egressVirtualService?: VirtualService;
  private readonly host: string;
  private readonly tls: TlsOrigination;
  private readonly port: number;
  private readonly callers: ExternalCallers;
  private readonly through?: EgressGateway;
  /** What happens to requests where they leave the mesh. */
  private readonly lastHeaders?: HeaderOperations;
  private readonly chain?: EgressChain;
  /** What callers do with requests. */
  private readonly traffic = new ServiceTraffic();
  /** What the egress gateway does with requests. */
  private readonly exitTraffic = new ServiceTraffic();

  public constructor(scope: Construct, id: string, props: ExternalApiProps) {
    super(scope, id);
    watch(this);
    requireOutsideHost(this, props.host);
    if (props.port !== undefined) requirePort(this, 'port', props.port);
    this.host = props.host;
    this.tls = props.tls ?? TlsOrigination.simple();
    this.port = props.port ?? (this.tls._originator === 'nobody' ? PLAIN : 443);
    this.through = props.through;
    this.lastHeaders = props.keepProxyHeaders || this.tls._originator === 'application' ? undefined : WITHOUT_PROXY_HEADERS;
    this.callers = new ExternalCallers(this, props, this.through?._podNamespace);
    this.requireFit(props);
    this.sayTraffic(props);
    this.chain = this.through && this.chainThrough(this.through, props.callers);
    this.serviceEntry = this.addServiceEntry();
    this.destinationRules = this.addDestinationRules(props.limits);
    this.virtualService = this.addVirtualService();
    this.egressVirtualService = this.chain && this.addEgressVirtualService(this.chain);
    props.callers?.forEach(caller => addCall(this, caller, this));
    this.callers.watchSenders(this);
    reportPassedBy(this, this.namespace, { ...props, tls: this.tls });
  }

  /** Namespace of the objects. */
  public get namespace(): IMeshNamespace {
    return this.callers.namespace;
  }

  /** The API, on the port that the proxy sees HTTP on, else on its own. With `through`, the egress gateway, which sends on to it. */
  public targetConfig(): RouteTargetConfig {
    return this.chain?.targetConfig() ?? { host: this.host, port: this.entryPort.port, authority: this.host };
  }

  /** Name of the API for messages and traces. */
  public describeAction(): string {
    return this.host;
  }

  /**
   * What a route to it has to take over.
   * @internal
   */
  public _routing(): Routing {
    const requireVisible = (where: IConstruct, gateway: ICaller) => this.callers.requireGateway(where, gateway, this.host);
    const { chain, entryPort, lastHeaders, traffic } = this;
    return { target: this, traffic, ports: chain?.ports ?? [entryPort], splits: true, requestHeaders: chain ? undefined : lastHeaders, requireVisible };
  }

  /**
   * What Sidecars of callers list.
   * @internal
   */
  public get _hostsToSee(): string[] {
    return this.callers.hostsToSee([this.host]);
  }

  /** The port that callers use, with what the proxy sees on it. */
  private get entryPort(): MeshPort {
    switch (this.tls._originator) {
      case 'proxy': return MeshPort.http(PLAIN, { targetPort: this.port });
      case 'application': return MeshPort.tls(this.port);
      case 'nobody': return MeshPort.http(this.port);
    }
  }

  /** The port for TLS of the application: beside the other one too, because many applications use both. */
  private get tlsPort(): MeshPort | undefined {
    return this.tls._originator === 'nobody' ? undefined : MeshPort.tls(this.port);
  }

  private requireFit({ timeout, retries, keepProxyHeaders, limits, callers }: ExternalApiProps): void {
    requireVisibleRequests(this, this.tls, { timeout, retries, keepProxyHeaders }, limits);
    if (this.tls._originator === 'proxy' && this.port === PLAIN) throw new UsageError(this, 'port is 80, and applications call port 80 without TLS', 'pass the TLS port of the API');
    if (!this.through) return requireSecretRead(this, this.tls, callers);
    requireWayOut(this, callers);
    this.through._requireNew(this, this.host);
  }

  /**
   * The egress gateway speaks with the API, so retries are up to it. The limit for the whole is the caller's. That there be no retries holds
   * for both.
   */
  private sayTraffic({ timeout, retries }: ExternalApiProps): void {
    requireBudget(this, retries, timeout);
    const first = this.through && retries?._attempts !== 0 ? { timeout } : { timeout, retries };
    if (Object.values(first).some(value => value !== undefined)) this.traffic.add({ owner: this, ...first });
    if (this.through && retries) this.exitTraffic.add({ owner: this, retries });
  }

  private chainThrough(gateway: EgressGateway, callers?: ICaller[]): EgressChain {
    applyBefore(gateway, this);
    const { entryPort, tlsPort, host, namespace, traffic, exitTraffic, lastHeaders: exitHeaders } = this;
    const http = entryPort._isHttp ? entryPort : undefined;
    return new EgressChain(this, { gateway, host, namespace, http, tls: tlsPort, callers, traffic, exitTraffic, exitHeaders });
  }

  private addServiceEntry(): ServiceEntry {
    const { entryPort, tlsPort } = this;
    return partOf(this, new ServiceEntry(this, 'Entry', {
      ...this.common(),
      hosts: [this.host],
      ports: [entryPort, ...tlsPort && entryPort._isHttp ? [tlsPort] : []],
      resolution: ServiceEntryResolution.dns(),
      location: ServiceLocation.MESH_EXTERNAL,
      exportTo: this.callers.visibility,
    }));
  }

  private addDestinationRules(limits?: ConnectionLimits): DestinationRule[] {
    const { host, namespace, callers, through } = this;
    const tls = through ? this.tls._clientTls?.forGateways() : this.tls._clientTls;
    if (!tls && !limits) return [];
    // Only for the port that the proxy speaks TLS on: on the other one the application does.
    const rules = { host, namespace, trafficPolicy: { ports: [{ port: this.entryPort.port, tls, limits }] }, visibility: this.ruleVisibility };
    return this.tls._fromSecret && !through ? ruleForEach(this, callers.configs, rules) : [clientRule(this, rules)];
  }

  /** What the egress gateway does is nothing for sidecars, which would ignore a Secret and send plain text. */
  private get ruleVisibility(): Visibility | undefined {
    return this.through ? visibleToPods(this.through, this.namespace) : this.callers.visibility;
  }

  private addVirtualService(): VirtualService | undefined {
    if (!this.chain && !this.lastHeaders && !this.traffic.hasRoutes) return undefined;
    const routes = partOf(this, new VirtualService(this, 'Routes', { ...this.common(), hosts: [this.host], exportTo: this.callers.visibility }));
    routes._contentFrom(() => this.chain?.toGateway() ?? this.directRoutes());
    return routes;
  }

  /** The other port carries TLS that the proxy does not see into, so all HTTP requests come in on this one. */
  private directRoutes(): VirtualServiceContent {
    const way = fromMesh(this.entryPort.port, true);
    return { http: httpRoutes(this, this._routing(), this.entryPort, [way], [], { host: this.host }), tcp: [], tls: [] };
  }

  private addEgressVirtualService(chain: EgressChain): VirtualService {
    const { namespace, through } = this;
    const routes = new VirtualService(this, 'Exit', {
      namespace,
      metadata: { name: objectName(this, fitting(`${kebab(this.host)}-egress`)) },
      hosts: [this.host],
      gateways: [through!],
      exportTo: visibleToPods(through!, namespace),
    });
    partOf(this, routes)._contentFrom(() => chain.toHost());
    return routes;
  }

  private common() {
    return { namespace: this.namespace, metadata: { name: objectName(this, fitting(kebab(this.host))) } };
  }
}

function visibleToPods({ _podNamespace: pods }: EgressGateway, own: IMeshNamespace): Visibility {
  return pods.namespaceName === own.namespaceName ? Visibility.ownNamespace() : Visibility.namespaces(pods);
}
