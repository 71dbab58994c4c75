import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

export const badPathTemplate: Rule = {
  id: 'authz/bad-path-template',
  severity: 'error',
  summary: 'a path with braces is not a template that proxies know',
  why: 'Istio refuses an AuthorizationPolicy whose paths have braces other than {*} for one segment and {**} for the rest, or in a template other characters than paths have',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: ["/orders/{id}"] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: ["/orders/{*}", "/files/{**}"] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of valuesOf(mesh, 'paths')) {
      for (const [i, path] of value.entries()) {
        const problem = wrongTemplate(path);
        if (problem) yield { at: object, field: `${field}[${i}]`, problem: `the path "${path}" ${problem}`, fix: 'write {*} for a whole segment and {**} for the rest at the end: /orders/{*}/items, /files/{**}' };
      }
    }
  },
};

/** Segment by segment, as Istio goes. */
function wrongTemplate(path: string): string | undefined {
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let rest = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (rest) return 'goes on after {**}';
      rest = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return `has braces that are no template: ${segment}`;
    } else if (isTemplate && !LITERAL.test(segment)) {
      return segment === '' ? 'has an empty segment' : `has a segment with characters that no template may have: ${segment}`;
    }
  }
  return undefined;
}
