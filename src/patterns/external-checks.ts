import { Construct } from 'constructs';
import { ambientNamespaceOf } from './ambient-callers';
import { ICaller } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireRecognizable } from '../core/recognizable';
import { requireHost } from '../core/require';
import { ConnectionLimits } from '../resources/connection-limits';
import { TlsOrigination } from '../resources/tls-origination';

const CLUSTER = '.svc.cluster.local';

/** One host outside the mesh. */
export function requireOutsideHost(where: Construct, host: string): void {
  if (host.startsWith('*')) throw new UsageError(where, `host is ${quoted(host)}, a wildcard, not a host name`, 'name one host, or use ExternalHosts for all under a domain');
  requireHost(where, 'host', host, { dots: true });
  requireNoService(where, host);
}

/** Istio takes the Service of the cluster, and the entry is never looked at. */
export function requireNoService(where: Construct, host: string): void {
  if (!host.replace(/\.$/, '').endsWith(CLUSTER)) return;
  throw new UsageError(where, `${host} is a Service of the cluster, which Istio takes instead`, 'describe it with MeshService.fromName');
}

/** The egress gateway has to be reached by mutual TLS of the mesh, and to tell the callers from others. */
export function requireWayOut(where: Construct, callers: ICaller[] = []): void {
  callers.forEach(caller => requireRecognizable(where, caller, caller.callerConfig()));
  const [ambient] = callers.flatMap(caller => ambientNamespaceOf(caller) ?? []);
  if (!ambient) return;
  throw new UsageError(where, `a caller is in the ambient namespace ${ambient.namespaceName}, where nothing reaches an egress gateway: node proxies follow no route, and waypoints speak no mutual TLS to it`,
    'call from a namespace with sidecars, or leave `through` out, and have requests leave by a Waypoint of the namespace');
}

/** Sidecars read a Secret only for a rule that selects their pods. */
export function requireSecretRead(where: Construct, { _fromSecret: said }: TlsOrigination, callers: ICaller[] = []): void {
  if (!said) return;
  if (callers.length === 0 || callers.some(caller => !caller.callerConfig().labels)) {
    throw new UsageError(where, `${said} is said, but not for which workloads`,
      'pass `through` an egress gateway, or callers that are services or workloads: a sidecar reads the Secret only for a rule that selects it');
  }
  const [ambient] = callers.flatMap(caller => ambientNamespaceOf(caller) ?? []);
  if (!ambient) return;
  throw new UsageError(where, `${said} is said for callers in the ambient namespace ${ambient.namespaceName}, where no sidecar reads the Secret`,
    'call from a namespace with sidecars, or let the application speak TLS with TlsOrigination.byApplication()');
}

/** What can be said about requests, where the proxy sees none. */
export function requireVisibleRequests(where: Construct, tls: TlsOrigination, said: { [prop: string]: unknown }, limits?: ConnectionLimits): void {
  if (tls._originator !== 'application') return;
  const prop = Object.entries(said).find(([, value]) => value !== undefined)?.[0];
  const otherwise = 'let the proxy speak TLS with TlsOrigination.simple()';
  if (prop) throw new UsageError(where, `${prop} is said, but with TlsOrigination.byApplication() the proxy sees no requests`, `leave it out, or ${otherwise}`);
  const http = Object.entries(limits?._render().http ?? {}).find(([, value]) => value !== undefined)?.[0];
  if (http) throw new UsageError(where, `limits has ${http}, but with TlsOrigination.byApplication() the proxy sees no requests`, `limit connections only, or ${otherwise}`);
}
