import { Construct } from 'constructs';
import { CallerConfig, ICaller } from './bindings';
import { pathOf, UsageError } from './errors';
import { Where } from './require';

/** A workload whose service account is unknown cannot be recognized, and must not be taken for anyone. */
export function requireRecognizable(where: Where, caller: ICaller, config: CallerConfig): void {
  if (!config.labels || !isAnyone(config)) return;
  const labels = Object.entries(config.labels).map(([key, value]) => `${key}=${value}`).join(', ');
  const who = Construct.isConstruct(caller) ? `[${pathOf(caller)}]` : `${labels} in ${config.workloadNamespace}`;
  throw new UsageError(where, `the caller ${who} has no service account`, 'give it one with `serviceAccount`: an access rule recognizes callers by it');
}

/** An empty struct is anyone. */
export function isAnyone({ anyIdentity, identities, namespaces, peerIps, clientIps }: CallerConfig): boolean {
  return !(anyIdentity || identities?.length || namespaces?.length || peerIps?.length || clientIps?.length);
}
