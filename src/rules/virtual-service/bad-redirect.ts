import { listOf, mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, listed, Wrong } from '../parts';
import { Rule } from '../rule';

export const badRedirect: Rule = {
  id: 'virtual-service/bad-redirect',
  severity: 'error',
  summary: 'a redirect cannot be made as it is written',
  why: 'istiod refuses a redirect that changes nothing, that has both uri and prefixRewrite, that replaces a prefix where none is matched, or whose code or scheme is none',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ redirect: { redirectCode: 301 } }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ redirect: { scheme: https, redirectCode: 301 } }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('redirect'), function * ({ redirect, match }) {
    if (redirect) yield* wrongs(redirect, listOf(match));
  }),
};

function * wrongs({ uri, prefixRewrite, authority, scheme, port, derivePort, redirectCode: code }: any, matches: any[]): Iterable<Wrong> {
  if (uri && prefixRewrite) yield { field: '.redirect', problem: `the redirect has the uri "${uri}" and the prefixRewrite "${prefixRewrite}"`, fix: 'keep one: uri replaces the whole path, prefixRewrite what was matched' };
  if (![uri, prefixRewrite, authority, scheme].some(Boolean) && port === undefined && derivePort === undefined) {
    yield { field: '.redirect', problem: 'the redirect leads back to where the request came to', fix: 'add one of uri, prefixRewrite, authority, scheme and port' };
  }
  const other = matches.find(match => mapOf(match).uri && mapOf(match).uri.prefix === undefined);
  if (prefixRewrite && other) {
    yield { field: '.redirect.prefixRewrite', problem: `prefixRewrite is set, and a match has the uri ${listed(Object.keys(other.uri))} instead of a prefix`, fix: 'match a prefix, or use redirect.uri' };
  }
  if (code && (code < 300 || code > 399)) yield { field: '.redirect.redirectCode', problem: `the code is ${code}`, fix: 'write 301, 302, 303, 307 or 308' };
  if (scheme && !['http', 'https'].includes(scheme)) yield { field: '.redirect.scheme', problem: `the scheme is "${scheme}"`, fix: 'write http or https' };
}
