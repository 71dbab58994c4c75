import { mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const impossiblePath: Rule = {
  id: 'virtual-service/impossible-path',
  severity: 'error',
  summary: 'a match is for a path that no request has',
  why: 'proxies compare the path from its first slash on, without host, query and fragment, so such a match never holds',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: api/ } }], route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /api/ } }], route: [{ destination: { host: cart } }] }] }
`,
  check: mesh => findingsOf(networkingParts(mesh).httpMatches, function * ({ uri }) {
    for (const kind of ['exact', 'prefix']) {
      const path = textOf(mapOf(uri)[kind]);
      if (path) yield * wrong(kind, path);
    }
  }),
};

function * wrong(kind: string, path: string): Iterable<Wrong> {
  const field = `.uri.${kind}`;
  const query = path.search(/[?#]/);
  if (/^https?:\/\//.test(path)) {
    yield { field, problem: `the path "${path}" has a scheme`, fix: `write the path alone, and the host in hosts: ${path.replace(/^https?:\/\/[^/]*/, '') || '/'}` };
  } else if (!/^[/*^]/.test(path)) {
    // What begins as an expression does is told as one; OPTIONS may ask for *.
    yield { field, problem: `the path "${path}" does not start with a slash`, fix: `write "/${path}"; a method of gRPC is /package.Service/Method` };
  } else if (query > 0) {
    yield { field, problem: `the path "${path}" has a ${path[query] === '?' ? 'query' : 'fragment'}`, fix: `write "${path.slice(0, query)}", and what the query has to say in queryParams` };
  }
}
