import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const badRewrite: Rule = {
  id: 'virtual-service/bad-rewrite',
  severity: 'error',
  summary: 'a rewrite changes nothing, or the path in two ways',
  why: 'istiod refuses a rewrite with none of uri, uriRegexRewrite and authority, one with both uri and uriRegexRewrite, and a uriRegexRewrite that lacks match or rewrite',
  sameAs: ['IST0106'],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /cart/ } }], rewrite: { uriRegexRewrite: { match: "^/cart" } }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /cart/ } }], rewrite: { uriRegexRewrite: { match: "^/cart/", rewrite: "/" } }, route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('rewrite'), function * ({ rewrite }) {
    if (rewrite) yield* wrongs(rewrite);
  }),
};

function * wrongs({ uri, uriRegexRewrite: regex, authority }: any): Iterable<Wrong> {
  if (uri && regex) yield { field: '.rewrite', problem: `the rewrite has the uri "${uri}" and a uriRegexRewrite`, fix: 'keep one of them' };
  if (!uri && !regex && !authority) yield { field: '.rewrite', problem: 'the rewrite has none of uri, uriRegexRewrite and authority', fix: 'add one of them, or take rewrite out' };
  const lacks = regex ? ['match', 'rewrite'].filter(part => !regex[part]) : [];
  if (lacks.length) yield { field: '.rewrite.uriRegexRewrite', problem: `uriRegexRewrite has no ${lacks.join(' and no ')}`, fix: 'write the part of the path to look for as match, and what replaces it as rewrite; an empty rewrite is not possible' };
}
