import { quoted, UsageError } from '../core/errors';
import { requireNonEmpty } from '../core/require';

/** `cluster.local/ns/shop/sa/cart`. There may be further pairs between and behind. */
const PRINCIPAL = /^[^/]+\/(.+\/)?ns\/[^/]+\/(.+\/)?sa\/[^/]+(\/.+)?$/;
const NAMESPACE = /^[a-z0-9*]([-a-z0-9*]{0,61}[a-z0-9*])?$/;
const SERVICE_ACCOUNT = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/)?[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const TRUST_DOMAIN = /^[^/\s]+$/;

export function requirePrincipal(where: string, field: string, value: string): void {
  const fix = 'use "<trust domain>/ns/<namespace>/sa/<service account>", for example "cluster.local/ns/shop/sa/cart", with a star at one end, or "*"';
  requireNonEmpty(where, `a value of ${field}`, value);
  if (value.startsWith('spiffe://')) throw new UsageError(where, `${field} has ${quoted(value)}, and Istio puts the scheme in front itself`, 'leave "spiffe://" out');
  requireStarAtOneEnd(where, field, value);
  if (/\s/.test(value) || (!value.includes('*') && !PRINCIPAL.test(value))) throw new UsageError(where, `${field} has ${quoted(value)}, which no identity is`, fix);
}

export function requireRequestPrincipal(where: string, field: string, value: string): void {
  requireNonEmpty(where, `a value of ${field}`, value);
  requireStarAtOneEnd(where, field, value);
  if (!value.includes('*') && !/.\/[^/]+$/.test(value)) {
    throw new UsageError(where, `${field} has ${quoted(value)}, which no token is`, 'use "<issuer>/<subject>", for example "https://idp.example.com/*" for every subject');
  }
}

export function requireSourceNamespace(where: string, field: string, value: string): void {
  if (!NAMESPACE.test(value)) throw new UsageError(where, `${field} has ${quoted(value)}, not a namespace`, 'use the name of a namespace; a star stands for any text in it');
}

export function requireServiceAccount(where: string, field: string, value: string): void {
  if (!SERVICE_ACCOUNT.test(value)) {
    throw new UsageError(where, `${field} has ${quoted(value)}, not a service account`, 'use "<namespace>/<account>", or "<account>" of the policy\'s namespace; there are no wildcards');
  }
}

export function requireTrustDomain(where: string, field: string, value: string): void {
  requireNonEmpty(where, `a value of ${field}`, value);
  requireStarAtOneEnd(where, field, value);
  if (!TRUST_DOMAIN.test(value)) throw new UsageError(where, `${field} has ${quoted(value)}, not a trust domain`, 'use its name alone, for example "cluster.local"');
}

/** Elsewhere Istio compares it as it is, so that it never matches. */
function requireStarAtOneEnd(where: string, field: string, value: string): void {
  if (!value.includes('*')) return;
  if (value.split('*').length === 2 && (value.startsWith('*') || value.endsWith('*'))) return;
  throw new UsageError(where, `${field} has ${quoted(value)}, and Istio knows one star only, at the start or the end`, 'move the star, or name each value');
}
