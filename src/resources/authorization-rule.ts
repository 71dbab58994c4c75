import { AccessCondition } from './access-condition';
import { AuthorizationOperation } from './authorization-operation';
import { AuthorizationSource } from './authorization-source';
import { Claim } from './claim';
import * as l1 from '../../imports/security.istio.io';
import { UsageError } from '../core/errors';
import { requireSome } from '../core/require';

type Operation = l1.AuthorizationPolicySpecRulesToOperation;

const WHERE = 'AuthorizationRule.of';
const MAX_SOURCES = 512;
const PROPS = ['from', 'to', 'claims', 'conditions'] as const;

/** What a rule asks: who, what and under which conditions. All that is said must hold. */
export interface AuthorizationRuleOptions {
  /**
   * Who calls: any of these.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-from
   * @default - anyone
   */
  readonly from?: AuthorizationSource[];
  /**
   * What for: any of these.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-to
   * @default - every request and connection
   */
  readonly to?: AuthorizationOperation[];
  /**
   * What a validated token must say, all of it. Needs a RequestAuthentication for the same workloads.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-when
   * @default - no token needed
   */
  readonly claims?: Claim[];
  /**
   * Further conditions, all of them.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule-when
   * @default - none
   */
  readonly conditions?: AccessCondition[];
}

/**
 * One rule of an AuthorizationPolicy.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule
 */
export class AuthorizationRule {
  /**
   * A rule for some requests.
   * @param options at least one of sources, operations, claims and conditions
   */
  public static of(options: AuthorizationRuleOptions): AuthorizationRule {
    const { from, to, claims, conditions } = options;
    for (const prop of PROPS) if (options[prop]) requireSome(WHERE, prop, options[prop]);
    if (!(from || to || claims || conditions)) throw new UsageError(WHERE, 'the rule says nothing, and would be for every request', 'say what it is about, or use AuthorizationRule.everything()');
    return new AuthorizationRule({ from: from && sourcesOf(from), to: operationsOf(to, conditions), when: whenOf(claims, conditions) }, from && [...from]);
  }

  /** A rule for every request and connection of everybody: with ALLOW nobody is refused, with DENY everybody is. */
  public static everything(): AuthorizationRule {
    return new AuthorizationRule({});
  }

  private constructor(private readonly rule: l1.AuthorizationPolicySpecRules, private readonly from: AuthorizationSource[] = []) {}

  /**
   * What to write into `rules`.
   * @param trustDomain of the callers
   * @internal
   */
  public _render(trustDomain?: string): l1.AuthorizationPolicySpecRules {
    return trustDomain === undefined || !this.rule.from ? this.rule : { ...this.rule, from: sourcesOf(this.from, trustDomain) };
  }
}

/** Nothing where one of them is anyone. */
function sourcesOf(from: AuthorizationSource[], trustDomain?: string): l1.AuthorizationPolicySpecRulesFrom[] | undefined {
  const sources = new Array<l1.AuthorizationPolicySpecRulesFrom>();
  for (const each of from) {
    const written = each._render(trustDomain);
    if (!written) return undefined;
    written.forEach(source => sources.push({ source }));
  }
  if (sources.length > MAX_SOURCES) throw new UsageError(WHERE, `from has ${sources.length} sources`, `use at most ${MAX_SOURCES}, with several values each`);
  return sources;
}

/** Istio has hosts as operations only, so a condition on them goes into each. */
function operationsOf(to?: AuthorizationOperation[], conditions?: AccessCondition[]): l1.AuthorizationPolicySpecRulesTo[] | undefined {
  if (!conditions) return to?.map(each => ({ operation: each._render() }));
  const written = conditions.map(condition => condition._render());
  const hosts = written.flatMap(({ hosts: each }) => each ? [each] : []);
  const notHosts = written.flatMap(({ notHosts: each }) => each ?? []);
  if (hosts.length > 1) throw new UsageError(WHERE, 'conditions has two conditions on the host, and both would have to hold', 'join them into one AccessCondition.host, which means any of its hosts');
  const operations = (to ?? []).map(each => each._render());
  if (operations.length === 0 && (hosts.length > 0 || notHosts.length > 0)) operations.push({});
  return operations.length === 0 ? undefined : operations.map(operation => ({ operation: withHosts(operation, hosts[0], notHosts) }));
}

function withHosts(operation: Operation, hosts: string[] | undefined, notHosts: string[]): Operation {
  if (hosts && operation.hosts) throw new UsageError(WHERE, 'an operation has hosts, and conditions has a condition on the host', 'say the hosts in one place');
  const none = [...new Set([...operation.notHosts ?? [], ...notHosts])];
  return { ...operation, ...hosts && { hosts }, ...none.length > 0 && { notHosts: none } };
}

function whenOf(claims?: Claim[], conditions?: AccessCondition[]): l1.AuthorizationPolicySpecRulesWhen[] | undefined {
  if (!claims && !conditions) return undefined;
  const when = [...claims?.map(claim => claim._render()) ?? [], ...conditions?.flatMap(condition => condition._render().when ?? []) ?? []];
  return when.length === 0 ? undefined : when;
}
