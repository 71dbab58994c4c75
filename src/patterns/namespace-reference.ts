import { CallerConfig, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { DataPlane } from '../core/data-plane';
import { requireDnsLabel } from '../core/require';

/** A namespace that another app owns. */
export class NamespaceReference implements IMeshNamespace {
  public readonly namespaceName: string;
  public readonly dataPlane: DataPlane;

  public constructor(name: string, dataPlane = DataPlane.sidecar()) {
    requireDnsLabel('MeshNamespace.fromName', 'name', name);
    this.namespaceName = name;
    this.dataPlane = dataPlane;
  }

  public callerConfig(): CallerConfig {
    return { namespaces: [this.namespaceName] };
  }

  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.namespaceName, ...this.dataPlane._isAmbient && { readsRequests: false } };
  }
}
