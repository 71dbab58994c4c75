import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { itemsOf } from '../parts';
import { Rule } from '../rule';

export const rewriteOnRegex: Rule = {
  id: 'virtual-service/rewrite-on-regex',
  severity: 'warning',
  summary: 'a rule matches a regular expression and rewrites the path with uri',
  why: 'where the match is a regular expression, rewrite.uri replaces the whole path, and of what the client asked for only the query is left',
  sameAs: [],
  bad: `
kind: VirtualService
spec: { hosts: [cart], http: [{ match: [{ uri: { regex: "/v[0-9]+/cart/.*" } }], rewrite: { uri: /cart/ }, route: [{ destination: { host: cart } }] }] }
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http:
  - match: [{ uri: { regex: "/v[0-9]+/cart/.*" } }]
    rewrite: { uriRegexRewrite: { match: '^/v[0-9]+(/.*)$', rewrite: '\\1' } }
    route: [{ destination: { host: cart } }]
`,
  * check(mesh) {
    for (const rule of networkingParts(mesh).httpWith('rewrite')) {
      const { uri } = mapOf(rule.value.rewrite);
      if (!uri) continue;
      for (const { object, field, value } of itemsOf(rule, 'match')) {
        const { regex } = mapOf(value.uri);
        if (!regex || isMeant(regex, uri)) continue;
        yield { at: object, field: `${rule.field}.rewrite.uri`, and: [{ object, field: `${field}.uri.regex is ${regex}` }], problem: `every path that matches becomes ${uri}`, fix: 'rewrite with uriRegexRewrite, or match a prefix' };
      }
    }
  },
};

/** One page for all paths, such as /index.html, or for a few that the expression lists. References to groups are never meant as they are. */
function isMeant(regex: string, rewrite: string): boolean {
  if (/[\\$]\d/.test(rewrite)) return false;
  return /\.[^/]*$/.test(rewrite) || !/\.[*+]\)*\$?$/.test(regex);
}
