import { requirePrincipal, requireRequestPrincipal, requireServiceAccount, requireSourceNamespace, requireTrustDomain } from './authorization-source-checks';
import * as l1 from '../../imports/security.istio.io';
import { ICaller } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireRecognizable } from '../core/recognizable';
import { requireCidr, requireSome } from '../core/require';

type Source = l1.AuthorizationPolicySpecRulesFromSource;

/** The trust domain of a mesh that says none, and what sidecars and gateways take for the one it says. */
const OWN_TRUST_DOMAIN = 'cluster.local';
const MAX_SERVICE_ACCOUNTS = 16;

/**
 * Who calls, in Istio's own fields: each field that is said must hold, and each list means any of its values. Of a `not` list, none.
 * Identities exist only in mutual TLS: in plain text no principal, namespace, account or trust domain matches, and every `not` does.
 */
export interface AuthorizationSourceOptions {
  /**
   * Identities as `<trust domain>/ns/<namespace>/sa/<account>`, where `cluster.local` is the mesh's own trust domain. With a star at one
   * end; `*` is any identity.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default - any
   */
  readonly principals?: string[];
  /**
   * Identities that are not meant, written as `principals`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_principals
   * @default - none
   */
  readonly notPrincipals?: string[];
  /**
   * Issuer and subject of the token, as `<iss>/<sub>`. With a star at one end; `*` is any token with both. A token without subject never
   * matches, so a `Claim` is often better.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-request_principals
   * @default - any, also without token
   */
  readonly requestPrincipals?: string[];
  /**
   * Tokens that are not meant, written as `requestPrincipals`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_request_principals
   * @default - none
   */
  readonly notRequestPrincipals?: string[];
  /**
   * Namespaces of identities, with stars.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-namespaces
   * @default - any
   */
  readonly namespaces?: string[];
  /**
   * Namespaces that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_namespaces
   * @default - none
   */
  readonly notNamespaces?: string[];
  /**
   * Service accounts as `<namespace>/<account>`, or `<account>` of the policy's namespace. Of any trust domain; no stars; at most 16.
   * Not together with principals and namespaces.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-service_accounts
   * @default - any
   */
  readonly serviceAccounts?: string[];
  /**
   * Service accounts that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_service_accounts
   * @default - none
   */
  readonly notServiceAccounts?: string[];
  /**
   * Trust domains of identities, with a star at one end.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-trust_domains
   * @default - any
   */
  readonly trustDomains?: string[];
  /**
   * Trust domains that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_trust_domains
   * @default - none
   */
  readonly notTrustDomains?: string[];
  /**
   * Addresses or ranges of the direct peer: behind a gateway, the gateway.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-ip_blocks
   * @default - any
   */
  readonly ipBlocks?: string[];
  /**
   * Direct peers that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_ip_blocks
   * @default - none
   */
  readonly notIpBlocks?: string[];
  /**
   * Addresses or ranges of the original client, from X-Forwarded-For or PROXY protocol.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-remote_ip_blocks
   * @default - any
   */
  readonly remoteIpBlocks?: string[];
  /**
   * Original clients that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-not_remote_ip_blocks
   * @default - none
   */
  readonly notRemoteIpBlocks?: string[];
}

/** How the values of each field are checked. Also the order in which they are asked. */
const CHECKS: { [field in keyof AuthorizationSourceOptions]-?: (where: string, field: string, value: string) => void } = {
  principals: requirePrincipal,
  notPrincipals: requirePrincipal,
  requestPrincipals: requireRequestPrincipal,
  notRequestPrincipals: requireRequestPrincipal,
  namespaces: requireSourceNamespace,
  notNamespaces: requireSourceNamespace,
  serviceAccounts: requireServiceAccount,
  notServiceAccounts: requireServiceAccount,
  trustDomains: requireTrustDomain,
  notTrustDomains: requireTrustDomain,
  ipBlocks: requireCidr,
  notIpBlocks: requireCidr,
  remoteIpBlocks: requireCidr,
  notRemoteIpBlocks: requireCidr,
};
const FIELDS = Object.keys(CHECKS) as (keyof AuthorizationSourceOptions)[];

