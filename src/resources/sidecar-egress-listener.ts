import { CaptureMode } from './capture-mode';
import { EgressHost } from './egress-host';
import { requireSocketPath } from './endpoint-checks';
import { MeshPort } from './mesh-port';
import { requireBind, requireNoTargetPort } from './sidecar-port';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requirePort, requireSome, Where } from '../core/require';

/** What is spoken on a Unix domain socket. */
export enum SocketProtocol {
  /** HTTP/1.1. */
  HTTP = 'HTTP',
  /** HTTP/2. */
  HTTP2 = 'HTTP2',
  /** HTTP requests to any host, as to a proxy. */
  HTTP_PROXY = 'HTTP_PROXY',
  /** The gRPC protocol. */
  GRPC = 'GRPC',
  /** TLS that the application speaks. Its server name says where to. */
  TLS = 'TLS',
  /** Any TCP protocol. */
  TCP = 'TCP',
  /** MongoDB. */
  MONGO = 'MONGO',
}

/** Options for an outbound listener at a port. */
export interface SidecarEgressListenerOptions {
  /**
   * Hosts that can be called through the listener. At least one.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts
   */
  readonly hosts: EgressHost[];
  /**
   * IP address to listen at.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-bind
   * @default - from the hosts; 127.0.0.1 where the capture mode is NONE
   */
  readonly bind?: string;
  /**
   * How traffic comes to the listener.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-capture_mode
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
}

/** Options for an outbound listener at a Unix domain socket. */
export interface SidecarSocketOptions {
  /**
   * Hosts that can be called through the listener. At least one.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener-hosts
   */
  readonly hosts: EgressHost[];
  /**
   * What the application speaks.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort-protocol
   */
  readonly protocol: SocketProtocol;
}

/**
 * Where a sidecar takes calls of its workload, and which hosts it knows there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export class SidecarEgressListener {
  /**
   * Every port of the hosts that no other listener has. This is what most Sidecars need, and all they need.
   * @param hosts at least one
   */
  public static anyPort(...hosts: EgressHost[]): SidecarEgressListener {
    return new SidecarEgressListener('SidecarEgressListener.anyPort', hosts, {});
  }

  /**
   * One port, with a choice of hosts of its own.
   * @param port port and protocol; no target port
   * @param options hosts, address, capture
   */
  public static port(port: MeshPort, options: SidecarEgressListenerOptions): SidecarEgressListener {
    const where = 'SidecarEgressListener.port';
    return new SidecarEgressListener(where, options.hosts, { port: renderPort(where, port), ...renderBinding(where, options) });
  }

  /**
   * A port where the application asks for any of the hosts as from an HTTP proxy (`HTTP_PROXY`).
   * @param port port to listen at
   * @param options hosts, address, capture
   */
  public static httpProxy(port: number, options: SidecarEgressListenerOptions): SidecarEgressListener {
    const where = 'SidecarEgressListener.httpProxy';
    requirePort(where, 'port', port);
    const written = { number: port, protocol: 'HTTP_PROXY', name: `http-proxy-${port}` };
    return new SidecarEgressListener(where, options.hosts, { port: written, ...renderBinding(where, options) });
  }

  /**
   * A Unix domain socket that the application connects to.
   * @param path absolute path, or `@name` for an abstract socket
   * @param options hosts, protocol
   */
  public static unixSocket(path: string, options: SidecarSocketOptions): SidecarEgressListener {
    const where = 'SidecarEgressListener.unixSocket';
    requireSocketPath(where, 'path', path);
    return new SidecarEgressListener(where, options.hosts, { port: { number: 0, protocol: options.protocol }, bind: `unix://${path}` });
  }

  private readonly hosts: EgressHost[];

  private constructor(where: string, hosts: EgressHost[], private readonly rest: Omit<l1.SidecarSpecEgress, 'hosts'>) {
    requireSome(where, 'hosts', hosts);
    if (!hosts.some(host => host._includes)) {
      throw new UsageError(where, 'all hosts are excluded', 'include some, for example EgressHost.everything()');
    }
    if (hosts.length > 1 && hosts.some(host => host._isNothing)) {
      throw new UsageError(where, 'EgressHost.nothing() stands beside other hosts, and would take them away', 'leave it out, or leave the others out');
    }
    this.hosts = [...hosts];
  }

  /**
   * What only one listener of a Sidecar can have: `port 9080`, `unix:///run/app.sock`, `any port`.
   * @internal
   */
  public get _place(): string {
    const { port, bind } = this.rest;
    if (!port) return 'any port';
    return port.number === 0 ? bind! : `port ${port.number}`;
  }

  /**
   * Throws where a host is said twice, which Istio warns of.
   * @param where the Sidecar
   * @param ownNamespace what `.` stands for; nothing where that depends on the proxy
   * @internal
   */
  public _requireDistinctHosts(where: Where, ownNamespace: string | undefined): void {
    this.hosts.forEach((host, i) => {
      const other = this.hosts.find((each, j) => i !== j && host._isCoveredBy(each, ownNamespace));
      if (other) {
        throw new UsageError(where, `egress for ${this._place} has ${quoted(host._render())}, which ${quoted(other._render())} says already`, 'leave one out');
      }
    });
  }

  /**
   * What to write.
   * @internal
   */
  public _render(): l1.SidecarSpecEgress {
    return { ...this.rest, hosts: this.hosts.map(host => host._render()) };
  }
}

function renderPort(where: Where, port: MeshPort): l1.SidecarSpecEgressPort {
  requireNoTargetPort(where, port);
  return { number: port.port, protocol: port._protocol, name: port.name };
}

function renderBinding(where: Where, { bind, captureMode }: SidecarEgressListenerOptions): Pick<l1.SidecarSpecEgress, 'bind' | 'captureMode'> {
  if (bind !== undefined) requireBind(where, bind);
  return { bind, captureMode: captureMode as unknown as l1.SidecarSpecEgressCaptureMode | undefined };
}
