import { Duration, Yaml } from 'cdk8s';
import { requireHeaderName } from './header-name';
import { IRouteTarget } from '../core/bindings';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireDuration, requireInteger, requireSome } from '../core/require';

/** What is the same whatever the authorizer speaks. */
export interface AuthorizerOptions {
  /**
   * How long an answer may take.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-timeout
   * @default - 600 s
   */
  readonly timeout?: Duration;
  /**
   * Let requests pass where there is no answer, or a status of 500 and above.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-fail_open
   * @default false
   */
  readonly failOpen?: boolean;
  /**
   * Status for the client where there is no answer.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-status_on_error
   * @default - 403
   */
  readonly statusOnError?: number;
  /**
   * Choose the route again after the answer, because it may have changed headers.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-clear_route_cache
   * @default false
   */
  readonly clearRouteCache?: boolean;
  /**
   * Send the body too, up to so many bytes. Longer ones are refused with 413, unless `allowPartialMessage`.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationRequestBody-max_request_bytes
   * @default - no body is sent
   */
  readonly maxRequestBytes?: number;
  /**
   * Send the first `maxRequestBytes` of a longer body.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationRequestBody-allow_partial_message
   * @default false
   */
  readonly allowPartialMessage?: boolean;
}

/** Options for an authorizer that speaks HTTP. A header list takes names, and a star at one end. */
export interface HttpAuthorizerOptions extends AuthorizerOptions {
  /**
   * Put before the path when asking.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-path_prefix
   * @default - none
   */
  readonly pathPrefix?: string;
  /**
   * Headers of the request that the authorizer sees, besides host, method, path and length.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-include_request_headers_in_check
   * @default - none, not even cookies
   */
  readonly includeRequestHeadersInCheck?: string[];
  /**
   * Headers with fixed values that the authorizer sees.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-include_additional_headers_in_check
   * @default - none
   */
  readonly includeAdditionalHeadersInCheck?: { [header: string]: string };
  /**
   * Headers of its answer that the service sees. They replace those of the client.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-headers_to_upstream_on_allow
   * @default - none
   */
  readonly headersToUpstreamOnAllow?: string[];
  /**
   * Headers of its answer that the client sees when it is refused.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-headers_to_downstream_on_deny
   * @default - all
   */
  readonly headersToDownstreamOnDeny?: string[];
  /**
   * Headers of its answer that the client sees when it is let through.
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider-EnvoyExternalAuthorizationHttpProvider-headers_to_downstream_on_allow
   * @default - none
   */
  readonly headersToDownstreamOnAllow?: string[];
}

type Provider = { [field: string]: unknown };

const HEADER_LISTS = ['includeRequestHeadersInCheck', 'headersToUpstreamOnAllow', 'headersToDownstreamOnDeny', 'headersToDownstreamOnAllow'] as const;

/**
 * A service that decides about requests, as the mesh configuration describes it.
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 */
export class AuthorizerService {
  /**
   * A service that is asked with host, method and path of the request: status 200 lets it pass.
   * @param service the service, on one port
   * @param options what it sees, what is passed on
   */
  public static http(service: IRouteTarget, options: HttpAuthorizerOptions = {}): AuthorizerService {
    const where = 'AuthorizerService.http';
    const { pathPrefix, includeAdditionalHeadersInCheck = {} } = options;
    if (pathPrefix !== undefined && !/^\/[^?#\s]*$/.test(pathPrefix)) throw new UsageError(where, `pathPrefix is ${quoted(pathPrefix)}`, 'start it with "/", for example "/check"');
    HEADER_LISTS.forEach(list => options[list] && requireHeaders(where, list, options[list]!));
    Object.keys(includeAdditionalHeadersInCheck).forEach(name => requireHeaderName(where, name));
    const lists = Object.fromEntries(HEADER_LISTS.map(list => [list, options[list]]));
    return new AuthorizerService(service, 'envoyExtAuthzHttp', {
      ...common(where, service, options), pathPrefix, ...lists, includeAdditionalHeadersInCheck: options.includeAdditionalHeadersInCheck,
    });
  }

  /**
   * A service of Envoy's `Authorization` API. It sees every header.
   * @param service the service, on one port for gRPC
   * @param options what happens without an answer
   */
  public static grpc(service: IRouteTarget, options: AuthorizerOptions = {}): AuthorizerService {
    return new AuthorizerService(service, 'envoyExtAuthzGrpc', common('AuthorizerService.grpc', service, options));
  }

  private constructor(private readonly service: IRouteTarget, private readonly kind: string, private readonly provider: Provider) {}

  /**
   * What proxies ask.
   * @internal
   */
  public get _service(): IRouteTarget {
    return this.service;
  }

  /**
   * The entry of `extensionProviders` in the mesh configuration.
   * @internal
   */
  public _meshConfig(name: string): string {
    const said = Object.fromEntries(Object.entries(this.provider).filter(([, value]) => value !== undefined));
    return Yaml.stringify({ extensionProviders: [{ name, [this.kind]: said }] });
  }
}

function common(where: string, service: IRouteTarget, options: AuthorizerOptions): Provider {
  const { host, port } = service.targetConfig();
  const { timeout, failOpen, statusOnError, clearRouteCache, maxRequestBytes, allowPartialMessage } = options;
  if (port === undefined) throw new UsageError(where, `${host} has several ports`, 'say which one, with onPort');
  if (timeout) requireDuration(where, 'timeout', timeout);
  if (statusOnError !== undefined) requireInteger(where, 'statusOnError', statusOnError, 400, 599);
  if (maxRequestBytes !== undefined) requireInteger(where, 'maxRequestBytes', maxRequestBytes, 1, 2 ** 32 - 1);
  if (allowPartialMessage && maxRequestBytes === undefined) throw new UsageError(where, 'allowPartialMessage is said, and no body is sent', 'give maxRequestBytes');
  return {
    service: host,
    port,
    timeout: timeout && durationText(timeout),
    failOpen,
    statusOnError: statusOnError?.toString(),
    clearRouteCache,
    includeRequestBodyInCheck: maxRequestBytes === undefined ? undefined : { maxRequestBytes, ...allowPartialMessage && { allowPartialMessage } },
  };
}

/** Istio takes a star at one end, and refuses the whole provider for a star alone. */
function requireHeaders(where: string, prop: string, names: string[]): void {
  requireSome(where, prop, names);
  names.forEach(name => requireHeaderName(where, name.replace(/^\*(?=.)|(?<=.)\*$/, '')));
  if (names.includes('*')) throw new UsageError(where, `${prop} has "*", which Istio refuses`, 'name the headers, with a star at one end if need be: "x-auth-*"');
}
