import { CaptureMode } from './capture-mode';
import { ConnectionLimits } from './connection-limits';
import { requireSocketPath } from './endpoint-checks';
import { MeshPort } from './mesh-port';
import { ServerTls } from './server-tls';
import { requirePort } from '../core/require';

/**
 * Where the application of a sidecar takes requests.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export class DefaultEndpoint {
  /**
   * A port at 127.0.0.1.
   * @param port port of the application
   */
  public static loopback(port: number): DefaultEndpoint {
    return DefaultEndpoint.at('DefaultEndpoint.loopback', '127.0.0.1', port);
  }

  /**
   * A port at `[::1]`.
   * @param port port of the application
   */
  public static loopbackIpv6(port: number): DefaultEndpoint {
    return DefaultEndpoint.at('DefaultEndpoint.loopbackIpv6', '[::1]', port);
  }

  /**
   * A port at the IPv4 address of the workload.
   * @param port port of the application
   */
  public static instance(port: number): DefaultEndpoint {
    return DefaultEndpoint.at('DefaultEndpoint.instance', '0.0.0.0', port);
  }

  /**
   * A port at the IPv6 address of the workload.
   * @param port port of the application
   */
  public static instanceIpv6(port: number): DefaultEndpoint {
    return DefaultEndpoint.at('DefaultEndpoint.instanceIpv6', '[::]', port);
  }

  /**
   * A Unix domain socket.
   * @param path absolute path, or `@name` for an abstract socket
   */
  public static unixSocket(path: string): DefaultEndpoint {
    requireSocketPath('DefaultEndpoint.unixSocket', 'path', path);
    return new DefaultEndpoint(`unix://${path}`);
  }

  private static at(where: string, address: string, port: number): DefaultEndpoint {
    requirePort(where, 'port', port);
    return new DefaultEndpoint(`${address}:${port}`);
  }

  private constructor(private readonly text: string) {}

  /**
   * What to write.
   * @internal
   */
  public _render(): string {
    return this.text;
  }
}

/**
 * Where a sidecar takes calls for its workload. With one such listener, Istio makes no others: list all ports.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export interface SidecarIngressListener {
  /**
   * Port of the workload and its protocol. No target port.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-port
   */
  readonly port: MeshPort;
  /**
   * IP address to listen at.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-bind
   * @default - from the workload
   */
  readonly bind?: string;
  /**
   * How traffic comes to the listener.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-capture_mode
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
  /**
   * Where the application takes the requests.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-default_endpoint
   * @default - the same port of the workload
   */
  readonly defaultEndpoint?: DefaultEndpoint;
  /**
   * TLS for callers outside of the mesh, on a `MeshPort.https` or `MeshPort.tls`, with files in the container of the proxy:
   * `ServerTls.simpleFiles`, `mutualFiles` or `optionalMutualFiles`. Mutual TLS of the mesh needs nothing here.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-tls
   * @default - none
   */
  readonly tls?: ServerTls;
  /**
   * How much may be open at this port, in place of the Sidecar's `inboundConnectionPool`.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener-connection_pool
   * @default - the Sidecar's, or that of a DestinationRule
   */
  readonly connectionPool?: ConnectionLimits;
}
