import { Construct } from 'constructs';
import { IMeshNamespace } from '../core/bindings';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { settingsOf } from '../core/scopes';
import { EgressHost } from '../resources/egress-host';
import { EgressScope } from '../resources/egress-scope';
import { Sidecar } from '../resources/sidecar';
import { SidecarEgressListener } from '../resources/sidecar-egress-listener';

/** Writes what the workloads of a namespace can see, where that is not everything. In the root namespace it is for every one without its own. */
export function addEgressSidecar(scope: Construct, namespace: IMeshNamespace, egress = EgressScope.unrestricted()): Sidecar | undefined {
  const { rootNamespace } = settingsOf(scope);
  // In the root namespace `./*` is the namespace of each reader, so the root namespace has to be named beside it.
  const own = namespace.namespaceName === rootNamespace ? undefined : namespace.namespaceName;
  const hosts = egress._hosts(rootNamespace, own);
  return hosts && partOf(scope, new Sidecar(scope, 'Egress', {
    namespace,
    metadata: { name: objectName(scope, 'default') },
    egress: [SidecarEgressListener.anyPort(...hosts.map(host => EgressHost._of(host)))],
  }));
}
