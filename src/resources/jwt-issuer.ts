import { Duration } from 'cdk8s';
import { requirePublicJwks } from './jwks';
import { TokenLocation } from './token-location';
import * as l1 from '../../imports/security.istio.io';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireDuration, requireNonEmpty, requireSome } from '../core/require';

type Rule = l1.RequestAuthenticationSpecJwtRules;

const HEADER = /^[-_A-Za-z0-9]+$/;
const MAX_URI = 2048;
const MAX_SPACE_DELIMITED = 64;

/** What is known of the tokens of an issuer. */
export interface JwtTokenOptions {
  /**
   * Audiences of which a token must have one. Others are refused with 403.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-audiences
   * @default - any audience
   */
  readonly audiences?: string[];
  /**
   * Where a token is looked for. Requests with tokens in several places are not supported by Istio.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-from_headers
   * @default - `Authorization: Bearer` and the query parameter `access_token`
   */
  readonly locations?: TokenLocation[];
  /**
   * Header to write each claim into, for the service. The claim nested with dots, each header once. Experimental in Istio.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-output_claim_to_headers
   * @default - none
   */
  readonly claimToHeader?: { [claim: string]: string };
  /**
   * Header to write all claims into, for the service, as JSON in base64url.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-output_payload_to_header
   * @default - none
   */
  readonly payloadToHeader?: string;
  /**
   * Leave the token in the request.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-forward_original_token
   * @default false
   */
  readonly forwardToken?: boolean;
  /**
   * Claims that are lists with spaces between, besides `scope` and `permission`. At most 64.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-space_delimited_claims
   * @default - none
   */
  readonly spaceDelimitedClaims?: string[];
}

/** Options for an issuer whose keys are fetched. */
export interface JwtKeyFetchOptions extends JwtTokenOptions {
  /**
   * How long fetching the keys may take, a millisecond or more.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-timeout
   * @default - 5 s
   */
  readonly timeout?: Duration;
}

/** Options for an issuer. */
export interface JwtIssuerOptions extends JwtKeyFetchOptions {
  /**
   * Where the public keys are, `https://` or, open to forgery, `http://`.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule-jwks_uri
   * @default - OpenID discovery at the issuer, which has to be a URL then
   */
  readonly jwksUri?: string;
}

/**
 * Who signs tokens.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export class JwtIssuer {
  /**
   * An issuer whose keys are fetched.
   * @param issuer the `iss` claim, exactly as in the tokens
   * @param options keys, audiences, headers
   */
  public static of(issuer: string, options: JwtIssuerOptions = {}): JwtIssuer {
    const where = 'JwtIssuer.of';
    const { jwksUri } = options;
    requireNonEmpty(where, 'issuer', issuer);
    if (jwksUri !== undefined) requireJwksUri(where, jwksUri);
    else if (!isHttpUrl(issuer)) throw new UsageError(where, `issuer is ${quoted(issuer)}, and its keys cannot be looked up there`, 'give jwksUri');
    return new JwtIssuer({ issuer, jwksUri, ...fetchOf(where, options) }, options.locations);
  }

  /**
   * An issuer with its public keys in the configuration itself: somebody has to change it when the keys change.
   * @param issuer the `iss` claim, exactly as in the tokens
   * @param jwks JSON Web Key Set; private keys are refused
   * @param options audiences, headers
   */
  public static inline(issuer: string, jwks: string, options: JwtTokenOptions = {}): JwtIssuer {
    const where = 'JwtIssuer.inline';
    requireNonEmpty(where, 'issuer', issuer);
    requirePublicJwks(where, jwks);
    return new JwtIssuer({ issuer, jwks, ...tokenOf(where, options) }, options.locations);
  }

  /**
   * Whoever has one of these keys, whatever the `iss` claim says.
   * @param jwksUri where the public keys are
   * @param options audiences, headers
   */
  public static anyIssuer(jwksUri: string, options: JwtKeyFetchOptions = {}): JwtIssuer {
    requireJwksUri('JwtIssuer.anyIssuer', jwksUri);
    return new JwtIssuer({ jwksUri, ...fetchOf('JwtIssuer.anyIssuer', options) }, options.locations);
  }

  private constructor(private readonly rule: Rule, private readonly locations?: TokenLocation[]) {
    if (locations) requireSome('JwtIssuer', 'locations', locations);
  }

  /**
   * What to write into `jwtRules`.
   * @internal
   */
  public _render(): Rule {
    const written = this.locations?.map(location => location._render()) ?? [];
    return {
      ...this.rule,
      fromHeaders: listed(written.flatMap(({ header }) => header ?? [])),
      fromParams: listed(written.flatMap(({ param }) => param ?? [])),
      fromCookies: listed(written.flatMap(({ cookie }) => cookie ?? [])),
    };
  }
}

function listed<T>(list: T[]): T[] | undefined {
  return list.length ? list : undefined;
}

function fetchOf(where: string, options: JwtKeyFetchOptions): Rule {
  if (options.timeout) requireDuration(where, 'timeout', options.timeout);
  return { ...tokenOf(where, options), timeout: options.timeout && durationText(options.timeout) };
}

function tokenOf(where: string, options: JwtTokenOptions): Rule {
  const { audiences, spaceDelimitedClaims, payloadToHeader, forwardToken } = options;
  if (payloadToHeader !== undefined) requireOutputHeader(where, 'payloadToHeader', payloadToHeader);
  if (spaceDelimitedClaims && spaceDelimitedClaims.length > MAX_SPACE_DELIMITED) {
    throw new UsageError(where, `spaceDelimitedClaims has ${spaceDelimitedClaims.length} claims`, `use at most ${MAX_SPACE_DELIMITED}`);
  }
  return {
    audiences: texts(where, 'audiences', audiences),
    outputPayloadToHeader: payloadToHeader,
    outputClaimToHeaders: claimHeaders(where, options),
    forwardOriginalToken: forwardToken,
    spaceDelimitedClaims: texts(where, 'spaceDelimitedClaims', spaceDelimitedClaims),
  };
}

function texts(where: string, prop: string, list?: string[]): string[] | undefined {
  if (list === undefined) return undefined;
  requireSome(where, prop, list);
  list.forEach(text => requireNonEmpty(where, `a value of ${prop}`, text));
  return [...new Set(list)];
}

function claimHeaders(where: string, { claimToHeader = {}, payloadToHeader }: JwtTokenOptions): Rule['outputClaimToHeaders'] {
  const taken = new Set([payloadToHeader?.toLowerCase()]);
  return listed(Object.entries(claimToHeader).map(([claim, header]) => {
    requireNonEmpty(where, 'a claim of claimToHeader', claim);
    requireOutputHeader(where, 'claimToHeader', header);
    if (taken.has(header.toLowerCase())) throw new UsageError(where, `the header ${quoted(header)} is written twice`, 'give each claim a header of its own');
    taken.add(header.toLowerCase());
    return { header, claim };
  }));
}

function requireOutputHeader(where: string, prop: string, header: string): void {
  if (!HEADER.test(header)) throw new UsageError(where, `${prop} has the header ${quoted(header)}`, 'use letters, digits, dashes and underscores, for example "x-jwt-sub"');
}

function requireJwksUri(where: string, uri: string): void {
  if (!isHttpUrl(uri) || uri.length > MAX_URI) {
    throw new UsageError(where, `jwksUri is ${quoted(uri)}, not a URL that Istio fetches`, `use https:// with a host, at most ${MAX_URI} characters`);
  }
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/\s]+\S*$/.test(text) && URL.canParse(text);
}
