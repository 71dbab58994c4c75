import { GatewayPods } from './gateway-pods';
import { CallerConfig, IIngressGateway, PolicyTargetConfig } from '../core/bindings';
import { requireGatewayName, requirePort } from '../core/require';

/** A Gateway object that another app owns. */
export class GatewayReference implements IIngressGateway {
  public readonly gatewayName: string;
  /** Ports that routes use where they say none. */
  public readonly _ports: { http: number; https: number };

  public constructor(name: string, private readonly pods: GatewayPods, httpPort = 80, httpsPort = 443) {
    requireGatewayName('IngressGateway.fromName', name);
    requirePort('IngressGateway.fromName', 'httpPort', httpPort);
    requirePort('IngressGateway.fromName', 'httpsPort', httpsPort);
    this.gatewayName = name;
    this._ports = { http: httpPort, https: httpsPort };
  }

  public callerConfig(): CallerConfig {
    return this.pods._caller;
  }

  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.pods._namespace.namespaceName, selector: this.pods._labels, gateway: true };
  }
}
