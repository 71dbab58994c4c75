import { Duration, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { Conflict, stateConsistently, Statement } from './conflicts';
import { addProxyCall, limitingHosts, namespaceOf } from './policy-place';
import { descriptorsOf } from './rate-limit-descriptors';
import { AFTER_OTHERS, limitedProxies, LimitFilter, limitPatches, seconds } from './rate-limit-filter';
import { routingOf } from './routing';
import { IPolicyTarget, IRouteTarget } from '../core/bindings';
import { pathOf, quoted, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { addPathDecision } from '../core/path-decisions';
import { requireDuration, requireNonEmpty, requireSome } from '../core/require';
import { EnvoyFilter } from '../resources/envoy-filter';
import { RateLimit } from '../resources/rate-limit';

/** Properties for `GlobalRateLimit`. */
export interface GlobalRateLimitProps {
  /**
   * What is limited: a service, a workload, a gateway, or the hosts of an ingress route. Never a whole namespace.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-workload_selector
   */
  readonly target: IPolicyTarget;
  /**
   * Rate limit service that counts, on its gRPC port. It has to let the proxies of the target in.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/ratelimit/v3/rls.proto
   */
  readonly service: IRouteTarget;
  /**
   * Domain of the limits in the rate limit service. Each `GlobalRateLimit` of a service has its own.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ratelimit/v3/rate_limit.proto
   */
  readonly domain: string;
  /**
   * The limits. A request has to keep within each of them.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-ratelimit
   */
  readonly limits: RateLimit[];
  /**
   * Refuse with 500 when the rate limit service does not answer.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ratelimit/v3/rate_limit.proto
   * @default false
   */
  readonly failClosed?: boolean;
  /**
   * How long an answer of the rate limit service may take.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ratelimit/v3/rate_limit.proto
   * @default - 20 ms
   */
  readonly timeout?: Duration;
  /**
   * Tell clients how much is left, with `X-RateLimit-Limit`, `-Remaining` and `-Reset`.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/ratelimit/v3/rate_limit.proto
   * @default false
   */
  readonly rateLimitHeaders?: boolean;
}

interface Counted extends Statement {
  readonly host: string;
  readonly domain: string;
}

const NAME = 'envoy.filters.http.ratelimit';
const TYPE = 'type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3';

/**
 * Answers 429 beyond a rate that one service counts for all proxies: the reference implementation is `envoyproxy/ratelimit`. Requests
 * that are refused for another reason do not count.
 *
 * Written as an EnvoyFilter, because Istio has no other API for it. The service needs `serviceConfig`.
 * @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/#global-rate-limit
 */
export class GlobalRateLimit extends Construct {
  /** The EnvoyFilter, for overrides. */
  public readonly envoyFilter: EnvoyFilter;
  /** What the rate limit service has to read, as YAML: one file of its configuration. */
  public readonly serviceConfig: string;

  public constructor(scope: Construct, id: string, props: GlobalRateLimitProps) {
    super(scope, id);
    watch(this);
    const { domain, limits, timeout } = props;
    requireNonEmpty(this, 'domain', domain);
    requireSome(this, 'limits', limits);
    if (timeout) requireDuration(this, 'timeout', timeout);
    const target = limitedProxies(this, props.target);
    const filter = filterOf(props, clusterOf(this, props.service));
    this.serviceConfig = Yaml.stringify({ domain, descriptors: descriptorsOf(this, limits) });
    const { host } = props.service.targetConfig();
    stateConsistently<Counted>('global-rate-limit/shared-domain', { owner: this, topics: [{ of: [`${host} ${domain}`], what: this.node.path }], host, domain }, conflict);
    addProxyCall(this, props.target, props.service);
    if (limits.some(({ _path }) => _path.some(({ key }) => key === 'path'))) addPathDecision(this, { namespace: target.namespace, hosts: limitingHosts(target) ?? ['*'], place: () => target });
    this.envoyFilter = partOf(this, new EnvoyFilter(this, 'Filter', {
      namespace: namespaceOf(target),
      metadata: { name: objectName(this) },
      appliesTo: target.scope,
      patches: limitPatches(this, target, filter),
      priority: AFTER_OTHERS,
    }));
  }
}

function filterOf({ domain, service, limits, failClosed, timeout, rateLimitHeaders }: GlobalRateLimitProps, cluster: string): LimitFilter {
  const plain = {
    '@type': `${TYPE}.RateLimit`,
    domain,
    ...failClosed && { failure_mode_deny: true },
    ...timeout && { timeout: seconds(timeout) },
    ...rateLimitHeaders && { enable_x_ratelimit_headers: 'DRAFT_VERSION_03' },
    'rate_limit_service': {
      grpc_service: { envoy_grpc: { cluster_name: cluster, authority: service.targetConfig().host } },
      transport_api_version: 'V3',
    },
  };
  const limit = { rate_limits: limits.map(each => ({ actions: each._actions })) };
  return { name: NAME, plain, limited: { ...plain, ...limit }, limitedHost: { '@type': `${TYPE}.RateLimitPerRoute`, ...limit } };
}

/** The cluster that Istio makes for the service, with its mutual TLS. */
function clusterOf(where: Construct, service: IRouteTarget): string {
  const { host, subset = '', port } = service.targetConfig();
  if (port === undefined) throw new UsageError(where, `service is ${host}, which has several ports`, 'say which one, with onPort');
  const known = routingOf(service)?.ports.find(each => each.port === port);
  if (known && !['GRPC', 'HTTP2'].includes(known._protocol)) {
    throw new UsageError(where, `port ${port} of service ${host} is ${known.name}, and proxies ask it in gRPC`, 'describe the port with MeshPort.grpc, or pass another one with onPort');
  }
  return `outbound|${port}|${subset}|${host}`;
}

function conflict(said: Counted, other: Counted): Conflict | undefined {
  if (said.host !== other.host || said.domain !== other.domain) return undefined;
  return {
    fact: `the domain ${quoted(said.domain)} of ${said.host} is used by [${pathOf(other.owner)}] as well`,
    why: 'a rate limit service reads one file for each domain, and counts requests of one domain together',
    fix: 'give each GlobalRateLimit a domain of its own',
  };
}