/**
 * Whom an authorization rule is about.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export class AuthorizationSource {
  /**
   * A service, a namespace, a gateway, or a `Caller`: whoever is any of what it says.
   * @param caller who; `Caller.anyoneEvenUnauthenticated()` takes away the check
   */
  public static of(caller: ICaller): AuthorizationSource {
    const where = 'AuthorizationSource.of';
    const config = caller.callerConfig();
    requireRecognizable(where, caller, config);
    const { anyIdentity, identities = [], namespaces = [], peerIps = [], clientIps = [] } = config;
    return new AuthorizationSource(trustDomain => {
      const sources: Source[] = [];
      const add = (field: keyof AuthorizationSourceOptions, values: string[]) => {
        if (values.length > 0) sources.push({ [field]: checkedValues(where, field, values) });
      };
      add('principals', anyIdentity ? ['*'] : identities.map(identity => principal(where, identity, trustDomain)));
      if (!anyIdentity) add('namespaces', namespaces);
      add('ipBlocks', peerIps);
      add('remoteIpBlocks', clientIps);
      return sources.length > 0 ? sources : undefined;
    });
  }

  /**
   * In Istio's own fields, all of which must hold.
   * @param options at least one field
   */
  public static matching(options: AuthorizationSourceOptions): AuthorizationSource {
    const where = 'AuthorizationSource.matching';
    if (FIELDS.every(field => options[field] === undefined)) {
      throw new UsageError(where, 'no field is given, and Istio refuses an empty source', 'give one, or say AuthorizationSource.of(Caller.anyoneEvenUnauthenticated())');
    }
    const source = checked(where, options);
    return new AuthorizationSource(() => [source]);
  }

  private readonly inOwnDomain?: Source[];

  private constructor(private readonly written: (trustDomain: string) => Source[] | undefined) {
    this.inOwnDomain = written(OWN_TRUST_DOMAIN);
  }

  /**
   * The same, without somebody who would be meant as well.
   * @internal
   */
  public _except(caller: ICaller): AuthorizationSource {
    const { identities = [] } = caller.callerConfig();
    return new AuthorizationSource(trustDomain => {
      const notPrincipals = identities.map(identity => principal('AuthorizationSource.of', identity, trustDomain));
      return (this._render(trustDomain) ?? [{}]).map(source => ({ ...source, notPrincipals }));
    });
  }

  /**
   * What to write as `source`, one of which has to match. Nothing where anyone is meant.
   * @param trustDomain of the callers; sidecars and gateways take `cluster.local` for whatever it is, and ztunnel for just that
   * @internal
   */
  public _render(trustDomain = OWN_TRUST_DOMAIN): Source[] | undefined {
    return trustDomain === OWN_TRUST_DOMAIN ? this.inOwnDomain : this.written(trustDomain);
  }
}

function principal(where: string, identity: string, trustDomain: string): string {
  const parts = identity.split('/');
  if (parts.length !== 2 || parts.includes('')) {
    throw new UsageError(where, `the caller has the identity ${quoted(identity)}`, 'let it be "<namespace>/<service account>"');
  }
  return `${trustDomain}/ns/${parts[0]}/sa/${parts[1]}`;
}

function checked(where: string, options: AuthorizationSourceOptions): Source {
  const said = FIELDS.filter(field => options[field] !== undefined).map(field => [field, checkedValues(where, field, options[field]!)]);
  requireOneNaming(where, options);
  return Object.fromEntries(said);
}

/** A copy without duplicates. */
function checkedValues(where: string, field: keyof AuthorizationSourceOptions, values: string[]): string[] {
  requireSome(where, field, values);
  values.forEach(value => CHECKS[field](where, field, value));
  return [...new Set(values)];
}

function requireOneNaming(where: string, options: AuthorizationSourceOptions): void {
  const accounts = (['serviceAccounts', 'notServiceAccounts'] as const).find(field => options[field]);
  if (!accounts) return;
  const other = (['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const).find(field => options[field]);
  if (other) throw new UsageError(where, `${accounts} and ${other} are given, which Istio refuses together`, 'write both as principals');
  if (options[accounts]!.length > MAX_SERVICE_ACCOUNTS) {
    throw new UsageError(where, `${accounts} has ${options[accounts]!.length} values`, `use at most ${MAX_SERVICE_ACCOUNTS}, or principals`);
  }
}
