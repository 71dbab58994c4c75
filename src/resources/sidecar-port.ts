import { MeshPort } from './mesh-port';
import { ServerTls } from './server-tls';
import { SidecarIngressListener } from './sidecar-ingress-listener';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { isAddress, Where } from '../core/require';

/** A sidecar listens at the port, and sends to what the listener says. */
export function requireNoTargetPort(where: Where, port: MeshPort): void {
  if (port.targetPort !== port.port) {
    throw new UsageError(where, `port ${port.port} has the target port ${port.targetPort}, which a sidecar does not look at`, 'leave targetPort out');
  }
}

/** An address to listen at. */
export function requireBind(where: Where, bind: string): void {
  if (!isAddress(bind)) throw new UsageError(where, `bind is ${quoted(bind)}, not an IP address`, 'use an address such as "127.0.0.1"');
}

/** Checks one inbound listener by itself. */
export function requireIngressListener(where: Where, listener: SidecarIngressListener): void {
  const { bind, port, tls, connectionPool } = listener;
  requireNoTargetPort(where, port);
  if (bind !== undefined) requireBind(where, bind);
  if (tls) requireSidecarTls(where, port, tls);
  if (connectionPool?._render().http && !port._isHttp) {
    throw new UsageError(where, `ingress port ${port.port} is ${port._protocol} and has limits for HTTP requests`, 'use limits for connections only');
  }
}

/** A sidecar reads no Secrets, and knows less than a gateway. */
function requireSidecarTls(where: Where, port: MeshPort, tls: ServerTls): void {
  const place = `ingress port ${port.port}`;
  if (!port._isTls) throw new UsageError(where, `${place} is ${port._protocol} and has tls`, 'use MeshPort.https or MeshPort.tls, or leave tls out');
  const { subjectAltNames, tlsCertificates } = tls._render() ?? {};
  if (tls._render()?.serverCertificate === undefined && !tlsCertificates) {
    throw new UsageError(where, `${place} has TLS of mode ${tls._mode} without certificate files`, 'use ServerTls.simpleFiles, mutualFiles or optionalMutualFiles');
  }
  if (tlsCertificates) throw new UsageError(where, `${place} has two certificates, of which a sidecar takes one`, 'leave secondCertificateFile out');
  if (subjectAltNames) throw new UsageError(where, `${place} has subjectAltNames, which a sidecar does not look at`, 'leave them out; an AuthorizationPolicy can judge callers');
}

/** What to write for an inbound listener. */
export function renderIngressListener(listener: SidecarIngressListener): l1.SidecarSpecIngress {
  const { bind, captureMode, connectionPool, defaultEndpoint, port, tls } = listener;
  return {
    port: { number: port.port, protocol: port._protocol, name: port.name },
    bind,
    captureMode: captureMode as unknown as l1.SidecarSpecIngressCaptureMode | undefined,
    defaultEndpoint: defaultEndpoint?._render(),
    tls: tls?._render() as l1.SidecarSpecIngressTls | undefined,
    connectionPool: connectionPool?._render() as l1.SidecarSpecIngressConnectionPool | undefined,
  };
}
