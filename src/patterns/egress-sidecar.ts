import { Construct } from 'constructs';
import { hostsOf } from './call-graph';
import { IMeshNamespace } from '../core/bindings';
import { UsageError } from '../core/errors';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { settingsOf } from '../core/scopes';
import { EgressHost } from '../resources/egress-host';
import { EgressScope } from '../resources/egress-scope';
import { OutboundPolicy } from '../resources/outbound-policy';
import { Sidecar } from '../resources/sidecar';
import { SidecarEgressListener } from '../resources/sidecar-egress-listener';

/** What a Sidecar says. */
export interface Egress {
  readonly scope?: EgressScope;
  readonly outboundPolicy?: OutboundPolicy;
}

/** Whose Sidecar it is. */
export interface EgressSubject {
  readonly name: string;
  readonly namespace: IMeshNamespace;
  /** Labels of the pods. Every workload of the namespace without a Sidecar of its own when left out. */
  readonly labels?: { [key: string]: string };
}

/** Writes what workloads can see. What is in it is asked at synthesis. */
export function addEgressSidecar(owner: Construct, subject: EgressSubject, egress: () => Egress, called: () => string[] = () => []): Sidecar {
  const { name, namespace, labels } = subject;
  const sidecar = partOf(owner, new Sidecar(owner, 'Egress', { namespace, metadata: { name: objectName(owner, name) }, workloadSelector: labels }));
  sidecar._contentFrom(() => {
    const { scope, outboundPolicy } = egress();
    return {
      egress: scope ? [SidecarEgressListener.anyPort(...egressHosts(owner, namespace.namespaceName, scope, called).map(host => EgressHost._of(host)))] : [],
      outboundTrafficPolicy: outboundPolicy,
    };
  });
  return sidecar;
}

/** No proxy of an ambient namespace reads Sidecars. */
export function requireSidecars(where: Construct, { dataPlane }: IMeshNamespace, { scope, outboundPolicy }: Egress): void {
  const said = scope && !scope._isUnrestricted ? 'egress' : outboundPolicy && 'outboundPolicy';
  if (!said || !dataPlane._isAmbient) return;
  throw new UsageError(where, `${said} is said for an ambient namespace, where nothing reads a Sidecar`, 'leave it out, or use a namespace with sidecars');
}

function egressHosts(owner: Construct, namespace: string, scope: EgressScope, called: () => string[]): string[] {
  const { rootNamespace } = settingsOf(owner);
  // In the root namespace `./*` is the namespace of each reader, so the root namespace has to be named beside it.
  const hosts = scope._hosts(rootNamespace, namespace === rootNamespace ? undefined : namespace);
  if (!scope._isCallGraph) return hosts;
  const all = new Set([...hosts, ...scope._always.flatMap(hostsOf), ...called()]);
  // Istio warns of a host that a whole namespace includes already.
  return [...all].filter(host => host.endsWith('/*') || !all.has(`${host.split('/')[0]}/*`)).sort();
}
