import { quoted, UsageError } from '../core/errors';
import { requireDnsSubdomain } from '../core/require';

/** Name of a Secret, or `sds://name` for a server of certificates beside the proxy. A namespace cannot be said. */
export function requireSecret(where: string, prop: string, secret: string): void {
  if (/^sds:\/\/.+/.test(secret)) return;
  if (secret.includes('/')) {
    throw new UsageError(where, `${prop} is ${quoted(secret)}`, 'give the name alone; the proxy reads it in its own namespace');
  }
  requireDnsSubdomain(where, prop, secret);
}
