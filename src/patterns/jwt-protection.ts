import { Construct } from 'constructs';
import { ClaimRule } from './claim-rule';
import { stateConsistently } from './conflicts';
import { askedFor, jwtConflict, JwtStatement, requireNamedIssuers, requireSense, topicsOf } from './jwt-checks';
import { denyRules } from './jwt-rules';
import { namespaceOf, reportUnread } from './policy-place';
import { refusableHosts, requestScope } from './request-scope';
import { requireOneTarget } from './root-namespace';
import { guardPods } from './waypoints';
import { IPolicyTarget } from '../core/bindings';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { Claim } from '../resources/claim';
import { JwtIssuer } from '../resources/jwt-issuer';
import { MeshPort } from '../resources/mesh-port';
import { PathPattern } from '../resources/path-pattern';
import { RequestAuthentication } from '../resources/request-authentication';

/** Properties for `JwtProtection`. */
export interface JwtProtectionProps {
  /**
   * What needs a token: a service, a namespace, a gateway, one ingress route with its hosts.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication-selector
   */
  readonly target: IPolicyTarget;
  /**
   * Who may have signed it. A token of one of them is enough.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-issuer
   */
  readonly issuers: JwtIssuer[];
  /**
   * What every token must say, all of it.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   * @default - nothing more
   */
  readonly claims?: Claim[];
  /**
   * What the tokens of some requests must say besides: for a path, for a method.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   * @default - nothing more
   */
  readonly claimRules?: ClaimRule[];
  /**
   * Paths that need a token, and, to be safe, every path that begins with two slashes. Paths are compared as the proxy sees them, where
   * `/api%2Fusers` is not under `/api`: where that matters, leave this out and say `exceptPaths`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-paths
   * @default - every path
   */
  readonly paths?: PathPattern[];
  /**
   * Paths that need none. A bad token is refused there too.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_paths
   * @default - none
   */
  readonly exceptPaths?: PathPattern[];
  /**
   * Let requests without a token pass and only refuse bad ones. `claimRules`, or `allowFrom` with `claims`, then say who needs which.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
   * @default false
   */
  readonly optional?: boolean;
  /**
   * Ports that carry HTTP, with the numbers that the pods listen on. Wrong numbers mean that nothing is asked for.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-ports
   * @default - the HTTP ports of a service, every port of a gateway; needed for a namespace, a workload and a waypoint
   */
  readonly ports?: MeshPort[];
}

/**
 * Refuses requests without a valid token: 401 for a bad token, 403 for none, for a wrong audience, and for missing claims. It takes away
 * and never lets in, so it goes together with every `allowFrom`. CORS preflights pass, because browsers send them without a token.
 *
 * Written as a RequestAuthentication and a DENY policy. At a gateway the policy is for the hosts of the route: a token that another
 * tenant's issuer signed is valid there too, but refused. Headers of `claimToHeader` are removed from every request before they are
 * written, so that clients cannot forge them.
 * @see https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#require-a-valid-token
 */
export class JwtProtection extends Construct {
  /** The RequestAuthentication, for overrides. */
  public readonly requestAuthentication: RequestAuthentication;
  /** The policy that refuses, for overrides. None with `optional`, unless there are `claimRules`. */
  public readonly denyPolicy?: AuthorizationPolicy;

  public constructor(scope: Construct, id: string, props: JwtProtectionProps) {
    super(scope, id);
    watch(this);
    const target = () => props.target.policyTargetConfig();
    const asks = !props.optional || props.claimRules !== undefined;
    requireSense(this, props);
    requireOneTarget(this, target());
    requireNamedIssuers(this, props.issuers, asks);
    const access = () => this.access(props);
    if (asks) access();
    const common = { namespace: namespaceOf(target()), metadata: { name: objectName(this) }, attachTo: Attachment._of(target) };
    stateConsistently('jwt-protection/contradiction', this.statement(props), jwtConflict);
    reportUnread(this, props.target, 'JwtProtection');
    this.requestAuthentication = partOf(this, new RequestAuthentication(this, 'Tokens', { ...common, issuers: props.issuers }));
    if (!asks) return;
    this.denyPolicy = partOf(this, new AuthorizationPolicy(this, 'Deny', { ...common, access: access() }));
    // What is known of the target may still change: a waypoint, or what else a gateway listens for.
    this.denyPolicy._contentFrom(access);
    guardPods(props.target);
  }

  private access(props: JwtProtectionProps): Access {
    const { issuers, claims = [], claimRules = [], paths, exceptPaths, optional = false } = props;
    const target = props.target.policyTargetConfig();
    const scope = requestScope(this, target, props.ports);
    const hosts = refusableHosts(this, target);
    return Access._denyRequests(...denyRules({ issuers, claims, claimRules, paths, exceptPaths, optional, scope, hosts }));
  }

  private statement(props: JwtProtectionProps): JwtStatement {
    const { target, issuers } = props;
    return { owner: this, topics: topicsOf(target.policyTargetConfig(), issuers), target: () => target.policyTargetConfig(), issuers, ...askedFor(props) };
  }
}
