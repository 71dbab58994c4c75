import { Construct } from 'constructs';
import { AccessOptions } from './access-options';
import { requireHttpPorts, requirePossible, ruleFor } from './access-rule-for';
import { exists } from './children';
import { onRefusal, refusesByDefault } from './refusals';
import { ICaller, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { AuthorizationRule } from '../resources/authorization-rule';

/** What is protected. */
export interface Protected {
  /** Its policies are called `<name>-allow` and `<name>-deny`. */
  readonly name: string;
  /** Namespace of the pods, and of the policies. */
  readonly namespace: IMeshNamespace;
  readonly target: () => PolicyTargetConfig;
}

/**
 * The edges of the call graph that end at one workload, namespace or gateway: one ALLOW policy with a rule for each, one DENY policy.
 * Which of them exist follows every change; what they contain is asked at synthesis.
 */
export class AccessRules {
  private readonly allowed = new Array<AuthorizationRule>();
  private readonly denied = new Array<AuthorizationRule>();
  private readonly gateways = new Array<ICaller>();
  private allowAsked = false;

  public constructor(private readonly owner: Construct, private readonly subject: Protected) {}

  public get allowPolicy(): AuthorizationPolicy {
    this.allowAsked = true;
    this.reconcile();
    return this.owner.node.findChild('Allow') as AuthorizationPolicy;
  }

  /** Whether requests are refused, and nothing was said that lets any in. */
  public get isClosed(): boolean {
    return this.allowed.length === 0 && this.refuses;
  }

  public allow(caller: ICaller, options: AccessOptions): void {
    this.allowed.push(ruleFor(this.owner, caller, options, this.subject.target()));
    requirePossible(this.owner, this.subject.namespace, options);
    this.reconcile();
  }

  public deny(caller: ICaller, options: AccessOptions): void {
    requireHttpPorts(this.owner, options, this.subject.target());
    const rule = ruleFor(this.owner, caller, options, this.subject.target());
    requirePossible(this.owner, this.subject.namespace, options);
    // What would close ports that are not HTTP is refused here.
    Access.deny(rule);
    this.denied.push(rule);
    this.reconcile();
  }

  /**
   * A gateway sends requests here. It is let in where something refuses by default; elsewhere its rule would be the first ALLOW, and
   * lock everybody else out.
   */
  public allowGateway(gateway: ICaller): void {
    if (this.gateways.includes(gateway)) return;
    // What refuses by default only matters to gateways.
    if (this.gateways.length === 0) onRefusal(this.owner, this.subject.namespace.namespaceName, () => this.reconcile());
    this.gateways.push(gateway);
    this.reconcile();
  }

  private get refuses(): boolean {
    return refusesByDefault(this.owner, this.subject.namespace.namespaceName);
  }

  private get allowRules(): AuthorizationRule[] {
    if (this.allowed.length === 0 && !this.refuses) return [];
    return [...this.allowed, ...this.gateways.map(gateway => ruleFor(this.owner, gateway, {}, this.subject.target()))];
  }

  private reconcile(): void {
    const allows = this.allowAsked || this.allowed.length > 0 || (this.gateways.length > 0 && this.refuses);
    exists(this.owner, 'Allow', allows, () => this.addPolicy('Allow', () => {
      const rules = this.allowRules;
      return rules.length ? Access.allow(...rules) : Access.denyAll();
    }));
    exists(this.owner, 'Deny', this.denied.length > 0, () => this.addPolicy('Deny', () => Access.deny(...this.denied)));
  }

  private addPolicy(id: 'Allow' | 'Deny', produce: () => Access): void {
    const { selector } = this.subject.target();
    const policy = partOf(this.owner, new AuthorizationPolicy(this.owner, id, {
      namespace: this.subject.namespace,
      metadata: { name: objectName(this.owner, `${this.subject.name}-${id.toLowerCase()}`) },
      attachTo: selector ? Attachment.workloads(selector) : Attachment.namespace(),
      // Until it is written, when it is asked what is in it.
      access: Access.denyAll(),
    }));
    policy._contentFrom(produce);
  }
}
