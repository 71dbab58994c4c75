import { GatewayPods } from './gateway-pods';
import { CallerConfig, IIngressGateway, PolicyTargetConfig } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireDnsLabel, requirePort } from '../core/require';

/** A Gateway object that another app owns. */
export class GatewayReference implements IIngressGateway {
  public readonly gatewayName: string;
  /** Ports that routes use where they say none. */
  public readonly _ports: { http: number; https: number };

  public constructor(name: string, private readonly pods: GatewayPods, httpPort = 80, httpsPort = 443) {
    const parts = name.split('/');
    if (parts.length !== 2) {
      throw new UsageError('IngressGateway.fromName', `the name is ${quoted(name)}`, 'write namespace and name of the Gateway object, for example "istio-system/public"');
    }
    parts.forEach((part, i) => requireDnsLabel('IngressGateway.fromName', i ? 'the name' : 'the namespace', part));
    requirePort('IngressGateway.fromName', 'httpPort', httpPort);
    requirePort('IngressGateway.fromName', 'httpsPort', httpsPort);
    this.gatewayName = name;
    this._ports = { http: httpPort, https: httpsPort };
  }

  public callerConfig(): CallerConfig {
    return this.pods._caller;
  }

  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.pods._namespace.namespaceName, selector: this.pods._labels };
  }
}
