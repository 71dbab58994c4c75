import { IReleasable, MeshService } from './mesh-service';
import { Routing } from './routing';
import { RouteTargetConfig } from '../core/bindings';

/** One version of a service (a subset of its DestinationRule). Made by `MeshService.version`. */
export class ServiceVersion implements IReleasable {
  /**
   * Made by the service.
   * @internal
   */
  public static _of(service: MeshService, name: string): ServiceVersion {
    return new ServiceVersion(service, name);
  }

  /** The service it is a version of. */
  public readonly service: MeshService;
  /** Name of the version. */
  public readonly name: string;

  private constructor(service: MeshService, name: string) {
    this.service = service;
    this.name = name;
  }

  /** The destination to write into routes. */
  public targetConfig(): RouteTargetConfig {
    this.service._versions.ask(this.name);
    return { ...this.service.targetConfig(), subset: this.name };
  }

  /** Name of the version for messages and traces. */
  public describeAction(): string {
    return `${this.service.host} ${this.name}`;
  }

  /**
   * All that is said about the service, but for the split: the route has decided.
   * @internal
   */
  public _routing(): Routing {
    return this.service._routing(this);
  }
}
