import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { namespaceOf } from './policy-place';
import { AFTER_OTHERS, limitedProxies, limitPatches, seconds } from './rate-limit-filter';
import { IPolicyTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { kebab, objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { requireInteger } from '../core/require';
import { EnvoyFilter } from '../resources/envoy-filter';

/** Properties for `LocalRateLimit`. */
export interface LocalRateLimitProps {
  /**
   * What is limited: a service, a workload, a gateway, or the hosts of an ingress route. Never a whole namespace.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-workload_selector
   */
  readonly target: IPolicyTarget;
  /**
   * Requests in each interval, for each proxy by itself: three pods let three times as many through.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/v3/token_bucket.proto
   */
  readonly requests: number;
  /**
   * The interval, 50 ms or more. Within it the allowance comes back evenly.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/v3/token_bucket.proto
   */
  readonly interval: Duration;
  /**
   * Requests that may come at once.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/v3/token_bucket.proto
   * @default - the requests of one interval
   */
  readonly burst?: number;
  /**
   * Tell clients how much is left, with `X-RateLimit-Limit`, `-Remaining` and `-Reset`.
   * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto
   * @default false
   */
  readonly rateLimitHeaders?: boolean;
}

type Json = { [field: string]: unknown };

const NAME = 'envoy.filters.http.local_ratelimit';
const TYPE = 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';
const MAX = 2 ** 32 - 1;
const ALWAYS = { default_value: { numerator: 100, denominator: 'HUNDRED' } };

/**
 * Answers 429 beyond a rate. Each proxy counts by itself, each of its ports for itself, and each host of an ingress route. Requests that
 * are refused for another reason do not count.
 *
 * Written as an EnvoyFilter, because Istio has no other API for it.
 * @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/#local-rate-limit
 */
export class LocalRateLimit extends Construct {
  /** The EnvoyFilter, for overrides. */
  public readonly envoyFilter: EnvoyFilter;

  public constructor(scope: Construct, id: string, props: LocalRateLimitProps) {
    super(scope, id);
    watch(this);
    const { requests, interval, burst } = props;
    requireInteger(this, 'requests', requests, 1, MAX);
    if (burst !== undefined) requireInteger(this, 'burst', burst, 1, MAX);
    if (interval.toMilliseconds() < 50) throw new UsageError(this, `interval is ${interval.toHumanString()}`, 'use 50 ms or more, with as many requests more');
    const target = limitedProxies(this, props.target);
    const plain = { '@type': TYPE, 'stat_prefix': kebab(this.node.path) };
    const limited = { ...plain, ...bucket(props) };
    const patches = limitPatches(this, target, { name: NAME, plain, limited, limitedHost: limited });
    this.envoyFilter = partOf(this, new EnvoyFilter(this, 'Filter', {
      namespace: namespaceOf(target), metadata: { name: objectName(this) }, appliesTo: target.scope, patches, priority: AFTER_OTHERS,
    }));
  }
}

function bucket({ requests, interval, burst = requests, rateLimitHeaders }: LocalRateLimitProps): Json {
  return {
    token_bucket: { max_tokens: burst, tokens_per_fill: requests, fill_interval: seconds(interval) },
    filter_enabled: ALWAYS,
    filter_enforced: ALWAYS,
    ...rateLimitHeaders && { enable_x_ratelimit_headers: 'DRAFT_VERSION_03' },
  };
}
