import { listOf, mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { itemsOf, Part } from '../parts';
import { Finding, Rule } from '../rule';

export const rewriteSlash: Rule = {
  id: 'virtual-service/rewrite-slash',
  severity: 'warning',
  summary: 'a rewrite leaves two slashes in a path, or none between two parts of it',
  why: 'rewrite.uri takes the place of just the letters of the prefix; what follows them is kept as it is',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /cart } }], rewrite: { uri: / }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { prefix: /cart/ } }, { uri: { exact: /cart } }], rewrite: { uri: / }, route: [{ destination: { host: cart } }] }] }
`,
  * check(mesh) {
    for (const rule of networkingParts(mesh).httpWith('rewrite')) {
      const { uri } = mapOf(rule.value.rewrite);
      if (typeof uri !== 'string' || uri === '') continue;
      for (const match of itemsOf(rule, 'match')) {
        const finding = wrong(match, uri, listOf(rule.value.match).map(each => textOf(mapOf(mapOf(each).uri).prefix)));
        if (finding) yield { ...finding, and: [{ object: rule.object, field: `${rule.field}.rewrite.uri is ${uri}` }] };
      }
    }
  },
};

function wrong({ object, field, value }: Part, rewrite: string, prefixes: string[]): Finding | undefined {
  const prefix = textOf(mapOf(value.uri).prefix);
  const [ends, rewritten] = [prefix.endsWith('/'), rewrite.endsWith('/')];
  // The same prefix with its slash takes the longer paths, where it comes first.
  const taken = prefixes.slice(0, prefixes.indexOf(prefix)).includes(`${prefix}/`);
  if (prefix === '' || ends === rewritten || (rewritten && taken)) return undefined;
  const [from, to] = ends ? [`${prefix}x`, `${rewrite}x`] : [`${prefix}/x`, `${rewrite}/x`];
  return {
    at: object,
    field: `${field}.uri.prefix`,
    problem: `${from} becomes ${to}`,
    fix: ends ? 'end both the prefix and rewrite.uri in a slash, or neither' : `match prefix ${prefix}/ and exact ${prefix} instead, both with this rewrite`,
  };
}
