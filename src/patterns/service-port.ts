import { MeshService } from './mesh-service';
import { Routing } from './routing';
import { IRouteTarget, RouteTargetConfig } from '../core/bindings';

/** One port of a service. */
export class ServicePort implements IRouteTarget {
  public constructor(private readonly service: MeshService, private readonly port: number) {}

  /** The destination to write into routes. */
  public targetConfig(): RouteTargetConfig {
    return { ...this.service.targetConfig(), port: this.port };
  }

  /** Name of the port for messages and traces. */
  public describeAction(): string {
    return `${this.service.host}:${this.port}`;
  }

  /**
   * All that is said about the service.
   * @internal
   */
  public _routing(): Routing {
    const routing = this.service._routing();
    return { ...routing, ports: routing.ports.filter(({ port }) => port === this.port) };
  }
}
