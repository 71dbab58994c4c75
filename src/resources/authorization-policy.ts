import { Construct } from 'constructs';
import { Access } from './access';
import { hostsDecidedByPath } from './access-paths';
import { Attachment } from './attachment';
import { AuthorizationRule } from './authorization-rule';
import * as l1 from '../../imports/security.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireOwn } from '../core/owner';
import { addPathDecision } from '../core/path-decisions';
import { IstioResource, IstioResourceProps, ResourceMetadata } from '../core/resource';
import { settingsOf } from '../core/scopes';

const DRY_RUN = 'istio.io/dry-run';

/** Properties for `AuthorizationPolicy`. */
export interface AuthorizationPolicyProps extends IstioResourceProps {
  /**
   * What it does with which requests: `Access.allow(…)`, `Access.denyAll()`, …
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-action
   */
  readonly access: Access;
  /**
   * Whose callers it is about.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-selector
   * @default Attachment.namespace() - every workload of the namespace; in the root namespace, of the mesh
   */
  readonly attachTo?: Attachment;
  /**
   * Only log what it would do (annotation `istio.io/dry-run`). With ALLOW and DENY only.
   * @default false
   * @see https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
   */
  readonly dryRun?: boolean;
}

/**
 * Who may do what at a workload. No policy at all allows everything; the first ALLOW policy refuses whatever no ALLOW policy says.
 *
 * Rules about HTTP (methods, paths, hosts, headers, tokens) are a trap on ports that Istio does not know as HTTP: an ALLOW rule is
 * dropped there, which refuses more, and of a DENY rule only the question about HTTP is dropped, which refuses more as well, commonly
 * every connection. `Access.deny` therefore asks for the ports.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
 */
export class AuthorizationPolicy extends IstioResource {
  private readonly attachTo: Attachment;
  private readonly dryRun: boolean;
  private access: Access;
  private produce?: () => Access;

  public constructor(scope: Construct, id: string, props: AuthorizationPolicyProps) {
    super(scope, id, objectHead(l1.AuthorizationPolicy, scope, id, { namespace: props.namespace, metadata: annotated(scope, id, props) }));
    this.attachTo = props.attachTo ?? Attachment.namespace();
    this.dryRun = props.dryRun ?? false;
    this.access = props.access;
    this.requireDryRun(props.access);
    this.tellPaths(props.access);
  }

  /** The rules so far, as a copy. */
  public get rules(): AuthorizationRule[] {
    return this.content._rules;
  }

  /**
   * Adds a rule. One of the rules has to match. Not with `Access.allowAll()` and `Access.denyAll()`.
   * @param rule the alternative
   */
  public addRule(rule: AuthorizationRule): void {
    requireOwn(this, this.produce);
    this.access = this.access._with(this, rule);
    this.tellPaths(this.access);
  }

  /**
   * Takes action and rules from a pattern, at synthesis, in place of what was said.
   * @internal
   */
  public _contentFrom(produce: () => Access): void {
    this.produce = produce;
  }

  private get content(): Access {
    return this.produce?.() ?? this.access;
  }

  /**
   * @internal
   */
  protected _spec(): l1.AuthorizationPolicySpec {
    const { content } = this;
    this.requireDryRun(content);
    const { action, provider, rules } = content._render(settingsOf(this).trustDomains[0]);
    const { selector, targetRefs } = this.attachTo._render(this);
    return { action, provider, rules, selector, targetRefs };
  }

  /** Where requests come in, paths that mean one thing here and another behind are then refused. */
  private tellPaths(access: Access): void {
    const hosts = hostsDecidedByPath(access._render());
    if (hosts.length === 0) return;
    const place = () => {
      const { selector, targetRefs } = this.attachTo._render(this);
      return { selector: selector?.matchLabels, targetRef: targetRefs?.[0] };
    };
    addPathDecision(this, { namespace: this.namespace, hosts, place });
  }

  private requireDryRun(access: Access): void {
    if (!this.dryRun || access._canDryRun) return;
    throw new UsageError(this, 'dryRun is true, and Istio can try ALLOW and DENY only', 'leave dryRun out, or use Access.allow or Access.deny');
  }
}

function annotated(scope: Construct, id: string, { dryRun, metadata }: AuthorizationPolicyProps): ResourceMetadata | undefined {
  if (metadata?.annotations?.[DRY_RUN] !== undefined) throw new UsageError(`${scope.node.path}/${id}`, `metadata has the annotation ${DRY_RUN}`, 'say dryRun instead');
  return dryRun ? { ...metadata, annotations: { ...metadata?.annotations, [DRY_RUN]: 'true' } } : metadata;
}
