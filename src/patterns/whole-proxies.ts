import { Construct } from 'constructs';
import { namespaceOf } from './policy-place';
import { IMeshNamespace, IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { addNotices } from '../core/notices';
import { settingsOf } from '../core/scopes';

/**
 * Checks a target for something that changes proxies as a whole, and never all of the mesh by accident.
 * @returns the namespace of the object
 */
export function requireSomeProxies(owner: Construct, target: IPolicyTarget): IMeshNamespace {
  const config = target.policyTargetConfig();
  requireNoHosts(owner, config);
  const { rootNamespace } = settingsOf(owner);
  if (config.namespace === rootNamespace && !config.selector && !config.targetRef) {
    throw new UsageError(owner, `the target is the namespace ${rootNamespace}, and what is written there is for every proxy of the mesh`, 'pass a service, a workload, another namespace, or a gateway');
  }
  reportUnread(owner, target);
  return namespaceOf(config);
}

/** A host is a matter of routes; a proxy has one set of these things. */
export function requireNoHosts(owner: Construct, { hosts }: PolicyTargetConfig): void {
  if (!hosts) return;
  throw new UsageError(owner, `the target is limited to ${hosts.join(', ')}, and what is said here is for whole proxies`, 'pass the gateway as target');
}

/** Node proxies of an ambient mesh take none of it. A waypoint may still come. */
export function reportUnread(owner: Construct, target: IPolicyTarget): void {
  addNotices(owner, () => target.policyTargetConfig().readsRequests !== false ? [] : [{
    rule: 'policy-target/no-proxy',
    severity: 'error',
    problem: `its target is in the ambient namespace ${target.policyTargetConfig().namespace}, which has no waypoint`,
    why: 'Istio sends this to sidecars, gateways and waypoints; the node proxies of an ambient mesh never see it',
    fix: 'give the namespace a Waypoint, or use a namespace with sidecars',
  }]);
}
