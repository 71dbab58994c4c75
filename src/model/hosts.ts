import { isIP } from 'node:net';
import { ObjectKey } from './object';

/** Domain of the services of Kubernetes. */
export const CLUSTER_DOMAIN = 'cluster.local';

const SERVICE_HOST = new RegExp(`^([^.*]+)\\.([^.*]+)\\.svc\\.${CLUSTER_DOMAIN}$`);

/** Namespace that an object gets when it is applied. */
export function homeOf({ namespace }: ObjectKey): string {
  return namespace || 'default';
}

/** A host as the mesh knows it: a name without a dot is of a service in that namespace. */
export function expandHost(host: string, namespace: string): string {
  if (host === '' || host === '*' || host.includes('.') || (host.includes(':') && isIP(host) !== 0)) return host.toLowerCase();
  return `${host}.${namespace || 'default'}.svc.${CLUSTER_DOMAIN}`.toLowerCase();
}

/** Host of a service of Kubernetes. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`.toLowerCase();
}

/** Name and namespace of the service of Kubernetes that a whole host names. */
export function serviceOf(host: string): { readonly name: string; readonly namespace: string } | undefined {
  const found = SERVICE_HOST.exec(host);
  return found ? { name: found[1], namespace: found[2] } : undefined;
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether some name is under both. */
export function hostMatches(a: string, b: string): boolean {
  return isSubsetOf(a, b) || isSubsetOf(b, a);
}

/** Whether every name under one host is under the other. */
export function isSubsetOf(host: string, other: string): boolean {
  if (!isWildcard(other)) return host === other;
  if (!isWildcard(host)) return host.endsWith(other.slice(1));
  return host.length >= other.length && host.slice(1).endsWith(other.slice(1));
}
