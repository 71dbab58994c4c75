import { Duration } from 'cdk8s';
import { Retries } from './retries';
import { durationText } from '../core/duration';
import { UsageError } from '../core/errors';
import { Where } from '../core/require';

/** All attempts must fit into the timeout, or the last of them never happen: Envoy ends the request when the timeout is over. */
export function requireBudget(where: Where, retries?: Retries, timeout?: Duration): void {
  const each = retries?._perTryTimeout;
  if (!retries || !each || !timeout) return;
  const tries = retries._attempts + 1;
  const needed = Duration.millis(tries * each.toMilliseconds());
  if (needed.toMilliseconds() <= timeout.toMilliseconds()) return;
  throw new UsageError(where, `${tries} tries of ${durationText(each)} each take ${durationText(needed)}, longer than the timeout of ${durationText(timeout)}`,
    'raise timeout, or lower perTryTimeout or attempts');
}
