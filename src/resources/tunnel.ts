import * as l1 from '../../imports/networking.istio.io';
import { isAddress, requireHost, requirePort } from '../core/require';

/**
 * Sends TCP or TLS connections through the host of the rule, an HTTP proxy, on to somewhere else. It does nothing for HTTP routes.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export class Tunnel {
  /**
   * By HTTP CONNECT.
   * @param targetHost fully qualified host, or IP address, to which the proxy connects
   * @param targetPort its port
   */
  public static connect(targetHost: string, targetPort: number): Tunnel {
    return new Tunnel('connect', targetHost, targetPort);
  }

  /**
   * By HTTP POST.
   * @param targetHost fully qualified host, or IP address, to which the proxy connects
   * @param targetPort its port
   */
  public static post(targetHost: string, targetPort: number): Tunnel {
    return new Tunnel('post', targetHost, targetPort);
  }

  private constructor(private readonly method: string, private readonly targetHost: string, private readonly targetPort: number) {
    const where = `Tunnel.${method}`;
    if (!isAddress(targetHost)) requireHost(where, 'targetHost', targetHost, { dots: true });
    requirePort(where, 'targetPort', targetPort);
  }

  /**
   * What to write as `tunnel`.
   * @internal
   */
  public _render(): l1.DestinationRuleSpecTrafficPolicyTunnel {
    return { protocol: this.method.toUpperCase(), targetHost: this.targetHost, targetPort: this.targetPort };
  }
}
