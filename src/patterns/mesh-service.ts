import { Construct, IConstruct } from 'constructs';
import { applyBefore } from './chart-order';
import { requireUnderstood } from './contribution-checks';
import { readService, serviceAccountFor } from './kubernetes';
import { IMeshService, MeshServiceReferenceOptions } from './mesh-service-handle';
import { MeshWorkload, MeshWorkloadOptions, MeshWorkloadProps } from './mesh-workload';
import { NamespaceReference } from './namespace-reference';
import { Routing, routingOf } from './routing';
import { checkPorts, claimHost } from './service-checks';
import { ServiceObjects } from './service-objects';
import { ServicePort } from './service-port';
import { ServiceReference } from './service-reference';
import { ServiceTraffic } from './service-traffic';
import { ServiceVersion } from './service-version';
import { TrafficContribution } from './traffic-contribution';
import { ICaller, IMeshNamespace, IRouteTarget, PolicyTargetConfig, RouteTargetConfig } from '../core/bindings';
import { didYouMean, quoted, UsageError } from '../core/errors';
import { requireDnsLabel, requireSome } from '../core/require';
import { DestinationRule } from '../resources/destination-rule';
import { MeshPort } from '../resources/mesh-port';
import { VirtualService } from '../resources/virtual-service';

/** Something a release can start from: a `MeshService` or one of its versions. */
export interface IReleasable extends IRouteTarget {
  /** The service whose traffic moves. */
  readonly service: MeshService;
}

/** What there is to say about a service besides name and namespace. */
export interface MeshServiceOptions extends MeshWorkloadOptions {
  /**
   * Ports of the Service, with what is spoken on them.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
   */
  readonly ports: MeshPort[];
  /**
   * Versions, by the `version` label of their pods. Each is a subset of the DestinationRule.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-subsets
   * @default - none; see `addVersion` for other labels
   */
  readonly versions?: string[];
  /**
   * Version that gets the requests no release or policy says anything about.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   * @default - all pods alike
   */
  readonly defaultVersion?: string;
}

/** Properties for `MeshService`. */
export interface MeshServiceProps extends MeshServiceOptions, MeshWorkloadProps {}

