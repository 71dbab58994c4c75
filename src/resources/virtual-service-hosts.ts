import { IConstruct } from 'constructs';
import { quoted, UsageError } from '../core/errors';
import { isAddress, requireSome, requireWildcardHost } from '../core/require';

/** Istio reads a name without dots in the namespace of the object. Written out, so that it says the same everywhere. */
export function expandedHost(host: string, namespace: string): string {
  return host === '*' || host.includes('.') || isAddress(host) ? host : `${host}.${namespace}.svc.cluster.local`;
}

export function requireHosts(where: IConstruct, hosts: string[], mesh: boolean): void {
  requireSome(where, 'hosts', hosts);
  for (const host of hosts) if (!isAddress(host)) requireWildcardHost(where, 'hosts', host);
  if (mesh && hosts.includes('*')) throw new UsageError(where, 'hosts has "*", inside the mesh', 'name the hosts; "*" is possible only at gateways');
  hosts.forEach((host, i) => {
    const other = hosts.slice(0, i).find(earlier => covers(earlier, host) || covers(host, earlier));
    if (other !== undefined) throw new UsageError(where, `hosts has ${quoted(other)} and ${quoted(host)}, and one covers the other`, 'keep one of them');
  });
}

/** Server names of TLS routes must be covered by a host. */
export function requireCovered(where: IConstruct, sniHosts: string[], hosts: string[]): void {
  const outside = sniHosts.find(name => !hosts.some(host => covers(host, name)));
  if (outside !== undefined) {
    throw new UsageError(where, `the server name ${quoted(outside)} is not covered by the hosts ${hosts.join(', ')}`, 'add it to hosts');
  }
}

function covers(host: string, other: string): boolean {
  return host === other || (host.startsWith('*') && other.endsWith(host.slice(1)));
}
