import { RequestKey } from './request-key';
import { quoted, UsageError } from '../core/errors';
import { requireInteger } from '../core/require';

/** Time that requests are counted for. */
export enum RateLimitUnit {
  /** A second. */
  SECOND = 'second',
  /** A minute. */
  MINUTE = 'minute',
  /** An hour. */
  HOUR = 'hour',
  /** A day. */
  DAY = 'day',
}

/** What all requests have in common. */
const ALL = { key: 'requests', value: 'all' };

/** So many requests in a unit of time, for each value of its keys. */
export class RateLimit {
  /**
   * A limit for all requests together, or for each combination of values of some keys.
   * @param requests how many, a whole number
   * @param unit in which time
   * @param by what has a count of its own; nothing means one count for all
   */
  public static of(requests: number, unit: RateLimitUnit, ...by: RequestKey[]): RateLimit {
    requireInteger('RateLimit.of', 'requests', requests, 0, 2 ** 32 - 1);
    const keys = by.map(({ _descriptor: { key } }) => key);
    const twice = keys.find((key, i) => keys.indexOf(key) < i);
    if (twice !== undefined) throw new UsageError('RateLimit.of', `the key ${quoted(twice)} is given twice`, 'give each key once');
    return new RateLimit(requests, unit, by);
  }

  private constructor(private readonly requests: number, private readonly unit: RateLimitUnit, private readonly by: RequestKey[]) {}

  /**
   * What proxies send about a request: nothing where they do not find one of the keys.
   * @internal
   */
  public get _actions(): object[] {
    return this.by.length ? this.by.map(key => key._action) : [{ generic_key: { descriptor_key: ALL.key, descriptor_value: ALL.value } }];
  }

  /**
   * Which descriptors of the service it is. Two limits of one domain cannot be the same.
   * @internal
   */
  public get _path(): { key: string; value?: string }[] {
    return this.by.length ? this.by.map(key => key._descriptor) : [ALL];
  }

  /**
   * Its limit, as the service reads it.
   * @internal
   */
  public get _limit(): { unit: string; requests_per_unit: number } {
    return { unit: this.unit, requests_per_unit: this.requests };
  }
}
