import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

export const impossiblePath: Rule = {
  id: 'authz/impossible-path',
  severity: 'error',
  summary: 'a path of a rule is one that no request has',
  why: 'a path is compared from its first slash on, without host, query and fragment, so such a value never matches',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [admin/*] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [/admin/*, "*.html"] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of valuesOf(mesh, 'paths')) {
      for (const [i, path] of value.entries()) {
        const [problem, fix] = wrong(path) ?? [];
        if (problem) yield { at: object, field: `${field}[${i}]`, problem: `the path "${path}" ${problem}`, fix: fix! };
      }
    }
  },
};

function wrong(path: string): [string, string] | undefined {
  // A regular expression is told of as such.
  if (path === '' || path.startsWith('^')) return undefined;
  if (/^https?:\/\//.test(path)) return ['has a scheme', `write the path alone, and the host in hosts: ${path.replace(/^https?:\/\/[^/]*/, '') || '/'}`];
  if (!/^[/*]/.test(path)) return ['does not start with a slash', `write "/${path}"; a method of gRPC is /package.Service/Method`];
  const query = path.search(/[?#]/);
  // Of a template it is told that it has such a character.
  return query < 0 || path.includes('{') ? undefined : [`has a ${path[query] === '?' ? 'query' : 'fragment'}`, `write "${path.slice(0, query)}": the query is not compared`];
}
