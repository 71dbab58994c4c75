import { IConstruct } from 'constructs';
import { Attachment } from './attachment';
import { TargetRef } from './target-ref';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { requireSome } from '../core/require';
import { IstioResource } from '../core/resource';
import { settingsOf } from '../core/scopes';

/** How far a filter without selector and targets reaches. */
type Reach = 'namespace' | 'mesh';

/** The proxies that an `EnvoyFilter` changes. */
export class EnvoyFilterScope {
  /**
   * The proxies of workloads by their labels, gateways among them, in the filter's namespace. In the root namespace, of every namespace.
   * @param labels all of them must match
   */
  public static workloads(labels: { [key: string]: string }): EnvoyFilterScope {
    requireSelector('EnvoyFilterScope.workloads', 'labels', labels);
    return new EnvoyFilterScope(Attachment.workloads(labels));
  }

  /**
   * The proxies of one Kubernetes workload or Service of the app, by the labels of its pods.
   * @param workload Deployment, StatefulSet, Service, … of whatever library
   */
  public static workload(workload: IConstruct): EnvoyFilterScope {
    return new EnvoyFilterScope(Attachment.workload(workload));
  }

  /**
   * Kubernetes gateways and waypoints, or Services and ServiceEntries behind a waypoint.
   * @param targets 1 to 16, in the namespace of the filter
   */
  public static targets(...targets: TargetRef[]): EnvoyFilterScope {
    requireSome('EnvoyFilterScope.targets', 'targets', targets);
    return new EnvoyFilterScope(Attachment.targets(...targets));
  }

  /** Every proxy of the filter's namespace: its gateways and all its sidecars. */
  public static everyProxyOfNamespace(): EnvoyFilterScope {
    return new EnvoyFilterScope(Attachment.namespace(), 'namespace');
  }

  /** Every proxy of the whole mesh, gateways included. A mistake in the filter stops all traffic. The filter must be in the root namespace. */
  public static everyProxyOfMesh(): EnvoyFilterScope {
    return new EnvoyFilterScope(Attachment.namespace(), 'mesh');
  }

  private constructor(private readonly attachment: Attachment, private readonly reach?: Reach) {}

  /**
   * What to write, if it reaches what was said.
   * @param owner the filter
   * @internal
   */
  public _render(owner: IstioResource): Pick<l1.EnvoyFilterSpec, 'workloadSelector' | 'targetRefs'> {
    this.requireReach(owner, settingsOf(owner).rootNamespace);
    const { selector, targetRefs } = this.attachment._render(owner);
    return { workloadSelector: selector && { labels: selector.matchLabels }, targetRefs };
  }

  private requireReach(owner: IstioResource, rootNamespace: string): void {
    const { namespace } = owner;
    if (this.reach === 'namespace' && namespace === rootNamespace) {
      throw new UsageError(owner, `${namespace} is the root namespace, where a filter without selector reaches every proxy of the mesh`,
        'select workloads, or say EnvoyFilterScope.everyProxyOfMesh() if the whole mesh is meant');
    }
    if (this.reach === 'mesh' && namespace !== rootNamespace) {
      throw new UsageError(owner, `everyProxyOfMesh() is asked for in ${namespace}, where a filter reaches that namespace only`, `put the filter into the root namespace, ${rootNamespace}`);
    }
  }
}
