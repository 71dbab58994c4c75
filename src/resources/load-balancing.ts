import { Duration } from 'cdk8s';
import * as l1 from '../../imports/networking.istio.io';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireDuration, requireInteger, requireNonEmpty, requirePercent } from '../core/require';

const { LEAST_UNDERSCORE_REQUEST, PASSTHROUGH, RANDOM, ROUND_UNDERSCORE_ROBIN, UNSPECIFIED } = l1.DestinationRuleSpecTrafficPolicyLoadBalancerSimple;
/** Envoy and Istio refuse larger Maglev tables. */
const LARGEST_TABLE = 5_000_010;

/**
 * How a new endpoint is eased in.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration
 */
export interface WarmupOptions {
  /**
   * Time in which a new endpoint comes to its full share. At least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration-duration
   * @default - none, a full share at once
   */
  readonly warmup?: Duration;
  /**
   * Share that a new endpoint starts with, in percent of its full one, 0 to 100. Needs `warmup`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration-minimum_percent
   * @default 10
   */
  readonly warmupMinimumPercent?: number;
  /**
   * How the share grows: 1 is evenly, less is slow first and fast then, more is fast first. Above 0. Needs `warmup`.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration-aggression
   * @default 1
   */
  readonly warmupAggression?: number;
}

/**
 * The table in which a value is looked up. One of the two sizes at most.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export interface HashOptions {
  /**
   * Entries of the ring at least, 1 or more. A larger one shares more evenly.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash-minimum_ring_size
   * @default 1024
   */
  readonly minimumRingSize?: number;
  /**
   * Uses Maglev in place of a ring, with a table of this size: a prime number below 5000011, commonly 65537.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev-table_size
   * @default - a ring
   */
  readonly maglevTableSize?: number;
}

/**
 * The cookie that the proxy sets.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie
 */
export interface StickyCookieOptions extends HashOptions {
  /**
   * Path of the cookie.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-path
   * @default - the path of the request
   */
  readonly path?: string;
  /**
   * More attributes, for example `{ SameSite: 'Strict', Secure: '' }`. The empty text is an attribute without value.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-attributes
   * @default - none
   */
  readonly attributes?: { [name: string]: string };
}

/**
 * How an endpoint is chosen. The `sticky…` ones send the same value to the same endpoint, as long as endpoints neither come nor go:
 * within one version only, and not reliably where proxies are in several localities.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export class LoadBalancing {
  /**
   * The endpoint with fewer requests in flight. Istio's default. (What was LEAST_CONN once.)
   * @param options how new endpoints are eased in
   */
  public static leastRequest(options: WarmupOptions = {}): LoadBalancing {
    return LoadBalancing.simple('leastRequest', LEAST_UNDERSCORE_REQUEST, options);
  }

  /**
   * In turn. Istio advises `leastRequest` in nearly all cases.
   * @param options how new endpoints are eased in
   */
  public static roundRobin(options: WarmupOptions = {}): LoadBalancing {
    return LoadBalancing.simple('roundRobin', ROUND_UNDERSCORE_ROBIN, options);
  }

  /** At random. */
  public static random(): LoadBalancing {
    return new LoadBalancing({ simple: RANDOM });
  }

  /** To the very address that the caller asked for, without load balancing. */
  public static passthrough(): LoadBalancing {
    return new LoadBalancing({ simple: PASSTHROUGH });
  }

  /**
   * What this installation of Istio does where nothing is said. Takes back, for one version or port, what the rule says.
   * @param options how new endpoints are eased in
   */
  public static unspecified(options: WarmupOptions = {}): LoadBalancing {
    return LoadBalancing.simple('unspecified', UNSPECIFIED, options);
  }

  /**
   * Same value of a header, same endpoint.
   * @param header same value, same endpoint
   * @param options size of the table
   */
  public static stickyByHeader(header: string, options: HashOptions = {}): LoadBalancing {
    requireNonEmpty('LoadBalancing.stickyByHeader', 'header', header);
    return LoadBalancing.hash('stickyByHeader', { httpHeaderName: header }, options);
  }

  /**
   * By a cookie that the proxy sets where a request has none.
   * @param cookie name
   * @param ttl its lifetime; zero for a session cookie
   * @param options path and attributes of the cookie, size of the table
   */
  public static stickyByCookie(cookie: string, ttl: Duration, options: StickyCookieOptions = {}): LoadBalancing {
    requireNonEmpty('LoadBalancing.stickyByCookie', 'cookie', cookie);
    const httpCookie = { name: cookie, path: options.path, ttl: durationText(ttl), attributes: attributesOf(options.attributes ?? {}) };
    return LoadBalancing.hash('stickyByCookie', { httpCookie }, options);
  }

  /**
   * By a cookie that the application sets. Requests without it go anywhere.
   * @param cookie name
   * @param options size of the table
   */
  public static stickyByApplicationCookie(cookie: string, options: HashOptions = {}): LoadBalancing {
    requireNonEmpty('LoadBalancing.stickyByApplicationCookie', 'cookie', cookie);
    return LoadBalancing.hash('stickyByApplicationCookie', { httpCookie: { name: cookie } }, options);
  }

  /**
   * By the address of the direct peer. For TCP as well.
   * @param options size of the table
   */
  public static stickyByPeerIp(options: HashOptions = {}): LoadBalancing {
    return LoadBalancing.hash('stickyByPeerIp', { useSourceIp: true }, options);
  }

  /**
   * Same value of a query parameter, same endpoint.
   * @param parameter query parameter: same value, same endpoint
   * @param options size of the table
   */
  public static stickyByQueryParameter(parameter: string, options: HashOptions = {}): LoadBalancing {
    requireNonEmpty('LoadBalancing.stickyByQueryParameter', 'parameter', parameter);
    return LoadBalancing.hash('stickyByQueryParameter', { httpQueryParameterName: parameter }, options);
  }

  private static simple(factory: string, simple: l1.DestinationRuleSpecTrafficPolicyLoadBalancerSimple, options: WarmupOptions): LoadBalancing {
    return new LoadBalancing({ simple, warmup: warmupOf(`LoadBalancing.${factory}`, options) });
  }

  private static hash(factory: string, key: l1.DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash, options: HashOptions): LoadBalancing {
    return new LoadBalancing({ consistentHash: { ...key, ...tableOf(`LoadBalancing.${factory}`, options) } });
  }

  private constructor(private readonly settings: l1.DestinationRuleSpecTrafficPolicyLoadBalancer) {}

  /**
   * What to write as `loadBalancer`, without locality.
   * @internal
   */
  public _render(): l1.DestinationRuleSpecTrafficPolicyLoadBalancer {
    return this.settings;
  }
}

