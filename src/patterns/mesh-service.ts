import { Construct, IConstruct } from 'constructs';
import { requireRoutable, requireTrafficRules, requireUnderstood } from './contribution-checks';
import { requireVisible, sendOnTo, targetsOf } from './contribution-targets';
import { HandOver, WayInto } from './hand-over';
import { readService, serviceAccountFor } from './kubernetes';
import { IMeshService, MeshServiceReferenceOptions } from './mesh-service-handle';
import { MeshServiceFromConstructOptions, MeshServiceProps } from './mesh-service-options';
import { MeshWorkload } from './mesh-workload';
import { NamespaceReference } from './namespace-reference';
import { Routing, routingOf } from './routing';
import { checkPorts, claimHost } from './service-checks';
import { ServiceControl } from './service-control';
import { ServiceObjects } from './service-objects';
import { ServicePort } from './service-port';
import { ServiceReference } from './service-reference';
import { ServiceTraffic } from './service-traffic';
import { ServiceVersion } from './service-version';
import { ServiceVersions } from './service-versions';
import { Contribution } from './sticky-users';
import { TrafficContribution } from './traffic-contribution';
import { watchForWaypoint } from './waypoint-notices';
import { decidedAt } from './waypoints';
import { ICaller, IRouteTarget, PolicyTargetConfig, RouteTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { DestinationRule } from '../resources/destination-rule';
import { MeshPort } from '../resources/mesh-port';
import { VirtualService } from '../resources/virtual-service';

/** Something a release can start from: a `MeshService` or one of its versions. */
export interface IReleasable extends IRouteTarget {
  /** The service whose traffic moves. */
  readonly service: MeshService;
}

/**
 * One service of the mesh and the owner of the only VirtualService and the only DestinationRule for its host.
 * Writes nothing until something is said about it: a version makes the DestinationRule, a default version or a contribution the
 * VirtualService. Releases, faults and policies contribute to it, and ingress routes repeat the same contributions at their gateway.
 */
export class MeshService extends MeshWorkload implements IMeshService, IReleasable {
  /**
   * A service that somebody else owns: a target and a caller, but nothing can be said about its traffic.
   * @param name name of the Kubernetes Service
   * @param options namespace, ports, identity
   */
  public static fromName(name: string, options: MeshServiceReferenceOptions): IMeshService {
    return new ServiceReference(name, options);
  }

  /**
   * Reads name, namespace, ports, and pod labels from a Service of this app, whichever library wrote it.
   * @param scope where the objects go
   * @param id name of the construct
   * @param service construct of the Kubernetes Service
   * @param options what the Service does not say; ports given here replace those read
   */
  public static fromConstruct(scope: Construct, id: string, service: IConstruct, options: MeshServiceFromConstructOptions = {}): MeshService {
    const { name, namespace = '', ports, labels } = readService(service, options.ports);
    if (!namespace && !options.namespace) throw new UsageError(service, 'the Service has no namespace', 'give it or its chart one, or pass namespace');
    const handle = options.namespace ?? new NamespaceReference(namespace);
    const serviceAccount = options.serviceAccount ?? serviceAccountFor(service, handle.namespaceName, labels);
    return new MeshService(scope, id, { ...options, name, namespace: handle, ports, labels, serviceAccount });
  }

  /** Fully qualified host. */
  public readonly host: string;
  /** Itself. */
  public readonly service: MeshService;
  /**
   * Its versions, and who uses them.
   * @internal
   */
  public readonly _versions: ServiceVersions;
  private readonly servicePorts: MeshPort[];
  private readonly httpPorts: MeshPort[];
  private readonly defaultVersion?: string;
  private readonly traffic = new ServiceTraffic();
  private readonly objects: ServiceObjects;
  private readonly gateways: ICaller[] = [];
  private readonly control = new ServiceControl(this);

  public constructor(scope: Construct, id: string, props: MeshServiceProps) {
    super(scope, id, props);
    checkPorts(this, props.ports);
    this.service = this;
    this.servicePorts = [...props.ports];
    this.httpPorts = props.ports.filter(port => port._isHttp);
    this.host = `${this.name}.${this.namespace.namespaceName}.svc.cluster.local`;
    claimHost(this);
    this._versions = new ServiceVersions(this);
    this.defaultVersion = props.defaultVersion;
    this.takeVersions(props);
    this.objects = new ServiceObjects(this);
    watchForWaypoint(this, this.traffic);
  }

  /** Names of the versions so far. */
  public get versions(): string[] {
    return this._versions.names;
  }

  /** Ports of the Service. */
  public get ports(): MeshPort[] {
    return [...this.servicePorts];
  }

  /** The VirtualService of the host, for overrides. Asking for it writes it. Throws where a `FlaggerRelease` hands the service to Flagger. */
  public get virtualService(): VirtualService {
    this.control.requireOwn('VirtualService');
    return this.objects.virtualService;
  }

  /** The DestinationRule of the host, for overrides. Asking for it writes it. Throws where a `FlaggerRelease` hands the service to Flagger. */
  public get destinationRule(): DestinationRule {
    this.control.requireOwn('DestinationRule');
    return this.objects.destinationRule;
  }

  /**
   * Adds a version with labels of its own.
   * @param name name of the version; it is the subset
   * @param labels labels of its pods
   */
  public addVersion(name: string, labels: { [key: string]: string }): ServiceVersion {
    this.control.requireVersion(name);
    this._versions.add(name, labels);
    this.objects.reconcile();
    return this.version(name);
  }

  /**
   * Adds a version that drains: its subset stays while requests that were routed to it end, and nothing can be sent to it any more.
   * @param name name of the version; it is the subset
   * @param labels labels of its pods
   */
  public addRetiredVersion(name: string, labels: { [key: string]: string }): void {
    this.control.requireVersion(name);
    this._versions.add(name, labels, true);
    this.objects.reconcile();
  }

  /**
   * One version. Throws, with the known names, when there is none such.
   * @param name name of the version
   */
  public version(name: string): ServiceVersion {
    this._versions.require(name);
    return ServiceVersion._of(this, name);
  }

  /**
   * One port as a target.
   * @param port service port; throws, with the known ones, when there is none such
   */
  public onPort(port: number): IRouteTarget {
    if (this.servicePorts.some(each => each.port === port)) return new ServicePort(this, port);
    throw new UsageError(this, `${this.name} has no port ${port}; it has ${this.servicePorts.map(each => each.port).join(', ')}`, 'use one of them; a target port is no service port');
  }

  /**
   * Says what happens to some of its requests. Releases, faults and policies are built on this.
   * @param contribution which requests, and what about them
   */
  public contribute(contribution: TrafficContribution): void {
    this._contribute(contribution);
  }

  /**
   * Takes several contributions, or none of them. Where requests hold the matches of two, the first of them counts.
   * @internal
   */
  public _contribute(...contributions: Contribution[]): void {
    this.requireFitting(contributions);
    const targets = targetsOf(contributions);
    this.gateways.forEach(gateway => requireVisible(this, gateway, targets));
    this.traffic.add(...contributions);
    this.control.add(contributions);
    this.objects.reconcile();
    this.gateways.forEach(gateway => this.attachWhereSent(gateway));
    sendOnTo(this, targets);
  }

  /** The whole service, or its default version. Its port where it has only one. */
  public targetConfig(): RouteTargetConfig {
    const { host, defaultVersion: subset, servicePorts } = this;
    return { host, subset, port: servicePorts.length === 1 ? servicePorts[0].port : undefined };
  }

  /** Its pods, or the service where it has a waypoint, and the ports that carry HTTP. */
  public policyTargetConfig(): PolicyTargetConfig {
    return decidedAt(this, this.namespace, this._podsConfig(), () => ({ targetRef: { kind: 'Service', name: this.name }, httpPorts: this.httpPorts.map(({ port }) => port) }));
  }

  /**
   * Its pods, and the ports of them that carry HTTP.
   * @internal
   */
  public _podsConfig(): PolicyTargetConfig {
    const { namespace, selector } = super._podsConfig();
    return { namespace, selector, httpPorts: this.httpPorts.map(({ targetPort }) => targetPort) };
  }

  /** Name of the service for messages and traces. */
  public describeAction(): string {
    return this.host;
  }

  /**
   * What a route to it has to take over.
   * @internal
   */
  public _routing(target: IRouteTarget = this): Routing {
    const { traffic, servicePorts: ports, control } = this;
    return { target, traffic, ports, splits: target === this, ownDefault: this.defaultVersion !== undefined, workload: this, table: control.table, control };
  }

  /**
   * Refuses a hand-over that does not fit what was said before.
   * @internal
   */
  public _requireHandOver(handOver: HandOver): void {
    this.control.check(handOver, this.objects.asked);
  }

  /**
   * Hands its traffic to a controller, or throws and changes nothing.
   * @internal
   */
  public _handOver(handOver: HandOver): void {
    this._requireHandOver(handOver);
    const versions = Object.entries(handOver.versions ?? {});
    versions.forEach(([name, labels]) => this._versions.add(name, labels));
    try {
      if (handOver.contribution) this._contribute(handOver.contribution());
    } catch (error) {
      versions.forEach(([name]) => this._versions.remove(name));
      throw error;
    }
    this.control.take(handOver);
    this.objects.reconcile();
  }

  /**
   * VirtualServices of others that lead here.
   * @internal
   */
  public get _ways(): WayInto[] {
    return this.control.ways;
  }

  /**
   * All that was said about its traffic.
   * @internal
   */
  public get _contributions(): TrafficContribution[] {
    return this.control.contributions;
  }

  /**
   * A route of a gateway leads here, and so to wherever its traffic is split or mirrored to.
   * @internal
   */
  public _attachGateway(gateway: ICaller): void {
    if (this.gateways.includes(gateway)) return;
    requireVisible(this, gateway, this.traffic.targets);
    this.gateways.push(gateway);
    super._attachGateway(gateway);
    this.attachWhereSent(gateway);
  }

  private takeVersions({ versions, retiredVersions, defaultVersion }: MeshServiceProps): void {
    versions?.forEach(version => this._versions.add(version, { version }));
    retiredVersions?.forEach(version => this._versions.add(version, { version }, true));
    if (defaultVersion !== undefined) requireRoutable(this, this.version(defaultVersion));
  }

  private requireFitting(contributions: Contribution[]): void {
    this.control.requireFits(contributions);
    for (const contribution of contributions) {
      requireTrafficRules(this, contribution);
      requireUnderstood(contribution, this.servicePorts);
    }
  }

  private attachWhereSent(gateway: ICaller): void {
    for (const target of this.traffic.targets) {
      const workload = routingOf(target)?.workload;
      if (workload && workload !== this) workload._attachGateway(gateway);
    }
  }
}
