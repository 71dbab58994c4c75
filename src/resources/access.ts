import { IConstruct } from 'constructs';
import { requireHttpPorts, requireNoEvasion, requireNoIdentity } from './access-checks';
import { AuthorizationRule } from './authorization-rule';
import * as l1 from '../../imports/security.istio.io';
import { UsageError } from '../core/errors';
import { requireNonEmpty, requireSome } from '../core/require';

const { ALLOW, AUDIT, CUSTOM, DENY } = l1.AuthorizationPolicySpecAction;
const MAX_RULES = 512;

/** How each factory looks at its rules. */
const CHECKS: { [factory: string]: (where: string, rule: l1.AuthorizationPolicySpecRules) => void } = {
  allow: (where, rule) => requireNoEvasion(where, rule, 'notHosts'),
  deny: (where, rule) => {
    requireNoEvasion(where, rule, 'hosts');
    requireHttpPorts(where, rule);
  },
  audit: () => {},
  custom: (where, rule) => {
    requireNoEvasion(where, rule, 'hosts');
    requireNoIdentity(where, rule);
  },
};

/** What to write into the spec of an AuthorizationPolicy. */
interface Written {
  readonly action: l1.AuthorizationPolicySpecAction;
  readonly provider?: l1.AuthorizationPolicySpecProvider;
  readonly rules?: AuthorizationRule[];
}

/**
 * Action and rules of an AuthorizationPolicy. Of all policies for a workload CUSTOM is asked first, then DENY, then ALLOW; as soon as one
 * ALLOW policy is there, whatever none of them allows is refused.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action
 */
export class Access {
  /**
   * Allows what one of the rules says, and refuses what no ALLOW policy of the workload says. On a port that is not HTTP, Istio drops a
   * rule that asks for methods, paths, hosts, headers or tokens.
   * @param rules at least one; for none say `denyAll()`
   */
  public static allow(...rules: AuthorizationRule[]): Access {
    return Access.ruled('allow', { action: ALLOW, rules });
  }

  /**
   * Refuses what one of the rules says, whatever else allows it. A rule that asks for methods, paths, hosts, headers or tokens needs
   * the ports of HTTP in each operation: on other ports Istio would drop the question and refuse every connection.
   * @param rules at least one; a DENY policy without rules never refuses anything
   */
  public static deny(...rules: AuthorizationRule[]): Access {
    return Access.ruled('deny', { action: DENY, rules });
  }

  /**
   * As `deny`, where whoever writes the rules has looked after the ports that are not HTTP.
   * @internal
   */
  public static _denyRequests(...rules: AuthorizationRule[]): Access {
    rules.forEach(rule => requireNoEvasion('Access.deny', rule._render(), 'hosts'));
    return new Access('deny', { action: DENY, rules });
  }

  /**
   * Marks what one of the rules says for a log, and neither allows nor refuses anything. On a port that is not HTTP, Istio drops
   * questions that only HTTP can answer, and marks more.
   * @param rules at least one
   */
  public static audit(...rules: AuthorizationRule[]): Access {
    return Access.ruled('audit', { action: AUDIT, rules });
  }

  /**
   * Lets an external authorizer decide about what one of the rules says. It is asked before identities and tokens are looked at, so no rule
   * can ask for them. On a port that is not HTTP, Istio drops questions that only HTTP can answer: give the ports.
   * @param provider name of an extension provider in the mesh configuration; with a wrong one, Istio refuses those requests
   * @param rules at least one; `AuthorizationRule.everything()` for every request
   */
  public static custom(provider: string, ...rules: AuthorizationRule[]): Access {
    requireNonEmpty('Access.custom', 'provider', provider);
    return Access.ruled('custom', { action: CUSTOM, provider: { name: provider }, rules });
  }

  /** Allows everything: an ALLOW policy with a rule for every request. Other ALLOW policies make no difference then. */
  public static allowAll(): Access {
    return new Access('allowAll', { action: ALLOW, rules: [AuthorizationRule.everything()] });
  }

  /** Allows nothing: an ALLOW policy without rules, so that everything is refused that no other ALLOW policy allows. */
  public static denyAll(): Access {
    return new Access('denyAll', { action: ALLOW });
  }

  private static ruled(factory: string, written: Written & { readonly rules: AuthorizationRule[] }): Access {
    const where = `Access.${factory}`;
    requireSome(where, 'rules', written.rules);
    if (written.rules.length > MAX_RULES) throw new UsageError(where, `there are ${written.rules.length} rules`, `use at most ${MAX_RULES}, in several policies if need be`);
    written.rules.forEach(rule => CHECKS[factory](where, rule._render()));
    return new Access(factory, written);
  }

  private constructor(private readonly factory: string, private readonly written: Written) {}

  /**
   * The same with one more rule.
   * @internal
   */
  public _with(where: IConstruct, rule: AuthorizationRule): Access {
    if (!(this.factory in CHECKS)) {
      throw new UsageError(where, `its access is Access.${this.factory}(), which has no rules of its own`, 'start with Access.allow, Access.deny, Access.audit or Access.custom');
    }
    return Access.ruled(this.factory, { ...this.written, rules: [...this._rules, rule] });
  }

  /**
   * The rules, as a copy.
   * @internal
   */
  public get _rules(): AuthorizationRule[] {
    return [...this.written.rules ?? []];
  }

  /**
   * Whether Istio can try it without enforcing it.
   * @internal
   */
  public get _canDryRun(): boolean {
    return this.written.action === ALLOW || this.written.action === DENY;
  }

  /**
   * What to write into the spec.
   * @param trustDomain of the callers
   * @internal
   */
  public _render(trustDomain?: string): l1.AuthorizationPolicySpec {
    const { action, provider, rules } = this.written;
    return { action, provider, rules: rules?.map(rule => rule._render(trustDomain)) };
  }
}
