import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

/** What is compared with wildcards at an end alone. Namespaces have them anywhere, and trust domains are refused with others. */
const COMPARED = ['paths', 'hosts', 'methods', 'principals', 'requestPrincipals', 'source.principal', 'request.auth.principal', 'request.auth.audiences', 'request.auth.presenter', 'connection.sni'];

export const literalWildcard: Rule = {
  id: 'authz/literal-wildcard',
  severity: 'error',
  summary: 'a value of a rule has a wildcard that is taken literally',
  why: 'in a value * is a wildcard only as its first or its last character, and only one of them; any other is the character itself, so the rule does not match what it seems to',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: [/api/*/users] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { paths: ["/api/{*}/users", /admin/*] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value, of } of valuesOf(mesh, ...COMPARED)) {
      for (const [i, text] of value.entries()) {
        if (!hasLiteral(text, of) || value.some(other => isPrefixOf(other, text))) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `in "${text}" a * is no wildcard`, fix: of === 'paths' ? inPath(text) : 'keep one *, as first or last character, and write what lies between as values of their own' };
      }
    }
  },
};

function hasLiteral(text: string, of: string): boolean {
  if (!text.includes('*') || text === '*' || (of === 'paths' && text.includes('{'))) return false;
  return (text.startsWith('*') ? text.slice(1) : text.slice(0, -1)).includes('*');
}

/** What another value matches already is merely of no use. */
function isPrefixOf(other: string, text: string): boolean {
  return other !== text && /^[^*]*\*$/.test(other) && text.startsWith(other.slice(0, -1));
}

function inPath(path: string): string {
  if (/^[^*]*\*\*$/.test(path)) return `write "${path.slice(0, -1)}"`;
  const template = path.split('/').map((segment, i, all) => segment === '*' ? (i === all.length - 1 ? '{**}' : '{*}') : segment).join('/');
  return template.includes('*') && !/(^|[^{*])\*/.test(template) && template.startsWith('/') ? `write a template: "${template}"; {*} is one segment, {**} any rest` : 'keep one *, as first or last character; in between only whole segments have a wildcard, {*}, as in /api/{*}/users';
}
