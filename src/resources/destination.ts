import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireDnsLabel, requirePort, requireWildcardHost } from '../core/require';

/** Options for a destination. */
export interface DestinationOptions {
  /**
   * Service port, not the one the pods listen on.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-port
   * @default - the only port of the service; for a host, the port that the request came in on
   */
  readonly port?: number;
  /**
   * Subset of the host, which a DestinationRule must define.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   * @default - the whole host
   */
  readonly subset?: string;
}

/**
 * A service that requests are sent to.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export class Destination implements IRouteTarget {
  /**
   * A host of the mesh's registry: a Service, or a host of a ServiceEntry.
   * @param host fully qualified host, for example `reviews.shop.svc.cluster.local`; a wildcard only where a ServiceEntry has just this one
   * @param options port, subset
   */
  public static host(host: string, options: DestinationOptions = {}): Destination {
    requireWildcardHost('Destination.host', 'host', host);
    if (host === '*') throw new UsageError('Destination.host', 'host is "*"', 'name the host that requests are sent to');
    if (!host.includes('.')) {
      throw new UsageError('Destination.host', `host is ${quoted(host)}, a short name`, `write the namespace too: "${host}.<namespace>.svc.cluster.local"`);
    }
    return Destination.checked('Destination.host', host, options);
  }

  /**
   * A Kubernetes Service of this app.
   * @param service construct of the Service: of any library, or an ApiObject
   * @param options port, subset
   */
  public static service(service: IConstruct, options: DestinationOptions = {}): Destination {
    const where = 'Destination.service';
    const { kind, metadata, spec } = manifestOf(service);
    if (kind !== 'Service') throw new UsageError(where, `${service.node.path} is a ${kind}`, 'pass the Service');
    if (!metadata.namespace) {
      throw new UsageError(where, `no namespace is known for ${service.node.path}`, 'give its chart one: new Chart(app, id, { namespace })');
    }
    const port = portOf(service, (spec?.ports ?? []).map((each: { port: number }) => each.port), options.port);
    return Destination.checked(where, `${metadata.name}.${metadata.namespace}.svc.cluster.local`, { ...options, port });
  }

  /**
   * What a handle says already, which was checked where the handle was made.
   * @internal
   */
  public static _of(target: RouteTargetConfig): Destination {
    return new Destination(target);
  }

  private static checked(where: string, host: string, { port, subset }: DestinationOptions): Destination {
    if (port !== undefined) requirePort(where, 'port', port);
    if (subset !== undefined) requireDnsLabel(where, 'subset', subset);
    return new Destination({ host, subset, port });
  }

  private constructor(private readonly target: RouteTargetConfig) {}

  /** Name of the action for messages and traces. */
  public describeAction(): string {
    const { host, port, subset } = this.target;
    return `${host}${port === undefined ? '' : `:${port}`}${subset === undefined ? '' : `, subset ${subset}`}`;
  }

  /** The destination to write into routes. */
  public targetConfig(): RouteTargetConfig {
    return { ...this.target };
  }
}

function manifestOf(construct: IConstruct): any {
  let object: ApiObject;
  try {
    object = ApiObject.of(construct);
  } catch {
    throw new UsageError('Destination.service', `${construct.node.path} has no Kubernetes object`, 'pass the construct of a Service');
  }
  return object.toJson();
}

/** Always said: a sidecar would otherwise use the port that the request came in on. */
function portOf(service: IConstruct, ports: number[], wanted: number | undefined): number {
  const fail = (fact: string): never => {
    throw new UsageError('Destination.service', `${service.node.path} ${fact}`, `pass port, one of ${ports.join(', ')}`);
  };
  if (ports.length === 0) throw new UsageError('Destination.service', `${service.node.path} has no ports`, 'give the Service its ports first');
  if (wanted === undefined && ports.length > 1) fail(`has ${ports.length} ports`);
  if (wanted !== undefined && !ports.includes(wanted)) fail(`has no port ${wanted}`);
  return wanted ?? ports[0];
}
