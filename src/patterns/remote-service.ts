import { Routing } from './routing';
import { ServiceTraffic } from './service-traffic';
import { IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { DestinationRule } from '../resources/destination-rule';
import { MeshPort } from '../resources/mesh-port';
import { ServiceEntry } from '../resources/service-entry';

/** What a cluster knows of one of its services. */
interface RemoteServiceConfig {
  readonly host: string;
  readonly ports: MeshPort[];
  readonly serviceEntry: ServiceEntry;
  readonly destinationRule: DestinationRule;
}

/** A service of another cluster: a target for releases, mirrors and routes. Made by `RemoteCluster.addService`. */
export class RemoteService implements IRouteTarget {
  /**
   * Made by the cluster.
   * @internal
   */
  public static _of(config: RemoteServiceConfig): RemoteService {
    return new RemoteService(config);
  }

  /** Its host here. */
  public readonly host: string;
  /** The ServiceEntry, for overrides. */
  public readonly serviceEntry: ServiceEntry;
  /** The DestinationRule, for overrides. */
  public readonly destinationRule: DestinationRule;
  private readonly ports: MeshPort[];
  private readonly traffic = new ServiceTraffic();

  private constructor({ host, ports, serviceEntry, destinationRule }: RemoteServiceConfig) {
    this.host = host;
    this.ports = [...ports];
    this.serviceEntry = serviceEntry;
    this.destinationRule = destinationRule;
  }

  /** The service. Its port where it has only one. */
  public targetConfig(): RouteTargetConfig {
    return { host: this.host, ...this.ports.length === 1 && { port: this.ports[0].port } };
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
    return { target: this, traffic: this.traffic, ports: this.ports, splits: true };
  }

  /**
   * What Sidecars of callers list.
   * @internal
   */
  public get _hostsToSee(): string[] {
    return [`${this.serviceEntry.namespace}/${this.host}`];
  }
}
