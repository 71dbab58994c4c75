import { CallerConfig } from './bindings';
import { UsageError } from './errors';
import { Where } from './require';

/** A workload whose service account is unknown cannot be recognized, and must not be taken for anyone. */
export function requireRecognizable(where: Where, config: CallerConfig): void {
  if (!config.labels || !isAnyone(config)) return;
  const labels = Object.entries(config.labels).map(([key, value]) => `${key}=${value}`).join(', ');
  throw new UsageError(where, `the caller ${labels} in ${config.workloadNamespace} has no service account here`, 'give it one: an access rule recognizes callers by it');
}

/** An empty struct is anyone. */
export function isAnyone(config: CallerConfig): boolean {
  return !config.anyIdentity && ![config.identities, config.namespaces, config.peerIps, config.clientIps].some(list => list?.length);
}
