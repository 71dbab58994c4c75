import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AccessState, allowRules, ANYBODY, denyRules, enforced, needsWaypoint, Said, tried } from './access-said';
import { exists } from './children';
import { PolicyTargetConfig } from '../core/bindings';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { AuthorizationRule } from '../resources/authorization-rule';

const DRY_RUN = 'istio.io/dry-run';

/** Ids of the policies, and what their names end in. */
const SUFFIXES = {
  Allow: 'allow',
  Deny: 'deny',
  AllowDryRun: 'allow-dry-run',
  DenyDryRun: 'deny-dry-run',
  FromWaypoint: 'from-waypoint',
  DenyPods: 'deny-pods',
};
type Id = keyof typeof SUFFIXES;

/** Stands for what is in a policy until it is written, when that is asked. */
const UNTIL_WRITTEN = Access.denyAll();

/** The policies of one workload, namespace or gateway. Which of them exist follows every change; what they contain is asked at synthesis. */
export class AccessObjects {
  public constructor(private readonly owner: Construct, private readonly state: AccessState) {}

  public reconcile(): void {
    const { has, gateways } = this.state;
    this.policy('Allow', this.state.asked || this.state.allows || (gateways.length > 0 && this.state.refuses));
    this.policy('Deny', has.denied.enforced);
    this.policy('AllowDryRun', has.allowed.tried);
    this.policy('DenyDryRun', has.denied.tried);
    if (this.state.isAmbient) this.reconcilePods();
  }

  /**
   * What the node proxies of the pods check, where requests are decided about at a waypoint. They see the waypoint as the caller, and
   * as others those who pass by it.
   */
  private reconcilePods(): void {
    const { waypoint, shields, onTrial } = this.state;
    const there = waypoint !== undefined && !onTrial;
    this.policy('FromWaypoint', shields || (there && this.allowedAtPods.length > 0));
    this.policy('DenyPods', there && this.deniedAtPods.length > 0);
  }

  private accessOf(id: Id): Access {
    const { state } = this;
    const target = this.targetOf(id)();
    switch (id) {
      case 'Allow': return this.allowAccess(target);
      case 'Deny': return Access.deny(...denyRules(state, enforced(state.denied), target));
      case 'AllowDryRun': return allowing(allowRules(state, tried(state.allowed), target));
      case 'DenyDryRun': return Access.deny(...denyRules(state, tried(state.denied), target));
      case 'FromWaypoint': return allowing(allowRules(state, [{ caller: state.waypoint!, options: {} }, ...this.allowedAtPods], target));
      case 'DenyPods': return Access.deny(...denyRules(state, this.deniedAtPods, target, state.waypoint));
    }
  }

  private allowAccess(target: PolicyTargetConfig): Access {
    const { everybody, allowed, gateways } = this.state;
    if (everybody === 'allowed') return Access.allowAll();
    const callers = gateways.length > 0 && (this.state.allows || this.state.refuses) ? gateways : [];
    return allowing(allowRules(this.state, [...enforced(allowed), ...callers.map(caller => ({ caller, options: {} }))], target));
  }

  /** What is said about a namespace is for its pods too; what is said about a service is for the service. */
  private get allowedAtPods(): Said[] {
    const { everybody, allowed, subject: { kind } } = this.state;
    if (kind !== 'namespace') return [];
    return everybody === 'allowed' ? [{ caller: ANYBODY, options: {} }] : enforced(allowed).filter(said => !needsWaypoint(said));
  }

  private get deniedAtPods(): Said[] {
    return enforced(this.state.denied).filter(said => !needsWaypoint(said));
  }

  private policy(id: Id, wanted: boolean): void {
    exists(this.owner, id, wanted, () => this.addPolicy(id)._contentFrom(() => this.accessOf(id)));
    if (wanted && this.state.onTrial) ApiObject.of(this.owner.node.findChild(id)).metadata.addAnnotation(DRY_RUN, 'true');
  }

  private addPolicy(id: Id): AuthorizationPolicy {
    const { namespace, name } = this.state.subject;
    return partOf(this.owner, new AuthorizationPolicy(this.owner, id, {
      namespace,
      metadata: { name: objectName(this.owner, `${name}-${SUFFIXES[id]}`) },
      attachTo: Attachment._of(this.targetOf(id)),
      access: UNTIL_WRITTEN,
      dryRun: id === 'AllowDryRun' || id === 'DenyDryRun',
    }));
  }

  private targetOf(id: Id): () => PolicyTargetConfig {
    const { target, pods } = this.state.subject;
    return id === 'FromWaypoint' || id === 'DenyPods' ? pods : target;
  }
}

function allowing(rules: AuthorizationRule[]): Access {
  return rules.length ? Access.allow(...rules) : Access.denyAll();
}
