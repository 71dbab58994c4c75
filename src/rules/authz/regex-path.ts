import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

/** Signs that somebody meant a regular expression: an anchor, an escape, a class, or `.*` where it is not the start of a file name. */
const REGEX = /^\^|\$$|\\|\[[^\]]+\]|\.\+|\/\.\*|\.\*./;

export const regexPath: Rule = {
  id: 'authz/regex-path',
  severity: 'warning',
  summary: 'a path of a rule looks like a regular expression',
  why: 'paths of a rule are texts with a wildcard at one end, or templates, and never regular expressions: each sign of one is compared as it is',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [/api/.*] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [/api/*] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of valuesOf(mesh, 'paths')) {
      for (const [i, path] of value.entries()) {
        // What does not begin as a path does is told as such, and so is a * in the middle.
        if (!REGEX.test(path) || !/^[/^*]/.test(path) || path.slice(1, -1).includes('*')) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `the path "${path}" is compared as text`, fix: `use /api/* for all that starts so, {*} for one segment${path.includes('.*') ? `: "${path.replace(/^\^/, '').replace('.*', '*').replace(/\$$/, '')}"` : ''}` };
      }
    }
  },
};
