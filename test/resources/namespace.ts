import { IMeshNamespace } from '../../src/core/bindings';
import { DataPlane } from '../../src/core/data-plane';

/** A namespace handle, for resources that take one. */
export function namespaceNamed(namespaceName: string): IMeshNamespace {
  return {
    namespaceName,
    dataPlane: DataPlane.sidecar(),
    callerConfig: () => ({ namespaces: [namespaceName] }),
    policyTargetConfig: () => ({ namespace: namespaceName }),
  };
}
