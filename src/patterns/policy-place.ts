import { Construct } from 'constructs';
import { addCall } from './call-graph';
import { NamespaceReference } from './namespace-reference';
import { missingWaypoint } from './waypoint-notices';
import { ICaller, IMeshNamespace, IPolicyTarget, IRouteTarget, PolicyTargetConfig, PolicyTargetRef } from '../core/bindings';
import { addNotices } from '../core/notices';

/** Namespace of the policy object. */
export function namespaceOf({ namespace }: PolicyTargetConfig): IMeshNamespace {
  return new NamespaceReference(namespace);
}

/** Whether some workload may be meant by both. */
export function overlap(a: PolicyTargetConfig, b: PolicyTargetConfig): boolean {
  if (a.namespace !== b.namespace || !meet(a.targetRef, b.targetRef)) return false;
  const [mine, other] = [a.selector ?? {}, b.selector ?? {}];
  return Object.entries(mine).every(([key, value]) => (other[key] ?? value) === value);
}

/** What is put on a waypoint is for all services behind it. */
function meet(a: PolicyTargetRef | undefined, b: PolicyTargetRef | undefined): boolean {
  if (!a || !b) return a === b;
  return [a, b].some(({ kind }) => kind === 'Gateway') || (a.kind === b.kind && a.name === b.name);
}

/** Whether some host is meant by both. */
export function sameHost(a: PolicyTargetConfig, b: PolicyTargetConfig): boolean {
  const [mine, other] = [limitingHosts(a), limitingHosts(b)];
  return !mine || !other || mine.some(host => other.includes(host));
}

/** The hosts, where there are others. */
export function limitingHosts({ hosts }: PolicyTargetConfig): string[] | undefined {
  return hosts?.includes('*') ? undefined : hosts;
}

/**
 * Without a waypoint nothing in an ambient namespace reads requests. One may still come.
 * @param said what is for requests
 */
export function reportUnread(owner: Construct, target: IPolicyTarget, said: string): void {
  addNotices(owner, () => {
    const config = target.policyTargetConfig();
    return config.readsRequests === false ? [missingWaypoint(said, 'its target', namespaceOf(config))] : [];
  });
}

/** The proxies of a target ask a service, and have to see it where they see only what they call. */
export function addProxyCall(owner: Construct, target: IPolicyTarget, service: IRouteTarget): void {
  if ('callerConfig' in target) addCall(owner, target as IPolicyTarget & ICaller, service);
}
