import { requireDnsLabel, requirePort } from '../core/require';

/** Options for a port. */
export interface MeshPortOptions {
  /**
   * Port the workload listens on. Policies see this one.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-target_port
   * @default - the service port
   */
  readonly targetPort?: number;
  /**
   * Name of the port, a DNS label.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort-name
   * @default - `<protocol>-<port>`
   */
  readonly name?: string;
}

const HTTP_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'];
const TLS_PROTOCOLS = ['TLS', 'HTTPS'];

/**
 * A port of a service and what is spoken on it. HTTP routes and HTTP conditions of policies are possible where the proxy sees
 * HTTP: `http`, `http2`, `grpc` and `grpcWeb`. On all others it sees a connection, on `tls` and `https` also its server name.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export class MeshPort {
  /**
   * HTTP/1.1 in plain text, as the proxy sees it. Also what becomes TLS only behind the proxy (TLS origination).
   * @param port service port
   * @param options target port, name
   */
  public static http(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('http', 'HTTP', port, options);
  }

  /**
   * HTTP/2 in plain text.
   * @param port service port
   * @param options target port, name
   */
  public static http2(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('http2', 'HTTP2', port, options);
  }

  /**
   * gRPC in plain text.
   * @param port service port
   * @param options target port, name
   */
  public static grpc(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('grpc', 'GRPC', port, options);
  }

  /**
   * gRPC-Web in plain text: requests of browsers, which the proxy translates to gRPC.
   * @param port service port
   * @param options target port, name
   */
  public static grpcWeb(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('grpcWeb', 'GRPC-WEB', port, options);
  }

  /**
   * TLS that the application ends itself. Only the server name is seen.
   * @param port service port
   * @param options target port, name
   */
  public static tls(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('tls', 'TLS', port, options);
  }

  /**
   * HTTP inside TLS that the application ends itself. As for `tls`, only the server name is seen.
   * @param port service port
   * @param options target port, name
   */
  public static https(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('https', 'HTTPS', port, options);
  }

  /**
   * Any TCP protocol.
   * @param port service port
   * @param options target port, name
   */
  public static tcp(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('tcp', 'TCP', port, options);
  }

  /**
   * MongoDB. Istio treats it as TCP, unless its control plane is told to read the protocol (`PILOT_ENABLE_MONGO_FILTER`).
   * @param port service port
   * @param options target port, name
   */
  public static mongo(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('mongo', 'MONGO', port, options);
  }

  /**
   * Redis. Istio treats it as TCP, unless its control plane is told to read the protocol (`PILOT_ENABLE_REDIS_FILTER`).
   * @param port service port
   * @param options target port, name
   */
  public static redis(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('redis', 'REDIS', port, options);
  }

  /**
   * MySQL. Istio treats it as TCP, unless its control plane is told to read the protocol (`PILOT_ENABLE_MYSQL_FILTER`).
   * @param port service port
   * @param options target port, name
   */
  public static mysql(port: number, options: MeshPortOptions = {}): MeshPort {
    return new MeshPort('mysql', 'MYSQL', port, options);
  }

  /** Service port. */
  public readonly port: number;
  /** Port the workload listens on. */
  public readonly targetPort: number;
  /** Name of the port. */
  public readonly name: string;
  private readonly protocol: string;

  private constructor(factory: string, protocol: string, port: number, options: MeshPortOptions) {
    const where = `MeshPort.${factory}`;
    requirePort(where, 'port', port);
    if (options.targetPort !== undefined) requirePort(where, 'targetPort', options.targetPort);
    if (options.name !== undefined) requireDnsLabel(where, 'name', options.name);
    this.protocol = protocol;
    this.port = port;
    this.targetPort = options.targetPort ?? port;
    this.name = options.name ?? `${protocol.toLowerCase()}-${port}`;
  }

  /**
   * Protocol as Istio names it, in upper case.
   * @internal
   */
  public get _protocol(): string {
    return this.protocol;
  }

  /**
   * Whether the proxy sees HTTP requests.
   * @internal
   */
  public get _isHttp(): boolean {
    return HTTP_PROTOCOLS.includes(this.protocol);
  }

  /**
   * Whether the proxy sees a TLS server name, and nothing inside.
   * @internal
   */
  public get _isTls(): boolean {
    return TLS_PROTOCOLS.includes(this.protocol);
  }
}
