import { Construct } from 'constructs';
import { NamespaceReference } from './namespace-reference';
import { CallerConfig, IMeshNamespace } from '../core/bindings';
import { fitting, kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { DestinationRule } from '../resources/destination-rule';
import { TrafficPolicy } from '../resources/traffic-policy';
import { Visibility } from '../resources/visibility';

/** What the proxies that speak with a host outside the mesh have to know. */
export interface ClientRules {
  readonly host: string;
  readonly namespace: IMeshNamespace;
  readonly trafficPolicy: TrafficPolicy;
  /** The proxies that it is for. Everywhere when left out. */
  readonly visibility?: Visibility;
}

/** One rule for all proxies. */
export function clientRule(owner: Construct, { host, namespace, trafficPolicy, visibility }: ClientRules): DestinationRule {
  const metadata = { name: objectName(owner, fitting(kebab(host))) };
  return partOf(owner, new DestinationRule(owner, 'Client', { namespace, metadata, host, trafficPolicy, exportTo: visibility }));
}

/** A rule for each caller, beside its pods: a sidecar reads a Secret only for a rule that selects it. */
export function ruleForEach(owner: Construct, callers: CallerConfig[], { host, trafficPolicy }: ClientRules): DestinationRule[] {
  return callers.map((caller, i) => partOf(owner, new DestinationRule(owner, i ? `Client${i + 1}` : 'Client', {
    namespace: new NamespaceReference(caller.workloadNamespace!),
    metadata: { name: objectName(owner, fitting(`${kebab(host)}-${kebab(Object.values(caller.labels!).join('-'))}`)) },
    host,
    trafficPolicy,
    workloadSelector: caller.labels,
    exportTo: Visibility.ownNamespace(),
  })));
}
