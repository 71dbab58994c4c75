import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { exists } from './children';
import { WaypointObject } from './gateway-api';
import { MeshNamespace } from './mesh-namespace';
import { onRefusal, refusesByDefault } from './refusals';
import { addWaypoint, waypointChanged } from './waypoints';
import { CallerConfig, ICaller, IMeshNamespace, IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireDnsLabel } from '../core/require';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { AuthorizationRule } from '../resources/authorization-rule';
import { AuthorizationSource } from '../resources/authorization-source';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Properties for `Waypoint`. */
export interface WaypointProps {
  /**
   * Ambient namespace that it is in. All services there use it.
   * @see https://istio.io/latest/docs/ambient/usage/waypoint/
   */
  readonly namespace: IMeshNamespace;
  /**
   * Name of the Gateway object, and so of its pods and their service account.
   * @see https://istio.io/latest/docs/ambient/usage/waypoint/
   * @default 'waypoint'
   */
  readonly name?: string;
}

/**
 * The proxy that reads requests for the services of an ambient namespace. What is said about them with `allowFrom`, `contribute` and
 * versions is for the waypoint from then on, and the pods of a protected service take connections from nobody else.
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export class Waypoint extends Construct implements ICaller, IPolicyTarget {
  /** The Gateway of the Kubernetes Gateway API that Istio runs the waypoint for, for JSON patches. */
  public readonly gateway: ApiObject;
  /** Namespace that it is in. */
  public readonly namespace: IMeshNamespace;
  /** Name of the Gateway object. */
  public readonly name: string;
  private guards = false;

  public constructor(scope: Construct, id: string, props: WaypointProps) {
    super(scope, id);
    watch(this);
    this.namespace = props.namespace;
    this.name = props.name ?? 'waypoint';
    requireDnsLabel(this, 'name', this.name);
    this.requireAmbient();
    const { namespaceName } = this.namespace;
    addWaypoint(this, namespaceName);
    this.gateway = partOf(this, new WaypointObject(this, 'Gateway', {
      name: this.name, namespace: namespaceName, labels: { 'istio.io/waypoint-for': 'service' },
    }));
    if (this.namespace instanceof MeshNamespace) this.namespace._addLabels(this.namespaceLabels);
    onRefusal(this, namespaceName, () => this.reconcile());
    this.reconcile();
    waypointChanged(this, namespaceName);
  }

  /**
   * Labels that the Namespace needs: its services use the waypoint, and so does what gateways send them. They are written where the Namespace
   * is; where somebody else writes it, they are for its owner to write.
   */
  public get namespaceLabels(): { [key: string]: string } {
    return { 'istio.io/use-waypoint': this.name, 'istio.io/ingress-use-waypoint': 'true' };
  }

  /** The policy that refuses at the waypoint what no rule allows, for overrides. None where the namespace lets everybody in. */
  public get denyPolicy(): AuthorizationPolicy | undefined {
    return this.node.tryFindChild('DenyByDefault') as AuthorizationPolicy | undefined;
  }

  /** The policy that lets the waypoint reach the pods, for overrides. None where the namespace lets everybody in. */
  public get allowPolicy(): AuthorizationPolicy | undefined {
    return this.node.tryFindChild('FromWaypoint') as AuthorizationPolicy | undefined;
  }

  /** Its identity, which is what the pods behind it see. */
  public callerConfig(): CallerConfig {
    const { namespaceName } = this.namespace;
    return { identities: [`${namespaceName}/${this.name}`], labels: { [GATEWAY_NAME]: this.name }, workloadNamespace: namespaceName };
  }

  /** Every service that uses it. */
  public policyTargetConfig(): PolicyTargetConfig {
    return { namespace: this.namespace.namespaceName, targetRef: { kind: 'Gateway', name: this.name } };
  }

  /**
   * Has the pods of its namespace take connections from it only: something is decided here.
   * @internal
   */
  public _guard(): void {
    this.guards = true;
    this.reconcile();
  }

  private requireAmbient(): void {
    if (this.name === 'none') throw new UsageError(this, 'name is "none", which Istio takes for no waypoint', 'use another name');
    if (this.namespace.dataPlane._isAmbient) return;
    const { namespaceName } = this.namespace;
    throw new UsageError(this, `namespace ${namespaceName} is not ambient, and only ambient namespaces use waypoints`, 'give it dataPlane: DataPlane.ambient()');
  }

  /** What refuses for a whole namespace is for its pods. A waypoint needs its own, and the pods have to let the waypoint in. */
  private reconcile(): void {
    const refuses = refusesByDefault(this, this.namespace.namespaceName);
    exists(this, 'DenyByDefault', refuses, () => this.addPolicy('DenyByDefault', `${this.name}-deny-by-default`, () => this.policyTargetConfig(), Access.denyAll()));
    exists(this, 'FromWaypoint', refuses || this.guards, () => this.addPolicy('FromWaypoint', 'from-waypoint', () => ({ namespace: this.namespace.namespaceName }), this.letIn()));
  }

  private letIn(): Access {
    return Access.allow(AuthorizationRule.of({ from: [AuthorizationSource.of(this)] }));
  }

  private addPolicy(id: string, name: string, target: () => PolicyTargetConfig, access: Access): void {
    const { namespace } = this;
    partOf(this, new AuthorizationPolicy(this, id, { namespace, metadata: { name: objectName(this, name) }, attachTo: Attachment._of(target), access }));
  }
}
