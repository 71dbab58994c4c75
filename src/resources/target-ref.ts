import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import * as l1 from '../../imports/security.istio.io';
import { PolicyTargetRef } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireDnsSubdomain } from '../core/require';

/** API groups of the kinds that policies can be attached to. */
const GROUPS: { [kind: string]: string } = {
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
  Service: '',
  ServiceEntry: 'networking.istio.io',
};

/**
 * An object that a policy is attached to. It takes effect at waypoints and at gateways of the Kubernetes Gateway API; sidecars and
 * gateways with Istio's own Gateway ignore it.
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
 */
export class TargetRef {
  /**
   * A gateway or waypoint: a Gateway of the Kubernetes Gateway API, in the namespace of the policy.
   * @param name name of the Gateway
   */
  public static gateway(name: string): TargetRef {
    return TargetRef.named('gateway', 'Gateway', name);
  }

  /**
   * A Service, in the namespace of the policy. Its waypoint does the work.
   * @param name name of the Service
   */
  public static service(name: string): TargetRef {
    return TargetRef.named('service', 'Service', name);
  }

  /**
   * A ServiceEntry, in the namespace of the policy. Its waypoint does the work.
   * @param name name of the object, not the host
   */
  public static serviceEntry(name: string): TargetRef {
    return TargetRef.named('serviceEntry', 'ServiceEntry', name);
  }

  /**
   * Every gateway of a class, for example `istio-waypoint`. Only in the root namespace of the mesh.
   * @param name name of the GatewayClass
   */
  public static gatewayClass(name: string): TargetRef {
    return TargetRef.named('gatewayClass', 'GatewayClass', name);
  }

  /**
   * What a construct writes: a Gateway or GatewayClass of the Kubernetes Gateway API, a Service, a ServiceEntry.
   * @param construct the construct, of whatever library
   */
  public static of(construct: IConstruct): TargetRef {
    const object = ApiObject.of(construct);
    const group = GROUPS[object.kind];
    if (group === undefined || group !== (object.apiGroup === 'core' ? '' : object.apiGroup)) {
      throw new UsageError(construct, `it writes ${object.apiVersion} ${object.kind}, which no policy can be attached to`,
        'pass a Gateway or GatewayClass of gateway.networking.k8s.io, a Service or a ServiceEntry, or select workloads instead');
    }
    return new TargetRef(object.kind, object.name, object.metadata.namespace);
  }

  /**
   * What a pattern names.
   * @internal
   */
  public static _of({ kind, name }: PolicyTargetRef): TargetRef {
    return new TargetRef(kind, name);
  }

  private static named(factory: string, kind: string, name: string): TargetRef {
    requireDnsSubdomain(`TargetRef.${factory}`, 'name', name);
    return new TargetRef(kind, name);
  }

  private constructor(private readonly kind: string, private readonly name: string, private readonly namespace?: string) {}

  /**
   * Refuses what Istio would pass over: it looks in the namespace of the policy, and for classes in that of the mesh.
   * @internal
   */
  public _requireVisible(where: IConstruct, namespace: string, rootNamespace: string): void {
    if (this.kind === 'GatewayClass') {
      if (namespace === rootNamespace) return;
      throw new UsageError(where, `it targets GatewayClass ${quoted(this.name)} from namespace ${quoted(namespace)}, where Istio ignores that`, `put it into the root namespace ${quoted(rootNamespace)}`);
    }
    if (this.namespace === undefined || this.namespace === namespace) return;
    throw new UsageError(where, `it is in namespace ${quoted(namespace)} and targets ${this.kind} ${quoted(this.name)} of ${quoted(this.namespace)}`, 'put it into the namespace of its target');
  }

  /**
   * What to write into `targetRefs`.
   * @internal
   */
  public _render(): l1.AuthorizationPolicySpecTargetRefs {
    return { group: GROUPS[this.kind], kind: this.kind, name: this.name };
  }
}
