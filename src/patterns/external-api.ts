import { Chart, Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { httpRoutes } from './http-routes';
import { NamespaceReference } from './namespace-reference';
import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { CallerConfig, ICaller, IMeshNamespace, IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireHost, requirePort, requireSome } from '../core/require';
import { ConnectionLimits } from '../resources/connection-limits';
import { DestinationRule } from '../resources/destination-rule';
import { MeshPort } from '../resources/mesh-port';
import { Retries } from '../resources/retries';
import { ServiceEntry, ServiceLocation } from '../resources/service-entry';
import { ServiceEntryResolution } from '../resources/service-entry-resolution';
import { TlsOrigination } from '../resources/tls-origination';
import { TrafficPolicy } from '../resources/traffic-policy';
import { VirtualService } from '../resources/virtual-service';
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
   * Who calls it: it is visible in their namespaces only. That is no access control; a workload may call an address that it knows.
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
   * Namespace of the objects.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - the one of the first caller, else the one of the chart
   */
  readonly namespace?: IMeshNamespace;
  /**
   * Limit for a request with all its retries, at least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - none; Istio has no limit of its own
   */
  readonly timeout?: Duration;
  /**
   * When to try again.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - Istio's two retries before processing
   */
  readonly retries?: Retries;
  /**
   * How much one proxy may have open.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   * @default - no limits
   */
  readonly limits?: ConnectionLimits;
}

/** Port that applications call where the proxy speaks TLS for them. */
const PLAIN = 80;

/**
 * An HTTP API outside the mesh. Callers use `http://` on port 80 and the proxy speaks TLS; `https://` from the application still gets
 * through, unseen, so timeout, retries and limits hold for `http://` only.
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
 */
export class ExternalApi extends Construct implements IRouteTarget {
  /** The ServiceEntry, for overrides. */
  public readonly serviceEntry: ServiceEntry;
  /** The DestinationRules, for overrides: one with TLS or limits, one for each caller with a client certificate, else none. */
  public readonly destinationRules: DestinationRule[];
  /** The VirtualService, for overrides. None without timeout and retries. */
  public readonly virtualService?: VirtualService;
  private readonly host: string;
  private readonly tls: TlsOrigination;
  private readonly port: number;
  private readonly callers: CallerConfig[];
  private readonly namespace: IMeshNamespace;
  private readonly traffic = new ServiceTraffic();

  public constructor(scope: Construct, id: string, props: ExternalApiProps) {
    super(scope, id);
    watch(this);
    requireHost(this, 'host', props.host, { dots: true });
    if (props.port !== undefined) requirePort(this, 'port', props.port);
    if (props.callers) requireSome(this, 'callers', props.callers);
    this.host = props.host;
    this.tls = props.tls ?? TlsOrigination.simple();
    this.port = props.port ?? (this.tls._originator === 'nobody' ? PLAIN : 443);
    this.callers = (props.callers ?? []).map(caller => caller.callerConfig());
    this.namespace = this.ownNamespace(props);
    this.requirePolicies(props);
    this.serviceEntry = this.addServiceEntry();
    this.destinationRules = this.addDestinationRules(props.limits);
    this.virtualService = this.addVirtualService(props);
  }

  /** The API, on the port that the proxy sees HTTP on, else on its own. */
  public targetConfig(): RouteTargetConfig {
    return { host: this.host, port: this.entryPort.port, authority: this.host };
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
    const requireVisible = (where: IConstruct, gateway: ICaller) => this.requireVisible(where, gateway);
    return { target: this, traffic: this.traffic, ports: [this.entryPort], splits: true, requireVisible };
  }

  private requireVisible(where: IConstruct, gateway: ICaller): void {
    const names = this.visibleIn;
    if (!names || namespacesOf(gateway.callerConfig())?.every(name => names.includes(name))) return;
    throw new UsageError(where, `${this.host} is visible to the callers of [${pathOf(this)}] only, and the gateway is none of them`, 'add the gateway to its callers');
  }

  /** The port that callers use, with what the proxy sees on it. */
  private get entryPort(): MeshPort {
    switch (this.tls._originator) {
      case 'proxy': return MeshPort.http(PLAIN, { targetPort: this.port });
      case 'application': return MeshPort.tls(this.port);
      case 'nobody': return MeshPort.http(this.port);
    }
  }

  private ownNamespace({ namespace, callers = [] }: ExternalApiProps): IMeshNamespace {
    const [ofCaller] = callers.flatMap(caller => namespacesOf(caller.callerConfig()) ?? []);
    const name = ofCaller ?? Chart.of(this).namespace;
    if (namespace) return namespace;
    if (name === undefined) throw new UsageError(this, 'no namespace is known', 'pass namespace or callers, or give the chart one: new Chart(app, id, { namespace })');
    return new NamespaceReference(name);
  }