function warmupOf(where: string, options: WarmupOptions): l1.DestinationRuleSpecTrafficPolicyLoadBalancerWarmup | undefined {
  const { warmup, warmupMinimumPercent, warmupAggression } = options;
  if (!warmup) {
    const alone = (['warmupMinimumPercent', 'warmupAggression'] as const).find(prop => options[prop] !== undefined);
    if (alone) throw new UsageError(where, `${alone} is ${options[alone]}, and there is no warmup`, 'say how long warmup takes, or leave both out');
    return undefined;
  }
  requireDuration(where, 'warmup', warmup);
  if (warmupMinimumPercent !== undefined) requirePercent(where, 'warmupMinimumPercent', warmupMinimumPercent);
  if (warmupAggression !== undefined && !(Number.isFinite(warmupAggression) && warmupAggression > 0)) {
    throw new UsageError(where, `warmupAggression is ${warmupAggression}`, 'use a number above 0; 1 grows evenly');
  }
  return { duration: durationText(warmup), minimumPercent: warmupMinimumPercent, aggression: warmupAggression };
}

function tableOf(where: string, { minimumRingSize, maglevTableSize }: HashOptions): l1.DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash {
  if (minimumRingSize !== undefined && maglevTableSize !== undefined) {
    throw new UsageError(where, `minimumRingSize is ${minimumRingSize} and maglevTableSize is ${maglevTableSize}`, 'use a ring or a Maglev table, not both');
  }
  if (minimumRingSize !== undefined) {
    requireInteger(where, 'minimumRingSize', minimumRingSize, 1);
    return { ringHash: { minimumRingSize } };
  }
  if (maglevTableSize === undefined) return {};
  if (!(maglevTableSize <= LARGEST_TABLE && isPrime(maglevTableSize))) {
    throw new UsageError(where, `maglevTableSize is ${maglevTableSize}`, 'use a prime number below 5000011, for example 65537');
  }
  return { maglev: { tableSize: maglevTableSize } };
}

function isPrime(number: number): boolean {
  if (!Number.isInteger(number) || number < 2) return false;
  for (let factor = 2; factor * factor <= number; factor++) {
    if (number % factor === 0) return false;
  }
  return true;
}

function attributesOf(attributes: { [name: string]: string }): { name: string; value?: string }[] | undefined {
  const all = Object.entries(attributes);
  const unnamed = all.find(([name]) => name === '');
  if (unnamed) throw new UsageError('LoadBalancing.stickyByCookie', `attributes has a value ${quoted(unnamed[1])} without a name`, 'name the attribute, for example SameSite');
  return all.length ? all.map(([name, value]) => value === '' ? { name } : { name, value }) : undefined;
}
