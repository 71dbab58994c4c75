import { isIPv6 } from 'node:net';

const CONTROL = /[\x00-\x1f\x7f]/; // eslint-disable-line no-control-regex -- Go refuses these
const BROKEN_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** What Go takes in a host besides what is not ASCII: unreserved, sub-delims, and the few more of its own. */
const HOST = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\x80-\uffff]|%25|%[89a-fA-F][0-9a-fA-F])*$/;
const PORT = /^(?::\d*)?$/;
const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

/** Scheme of a URL as Go's `url.ParseRequestURI` reads it, empty where it has none; nothing where it refuses the URL. */
export function goUrlScheme(text: string): string | undefined {
  if (CONTROL.test(text) || text === '') return undefined;
  if (text === '*') return '';
  const [, scheme = '', rest] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([^]*)$/.exec(text)!;
  if (!scheme && rest.startsWith(':')) return undefined;
  return isRest(rest.replace(/\?[^]*$/, ''), scheme) ? scheme.toLowerCase() : undefined;
}

function isRest(rest: string, scheme: string): boolean {
  if (!rest.startsWith('/')) return scheme !== '';
  if (!scheme || !rest.startsWith('//')) return !BROKEN_ESCAPE.test(rest);
  const end = rest.indexOf('/', 2);
  const authority = end < 0 ? rest.slice(2) : rest.slice(2, end);
  return isAuthority(authority, /^https?$/i.test(scheme)) && !(end >= 0 && BROKEN_ESCAPE.test(rest.slice(end)));
}

function isAuthority(authority: string, web: boolean): boolean {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  return USER_INFO.test(user) && !BROKEN_ESCAPE.test(user) && isHost(authority.slice(at + 1), web);
}

/** Only web addresses are held to one colon: some databases write several hosts with ports. */
function isHost(host: string, web: boolean): boolean {
  if (host.startsWith('[')) return isAddress(host);
  const colon = web ? host.indexOf(':') : host.lastIndexOf(':');
  return !host.includes('[') && PORT.test(colon < 0 ? '' : host.slice(colon)) && HOST.test(host);
}

/** An IPv6 address in brackets, with a zone or without. */
function isAddress(host: string): boolean {
  const end = host.lastIndexOf(']');
  return end > 0 && PORT.test(host.slice(end + 1)) && isIPv6(host.slice(1, end).replace('%25', '%'));
}
