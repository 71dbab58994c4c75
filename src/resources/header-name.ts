import { quoted, UsageError } from '../core/errors';
import { Where } from '../core/require';

const HEADER_NAME = /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/;

/** A name that an HTTP header can have. None of the pseudo headers, which begin with a colon. */
export function requireHeaderName(where: Where, name: string): void {
  if (!HEADER_NAME.test(name)) throw new UsageError(where, `the header is ${quoted(name)}, not a header name`, 'use letters, digits and dashes, for example "x-user"');
}

/** The host is no header for Envoy, under either name. */
export function isAuthority(name: string): boolean {
  return ['host', ':authority'].includes(name.toLowerCase());
}