/** Options for `MeshService.fromConstruct`. */
export interface MeshServiceFromConstructOptions {
  /**
   * Ports, where names and `appProtocol` of the Service do not tell the protocol.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
   * @default - read from the Service
   */
  readonly ports?: MeshPort[];
  /**
   * Versions, by the `version` label of their pods.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-subsets
   * @default - none
   */
  readonly versions?: string[];
  /**
   * Version that gets the requests no release or policy says anything about.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   * @default - all pods alike
   */
  readonly defaultVersion?: string;
  /**
   * Ports that take plain text as well, where the rest is STRICT.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-port_level_mtls
   * @default - none
   */
  readonly plaintextPorts?: MeshPort[];
  /**
   * Service account of the pods.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default - read from a workload of this app that the Service selects
   */
  readonly serviceAccount?: string;
  /**
   * Namespace of the Service, as a handle: a `MeshNamespace` of this app knows its data plane.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - read from the Service
   */
  readonly namespace?: IMeshNamespace;
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
    const { versions, defaultVersion, plaintextPorts } = options;
    return new MeshService(scope, id, { name, namespace: handle, ports, labels, serviceAccount, versions, defaultVersion, plaintextPorts });
  }

  /** Fully qualified host. */
  public readonly host: string;
  /** Itself. */
  public readonly service: MeshService;
  private readonly servicePorts: MeshPort[];
  private readonly defaultVersion?: string;
  private readonly traffic = new ServiceTraffic();
  private readonly labelsOfVersions = new Map<string, { [key: string]: string }>();
  private readonly objects: ServiceObjects;
  private readonly gateways = new Array<ICaller>();

  public constructor(scope: Construct, id: string, props: MeshServiceProps) {
    super(scope, id, props);
    checkPorts(this, props.ports);
    this.service = this;
    this.servicePorts = [...props.ports];
    this.host = `${this.name}.${this.namespace.namespaceName}.svc.cluster.local`;
    claimHost(this);
    props.versions?.forEach(version => this.setVersion(version, { version }));
    this.defaultVersion = props.defaultVersion;
    if (this.defaultVersion !== undefined) this.requireRoutable(this.version(this.defaultVersion));
    this.objects = new ServiceObjects(this, {
      routing: () => this._routing(),
      versions: this.labelsOfVersions,
      alwaysRoutes: this.defaultVersion !== undefined,
    });
  }

  /** Names of the versions so far. */
  public get versions(): string[] {
    return [...this.labelsOfVersions.keys()];
  }

  /** Ports of the Service. */
  public get ports(): MeshPort[] {
    return [...this.servicePorts];
  }

  /** The VirtualService of the host, for overrides. Asking for it writes it. */
  public get virtualService(): VirtualService {
    return this.objects.virtualService;
  }

  /** The DestinationRule of the host, for overrides. Asking for it writes it. */
  public get destinationRule(): DestinationRule {
    return this.objects.destinationRule;
  }

  /**
   * Adds a version with labels of its own.
   * @param name name of the version; it is the subset
   * @param labels labels of its pods
   */
  public addVersion(name: string, labels: { [key: string]: string }): ServiceVersion {
    this.setVersion(name, labels);
    this.objects.reconcile();
    return this.version(name);
  }

  /**
   * One version. Throws, with the known names, when there is none such.
   * @param name name of the version
   */
  public version(name: string): ServiceVersion {
    if (this.labelsOfVersions.has(name)) return ServiceVersion._of(this, name);
    throw new UsageError(this, `${this.name} has no version ${quoted(name)}; it has ${this.versions.join(', ') || 'none'}${didYouMean(name, this.versions)}`,
      'use one of them, or add it with `versions` or addVersion');
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
    this.requireTrafficRules(contribution);
    requireUnderstood(contribution, this.servicePorts);
    this.gateways.forEach(gateway => requireVisible(this, gateway, targetsOf(contribution)));
    this.traffic.add(contribution);
    this.objects.reconcile();
    this.gateways.forEach(gateway => this.attachWhereSent(gateway));
    targetsOf(contribution).forEach(target => applyTargetBefore(target, this));
  }

  /** The whole service. Its port where it has only one. */
  public targetConfig(): RouteTargetConfig {
    return { host: this.host, ...(this.servicePorts.length === 1 && { port: this.servicePorts[0].port }) };
  }

  /** Its pods, and the ports of them that carry HTTP. */
  public policyTargetConfig(): PolicyTargetConfig {
    const httpPorts = this.servicePorts.filter(port => port._isHttp).map(port => port.targetPort);
    return { ...super.policyTargetConfig(), httpPorts };
  }

  /** Name of the service for messages and traces. */
  public describeAction(): string {
    return this.host;
  }

  /**
   * What a route to it has to take over.
   * @internal
   */
  public _routing(): Routing {
    const target = this.defaultVersion === undefined ? this : this.version(this.defaultVersion);
    return { target, traffic: this.traffic, ports: this.servicePorts, splits: true, ownDefault: target !== this, workload: this };
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

  private attachWhereSent(gateway: ICaller): void {
    for (const target of this.traffic.targets) {
      const workload = routingOf(target)?.workload;
      if (workload && workload !== this) workload._attachGateway(gateway);
    }
  }

  private setVersion(name: string, labels: { [key: string]: string }): void {
    requireDnsLabel(this, 'the name of a version', name);
    requireSome(this, `the labels of version ${name}`, Object.keys(labels));
    if (this.labelsOfVersions.has(name)) throw new UsageError(this, `version ${quoted(name)} is there already`, 'add each version once');
    this.labelsOfVersions.set(name, { ...labels });
  }

  private requireRoutable({ name }: ServiceVersion): void {
    if (this.servicePorts.some(port => port._isHttp || !port._isTls)) return;
    throw new UsageError(this, `defaultVersion is ${quoted(name)}, and ${this.name} has TLS ports only`, 'leave it out: connections that the application encrypts are not routed by version');
  }

  private requireTrafficRules({ owner, split, matching, mirrors, fault, timeout, retries }: TrafficContribution): void {
    const http = Object.entries({ matching, mirrors, fault, timeout, retries }).find(([, said]) => said !== undefined)?.[0];
    if (http && !this.servicePorts.some(port => port._isHttp)) {
      throw new UsageError(owner, `${http} is said about ${this.name}, which has no HTTP port`, 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
    }
    if (split && !this.servicePorts.some(port => port._isHttp || !port._isTls)) {
      throw new UsageError(owner, `a split is said about ${this.name}, which has TLS ports only`, 'split by a DNS name, or let the proxy end TLS');
    }
    if (this.namespace.dataPlane._isAmbient) {
      throw new UsageError(owner, `traffic rules are said about ${this.name}, whose namespace is ambient`, 'use a namespace with sidecars: without a waypoint nothing in an ambient namespace reads routes');
    }
  }
}

function targetsOf({ split = [], mirrors = [] }: TrafficContribution): IRouteTarget[] {
  return [...split, ...mirrors].map(({ target }) => target);
}

/** Refuses a gateway that cannot see where its requests would be sent, before anything is changed. */
function requireVisible(where: IConstruct, gateway: ICaller, targets: IRouteTarget[]): void {
  targets.forEach(target => routingOf(target)?.requireVisible?.(where, gateway));
}

/** Its subsets exist before routes use them. */
function applyTargetBefore(target: IRouteTarget, service: MeshService): void {
  const workload = routingOf(target)?.workload;
  if (workload) applyBefore(workload, service);
}
