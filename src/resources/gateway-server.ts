import { requireGatewayHosts } from './gateway-host';
import { ServerTls } from './server-tls';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { isAddress, requireDnsLabel, requireNonEmpty, requirePort } from '../core/require';

const HTTP_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'];
const UNIX = 'unix://';

/** Options for a server of a gateway. */
export interface GatewayServerOptions {
  /**
   * Name of the port, a DNS label, unique in the Gateway.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port-name
   * @default - `<protocol>-<port>`; a second one for the port gets a number
   */
  readonly portName?: string;
  /**
   * Name of the server in statistics, unique in the Gateway.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-name
   * @default - none
   */
  readonly name?: string;
  /**
   * Address to listen on: an IP address, or `unix:///path` or `unix://@name` with port 0.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server-bind
   * @default - every address of the pod
   */
  readonly bind?: string;
}

/** Options for a server that speaks HTTP in plain text. */
export interface HttpServerOptions extends GatewayServerOptions {
  /**
   * Answers every request with a redirect (301) to `https`.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-https_redirect
   * @default false
   */
  readonly httpsRedirect?: boolean;
}

/**
 * A port of a gateway, what is spoken on it, and the hosts that routes may bind to there.
 *
 * A host is a name as clients send it, `*.example.com` for all under it, or `*`; never a short name. `namespace/host` limits who may write routes for it,
 * `./host` to the namespace of the Gateway. `*` on its own lets every namespace take any host.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class GatewayServer {
  /**
   * HTTP in plain text.
   * @param port port that the gateway's Service offers
   * @param hosts at least one, `host` or `namespace/host`
   * @param options redirect to `https`, names, address
   */
  public static http(port: number, hosts: string[], options: HttpServerOptions = {}): GatewayServer {
    return new GatewayServer('http', 'HTTP', port, hosts, options);
  }

  /**
   * HTTP/2 in plain text. HTTP/1.1 is understood too.
   * @param port port that the gateway's Service offers
   * @param hosts at least one, `host` or `namespace/host`
   * @param options redirect to `https`, names, address
   */
  public static http2(port: number, hosts: string[], options: HttpServerOptions = {}): GatewayServer {
    return new GatewayServer('http2', 'HTTP2', port, hosts, options);
  }

  /**
   * gRPC in plain text.
   * @param port port that the gateway's Service offers
   * @param hosts at least one, `host` or `namespace/host`
   * @param options redirect to `https`, names, address
   */
  public static grpc(port: number, hosts: string[], options: HttpServerOptions = {}): GatewayServer {
    return new GatewayServer('grpc', 'GRPC', port, hosts, options);
  }

  /**
   * gRPC-Web in plain text.
   * @param port port that the gateway's Service offers
   * @param hosts at least one, `host` or `namespace/host`
   * @param options redirect to `https`, names, address
   */
  public static grpcWeb(port: number, hosts: string[], options: HttpServerOptions = {}): GatewayServer {
    return new GatewayServer('grpcWeb', 'GRPC-WEB', port, hosts, options);
  }

  /**
   * HTTP inside TLS: the gateway ends TLS and sees the requests. With `ServerTls.passthrough()` it sees server names only.
   * @param port port that the gateway's Service offers
   * @param hosts at least one, `host` or `namespace/host`
   * @param tls how TLS is ended
   * @param options names, address
   */
  public static https(port: number, hosts: string[], tls: ServerTls, options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('https', 'HTTPS', port, hosts, options, tls);
  }

  /**
   * Any protocol inside TLS: the gateway ends TLS and sends the bytes on, or passes TLS through by server name.
   * @param port port that the gateway's Service offers
   * @param hosts at least one, `host` or `namespace/host`
   * @param tls how TLS is ended, or passed through
   * @param options names, address
   */
  public static tls(port: number, hosts: string[], tls: ServerTls, options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('tls', 'TLS', port, hosts, options, tls);
  }

  /**
   * TCP in plain text. One server on a port: without TLS there is nothing to tell them apart by.
   * @param port port that the gateway's Service offers
   * @param hosts hosts of the routes that may bind, usually `*`, or `namespace/*`
   * @param options names, address
   */
  public static tcp(port: number, hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('tcp', 'TCP', port, hosts, options);
  }

  /**
   * MongoDB in plain text. As `tcp`, unless Istio is told to read the protocol (`PILOT_ENABLE_MONGO_FILTER`).
   * @param port port that the gateway's Service offers
   * @param hosts hosts of the routes that may bind, usually `*`, or `namespace/*`
   * @param options names, address
   */
  public static mongo(port: number, hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('mongo', 'MONGO', port, hosts, options);
  }

  /**
   * Redis in plain text. As `tcp`, unless Istio is told to read the protocol (`PILOT_ENABLE_REDIS_FILTER`).
   * @param port port that the gateway's Service offers
   * @param hosts hosts of the routes that may bind, usually `*`, or `namespace/*`
   * @param options names, address
   */
  public static redis(port: number, hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('redis', 'REDIS', port, hosts, options);
  }

  /**
   * MySQL in plain text. As `tcp`, unless Istio is told to read the protocol (`PILOT_ENABLE_MYSQL_FILTER`).
   * @param port port that the gateway's Service offers
   * @param hosts hosts of the routes that may bind, usually `*`, or `namespace/*`
   * @param options names, address
   */
  public static mysql(port: number, hosts: string[], options: GatewayServerOptions = {}): GatewayServer {
    return new GatewayServer('mysql', 'MYSQL', port, hosts, options);
  }

  /** Port that the gateway's Service offers. */
  public readonly port: number;
  private readonly protocol: string;
  private readonly _hosts: string[];
  private readonly options: HttpServerOptions;
  private readonly tls?: ServerTls;

  private constructor(factory: string, protocol: string, port: number, hosts: string[], options: HttpServerOptions, tls?: ServerTls) {
    const where = `GatewayServer.${factory}`;
    requireGatewayHosts(where, hosts);
    requireListener(where, port, options.bind);
    if (options.portName !== undefined) requireDnsLabel(where, 'portName', options.portName);
    if (options.name !== undefined) requireNonEmpty(where, 'name', options.name);
    if (tls?._mode === 'NONE') throw new UsageError(where, 'tls is ServerTls.none()', `say how TLS is ended, or use GatewayServer.${factory === 'https' ? 'http' : 'tcp'}`);
    if (tls?._issuer !== undefined) throw new UsageError(where, 'tls is ServerTls.certManager()', 'use it in an IngressRoute, which writes the Certificate, or ServerTls.simple(secret)');
    this.protocol = protocol;
    this.port = port;
    this._hosts = [...hosts];
    this.options = options;
    this.tls = tls;
  }

  /** Hosts, as a copy. */
  public get hosts(): string[] {
    return [...this._hosts];
  }

  /**
   * What cannot share a port with the others: `HTTP`, `TLS` or `TCP`.
   * @internal
   */
  public get _family(): string {
    if (this.tls) return 'TLS';
    return HTTP_PROTOCOLS.includes(this.protocol) ? 'HTTP' : 'TCP';
  }

  /**
   * Whether Istio skips a second server for one of its hosts.
   * @internal
   */
  public get _ownsHosts(): boolean {
    return this.tls !== undefined || this.options.httpsRedirect === true;
  }

  /**
   * Names and address.
   * @internal
   */
  public get _options(): GatewayServerOptions {
    return this.options;
  }

  /**
   * Protocol as Istio names it.
   * @internal
   */
  public get _protocol(): string {
    return this.protocol;
  }

  /**
   * What to write into `servers`.
   * @param portName the one that the Gateway gives
   * @internal
   */
  public _render(portName: string): l1.GatewaySpecServers {
    return {
      name: this.options.name,
      port: { number: this.port, name: portName, protocol: this.protocol },
      bind: this.options.bind,
      hosts: this.hosts,
      tls: this.tls?._render() ?? (this.options.httpsRedirect ? { httpsRedirect: true } : undefined),
    };
  }
}

function requireListener(where: string, port: number, bind?: string): void {
  if (!bind?.startsWith(UNIX)) {
    requirePort(where, 'port', port);
    if (bind !== undefined && !isAddress(bind)) throw new UsageError(where, `bind is ${quoted(bind)}, not an address`, 'use an IP address, or unix:///path with port 0');
    return;
  }
  if (port !== 0) throw new UsageError(where, `bind is ${quoted(bind)} and port is ${port}`, 'use port 0 with a unix socket');
  if (!/^(@.+|\/(.*[^/]))$/.test(bind.slice(UNIX.length))) throw new UsageError(where, `bind is ${quoted(bind)}, not a unix socket`, 'use unix:///path/of/socket or unix://@name');
}