  private requirePolicies({ timeout, retries }: ExternalApiProps): void {
    const said = Object.entries({ timeout, retries }).find(([, value]) => value !== undefined)?.[0];
    if (said && this.tls._originator === 'application') {
      throw new UsageError(this, `${said} is said, but with TlsOrigination.byApplication() the proxy sees no requests`, 'leave it out, or let the proxy speak TLS with TlsOrigination.simple()');
    }
    if (this.tls._originator === 'proxy' && this.port === PLAIN) throw new UsageError(this, 'port is 80, and applications call port 80 without TLS', 'pass the TLS port of the API');
    if (this.tls._readsSecret && !(this.callers.length && this.callers.every(caller => caller.labels))) {
      throw new UsageError(this, 'a client certificate is said, but not for which workloads', 'pass callers that are services or workloads: a sidecar reads the Secret only for a rule that selects it');
    }
    if (timeout === undefined && retries === undefined) return;
    this.traffic.add({ owner: this, timeout, retries });
  }

  private addServiceEntry(): ServiceEntry {
    const untouched = this.tls._originator === 'proxy' ? [MeshPort.tls(this.port)] : [];
    return partOf(this, new ServiceEntry(this, 'Entry', {
      ...this.common(),
      hosts: [this.host],
      ports: [this.entryPort, ...untouched],
      resolution: ServiceEntryResolution.dns(),
      location: ServiceLocation.MESH_EXTERNAL,
      exportTo: this.visibility,
    }));
  }

  private addDestinationRules(limits?: ConnectionLimits): DestinationRule[] {
    const tls = this.tls._clientTls;
    if (!tls && !limits) return [];
    // Only for the port that the proxy speaks TLS on: on the other one the application does.
    const trafficPolicy: TrafficPolicy = { ports: [{ port: this.entryPort.port, tls, limits }] };
    if (!this.tls._readsSecret) return [partOf(this, new DestinationRule(this, 'Client', { ...this.common(), host: this.host, trafficPolicy, exportTo: this.visibility }))];
    return this.callers.map((caller, i) => partOf(this, new DestinationRule(this, i ? `Client${i + 1}` : 'Client', {
      namespace: new NamespaceReference(caller.workloadNamespace!),
      metadata: { name: objectName(this, fitting(`${kebab(this.host)}-${kebab(Object.values(caller.labels!).join('-'))}`)) },
      host: this.host,
      trafficPolicy,
      workloadSelector: caller.labels,
      exportTo: Visibility.ownNamespace(),
    })));
  }

  private addVirtualService({ timeout, retries }: ExternalApiProps): VirtualService | undefined {
    if (timeout === undefined && retries === undefined) return undefined;
    const routes = partOf(this, new VirtualService(this, 'Routes', { ...this.common(), hosts: [this.host], exportTo: this.visibility }));
    // The other port carries TLS that the proxy does not see into, so all HTTP requests come in on this one.
    const way = fromMesh(this.entryPort.port, true);
    routes._contentFrom(() => ({ http: httpRoutes(this, this._routing(), this.entryPort, [way], [], { host: this.host }), tcp: [], tls: [] }));
    return routes;
  }

  private common() {
    return { namespace: this.namespace, metadata: { name: objectName(this, fitting(kebab(this.host))) } };
  }

  /** The namespaces of the callers. Everywhere when nobody is named, or somebody whose namespace cannot be told. */
  private get visibleIn(): string[] | undefined {
    const names = this.callers.map(namespacesOf);
    if (names.length === 0 || names.includes(undefined)) return undefined;
    return [...new Set([...(names as string[][]).flat(), this.namespace.namespaceName])].sort();
  }

  private get visibility(): Visibility | undefined {
    const names = this.visibleIn;
    if (!names) return undefined;
    return names.length === 1 ? Visibility.ownNamespace() : Visibility.namespaces(...names.map(name => new NamespaceReference(name)));
  }
}

/** Where a caller is, if it can only be in namespaces that are known. */
function namespacesOf({ workloadNamespace, namespaces = [], identities = [], anyIdentity, peerIps = [], clientIps = [] }: CallerConfig): string[] | undefined {
  const known = [...workloadNamespace === undefined ? [] : [workloadNamespace], ...namespaces, ...identities.map(identity => identity.split('/')[0])];
  return known.length === 0 || anyIdentity || peerIps.length > 0 || clientIps.length > 0 ? undefined : [...new Set(known)];
}
