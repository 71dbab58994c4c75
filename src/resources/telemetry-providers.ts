import { quoted, UsageError } from '../core/errors';
import { requireNonEmpty, requireSome, Where } from '../core/require';

/** Names of extension providers. An empty list is not the same as none, and Istio ignores it. */
export function requireProviders(where: Where, providers?: string[]): void {
  if (providers === undefined) return;
  requireSome(where, 'providers', providers);
  providers.forEach(name => requireNonEmpty(where, 'a name in providers', name));
  const twice = providers.find((name, i) => providers.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(where, `providers has ${quoted(twice)} twice`, 'leave one out');
}
