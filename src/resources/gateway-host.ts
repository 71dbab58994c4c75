import { quoted, UsageError } from '../core/errors';
import { isAddress, requireDnsLabel, requireSome, requireWildcardHost } from '../core/require';

/** Hosts of a gateway server: `host` or `namespace/host`, the namespace that of the routes for it. */
export function requireGatewayHosts(where: string, hosts: string[]): void {
  requireSome(where, 'hosts', hosts);
  hosts.forEach((host, i) => {
    requireGatewayHost(where, host);
    if (hosts.indexOf(host) < i) throw new UsageError(where, `hosts has ${quoted(host)} twice`, 'name it once');
  });
}

function requireGatewayHost(where: string, text: string): void {
  const slash = text.indexOf('/');
  // A scheme is a slip that its own message explains.
  if (slash < 0 || text.includes('://')) return requireHostPart(where, text);
  const namespace = text.slice(0, slash);
  if (namespace !== '*' && namespace !== '.') requireDnsLabel(where, 'namespace of hosts', namespace);
  requireHostPart(where, text.slice(slash + 1));
}

function requireHostPart(where: string, host: string): void {
  if (isAddress(host) && host.includes(':')) {
    throw new UsageError(where, `hosts has ${quoted(host)}, an IPv6 address, which Istio refuses`, 'use a name or "*"');
  }
  if (isAddress(host)) return;
  requireWildcardHost(where, 'hosts', host);
  if (host !== '*' && !host.includes('.')) {
    throw new UsageError(where, `hosts has ${quoted(host)}, a short name`, 'use the name as clients send it, such as "api.example.com"');
  }
}
