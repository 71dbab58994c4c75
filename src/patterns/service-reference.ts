import { IMeshService, MeshServiceReferenceOptions } from './mesh-service-handle';
import { CallerConfig, IMeshNamespace, IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireDnsLabel, requireDnsSubdomain } from '../core/require';

/** A service that another app owns. */
export class ServiceReference implements IMeshService {
  public readonly host: string;
  public readonly namespace: IMeshNamespace;

  public constructor(private readonly name: string, private readonly options: MeshServiceReferenceOptions, private readonly port?: number) {
    requireDnsLabel('MeshService.fromName', 'name', name);
    if (options.serviceAccount !== undefined) requireDnsSubdomain('MeshService.fromName', 'serviceAccount', options.serviceAccount);
    this.namespace = options.namespace;
    this.host = `${name}.${options.namespace.namespaceName}.svc.cluster.local`;
  }

  public onPort(port: number): IRouteTarget {
    const { ports } = this.options;
    if (ports && !ports.some(each => each.port === port)) {
      throw new UsageError('MeshService.fromName', `${this.name} has no port ${port}; it has ${ports.map(each => each.port).join(', ')}`, 'use one of them; a target port is no service port');
    }
    return new ServiceReference(this.name, this.options, port);
  }

  public targetConfig(): RouteTargetConfig {
    const { ports = [] } = this.options;
    const port = this.port ?? (ports.length === 1 ? ports[0].port : undefined);
    return { host: this.host, ...(port !== undefined && { port }) };
  }

  public describeAction(): string {
    return this.host;
  }

  public callerConfig(): CallerConfig {
    const { serviceAccount } = this.options;
    if (serviceAccount === undefined) {
      throw new UsageError('MeshService.fromName', `${this.host} is a caller, and its service account is not known`, 'pass serviceAccount: an access rule recognizes callers by it');
    }
    return { identities: [`${this.namespace.namespaceName}/${serviceAccount}`] };
  }
}
