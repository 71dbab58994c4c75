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

/** The policies of one workload, namespace or gateway. Which of them exist follows every change; what they contain is asked at synthesis. */
export class AccessObjects {
  public constructor(private readonly owner: Construct, private readonly state: AccessState) {}

  public reconcile(): void {
    const { allowed, denied, gateways, allows, asked, subject: { target } } = this.state;
    this.policy('Allow', asked || allows || (gateways.length > 0 && this.state.refuses), target, () => this.allowAccess());
    this.policy('Deny', enforced(denied).length > 0, target, () => Access.deny(...denyRules(this.state, enforced(denied), target())));
    this.policy('AllowDryRun', tried(allowed).length > 0, target, () => allowing(allowRules(this.state, tried(allowed), target())));
    this.policy('DenyDryRun', tried(denied).length > 0, target, () => Access.deny(...denyRules(this.state, tried(denied), target())));
    if (this.state.isAmbient) this.reconcilePods();
  }

  /**
   * What the node proxies of the pods check, where requests are decided about at a waypoint. They see the waypoint as the caller, and
   * as others those who pass by it.
   */
  private reconcilePods(): void {
    const { waypoint, shields, onTrial, subject: { pods } } = this.state;
    const there = waypoint !== undefined && !onTrial;
    this.policy('FromWaypoint', shields || (there && this.allowedAtPods.length > 0), pods, () => this.podsAccess());
    this.policy('DenyPods', there && this.deniedAtPods.length > 0, pods, () => Access.deny(...denyRules(this.state, this.deniedAtPods, pods(), this.state.waypoint)));
  }

  private allowAccess(): Access {
    const { everybody, allowed, gateways, allows, refuses, subject: { target } } = this.state;
    if (everybody === 'allowed') return Access.allowAll();
    const callers = allows || refuses ? gateways : [];
    return allowing(allowRules(this.state, [...enforced(allowed), ...callers.map(caller => ({ caller, options: {} }))], target()));
  }

  private podsAccess(): Access {
    const { waypoint, subject: { pods } } = this.state;
    return allowing(allowRules(this.state, [{ caller: waypoint!, options: {} }, ...this.allowedAtPods], pods()));
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

  private policy(id: keyof typeof SUFFIXES, wanted: boolean, target: () => PolicyTargetConfig, produce: () => Access): void {
    exists(this.owner, id, wanted, () => this.addPolicy(id, target)._contentFrom(produce));
    if (wanted && this.state.onTrial) ApiObject.of(this.owner.node.findChild(id)).metadata.addAnnotation(DRY_RUN, 'true');
  }

  private addPolicy(id: keyof typeof SUFFIXES, target: () => PolicyTargetConfig): AuthorizationPolicy {
    const { namespace, name } = this.state.subject;
    return partOf(this.owner, new AuthorizationPolicy(this.owner, id, {
      namespace,
      metadata: { name: objectName(this.owner, `${name}-${SUFFIXES[id]}`) },
      attachTo: Attachment._of(target),
      // Until it is written, when it is asked what is in it.
      access: Access.denyAll(),
      dryRun: id === 'AllowDryRun' || id === 'DenyDryRun',
    }));
  }
}

function allowing(rules: AuthorizationRule[]): Access {
  return rules.length ? Access.allow(...rules) : Access.denyAll();
}
