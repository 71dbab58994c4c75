import { ClaimRule } from './claim-rule';
import { RequestScope } from './request-scope';
import { AccessCondition } from '../resources/access-condition';
import { AuthorizationOperation, AuthorizationOperationOptions } from '../resources/authorization-operation';
import { AuthorizationRule, AuthorizationRuleOptions } from '../resources/authorization-rule';
import { Claim } from '../resources/claim';
import { JwtIssuer } from '../resources/jwt-issuer';
import { PathPattern } from '../resources/path-pattern';
import { ValuePattern } from '../resources/value-pattern';

/** What is asked of requests. */
export interface JwtDemand {
  readonly issuers: JwtIssuer[];
  readonly claims: Claim[];
  readonly claimRules: ClaimRule[];
  readonly paths?: PathPattern[];
  readonly exceptPaths?: PathPattern[];
  readonly optional: boolean;
  readonly hosts?: string[];
  readonly scope: RequestScope;
}

/** What is wrong with a token, or that there is none: all of it at once. */
interface Fault {
  readonly claims: Claim[];
  readonly conditions?: AccessCondition[];
}

const OPTIONS = 'OPTIONS';
/** An OPTIONS request with both is a preflight. Browsers send no token with it, and Istio's JWT filter does not look for one. */
const PREFLIGHT = ['origin', 'access-control-request-method'];

/** What a DENY policy says: each way in which a request can lack what is asked of it. */
export function denyRules(demand: JwtDemand): AuthorizationRule[] {
  const { issuers, claims, claimRules, paths, optional } = demand;
  const tokens = tokenFaults(issuers);
  const everywhere = optional ? [] : rulesFor(demand, { paths }, [...tokens, ...claims.map(faultOf)]);
  const otherOptions = optional ? [] : optionsRules(demand, tokens[0]);
  // Where a token is needed anyway, it need not be asked for again.
  const assured = !optional && !paths;
  const scoped = claimRules.flatMap(rule => rulesFor(demand, rule, [...assured ? [] : tokens, ...rule.claims.map(faultOf)]));
  return [...everywhere, ...scoped, ...otherOptions];
}

/**
 * Istio joins all RequestAuthentications of a workload, and takes a token that any of them takes: so issuer and audience are asked for
 * again. The issuer and not the principal, which a token without `sub` does not have.
 */
function tokenFaults(issuers: JwtIssuer[]): Fault[] {
  const rules = issuers.map(issuer => issuer._render());
  const foreign = { claims: [Claim.noneOf('iss', ...rules.map(({ issuer }) => issuer!))] };
  return [foreign, ...rules.flatMap(({ issuer, audiences }): Fault[] => !audiences ? [] : [{
    claims: [Claim.issuer(issuer!)],
    conditions: [AccessCondition.not(AccessCondition.audience(...audiences.map(audience => ValuePattern.exact(audience))))],
  }])];
}

function faultOf(claim: Claim): Fault {
  return { claims: [claim._negated] };
}

/** A rule for each fault, for some requests. What a browser asks before the request has no token. */
function rulesFor(demand: JwtDemand, { paths, methods }: Pick<ClaimRule, 'paths' | 'methods'>, faults: Fault[]): AuthorizationRule[] {
  const to = [operation(demand, paths, methods ? { methods } : { notMethods: [OPTIONS] })];
  return faults.map(({ claims, conditions = [] }) => denied(demand, { to, claims, conditions }));
}

/** An OPTIONS request that is no preflight needs a token too. */
function optionsRules(demand: JwtDemand, { claims }: Fault): AuthorizationRule[] {
  const to = [operation(demand, demand.paths, { methods: [OPTIONS] })];
  return PREFLIGHT.map(header => denied(demand, { to, claims, conditions: [AccessCondition.headerAbsent(header)] }));
}

function denied({ scope }: JwtDemand, { to, claims, conditions }: Required<Omit<AuthorizationRuleOptions, 'from'>>): AuthorizationRule {
  const all = [...conditions, ...scope.conditions];
  return AuthorizationRule.of({ to, claims, ...all.length > 0 && { conditions: all } });
}

function operation({ hosts, scope, exceptPaths }: JwtDemand, paths: PathPattern[] | undefined, methods: AuthorizationOperationOptions): AuthorizationOperation {
  const guarded = paths && [...paths, PathPattern.prefix('//')];
  const { ports, notPorts } = scope;
  return AuthorizationOperation.of({ hosts, ports, notPorts, paths: guarded, notPaths: exceptPaths, ...methods });
}
