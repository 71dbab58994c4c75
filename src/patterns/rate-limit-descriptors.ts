import { Construct } from 'constructs';
import { quoted, UsageError } from '../core/errors';
import { RateLimit } from '../resources/rate-limit';

/** A key of a limit, and the keys below it. */
interface Descriptor {
  readonly key: string;
  readonly value?: string;
  rate_limit?: object;
  descriptors?: Descriptor[];
}

/** Limits as the rate limit service reads them: the keys of each nested in each other. */
export function descriptorsOf(where: Construct, limits: RateLimit[]): Descriptor[] {
  const root: Descriptor = { key: '' };
  for (const limit of limits) {
    const last = limit._path.reduce(childOf, root);
    if (last.rate_limit) {
      const keys = limit._path.map(({ key, value }) => quoted(value === undefined ? key : `${key}=${value}`));
      throw new UsageError(where, `limits has two for ${keys.join(', ')}`, 'leave one of them out: the service counts once for a key');
    }
    last.rate_limit = limit._limit;
  }
  return root.descriptors!;
}

function childOf(parent: Descriptor, { key, value }: Pick<Descriptor, 'key' | 'value'>): Descriptor {
  parent.descriptors ??= [];
  const there = parent.descriptors.find(child => child.key === key && child.value === value);
  const child = there ?? { key, ...value !== undefined && { value } };
  if (!there) parent.descriptors.push(child);
  return child;
}
