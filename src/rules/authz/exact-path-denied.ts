import { accessPolicies } from '../authorization';
import { listed } from '../parts';
import { Rule } from '../rule';

export const exactPathDenied: Rule = {
  id: 'authz/exact-path-denied',
  severity: 'advice',
  summary: 'a DENY rule lists whole paths',
  why: 'the default normalization leaves duplicate slashes and encoded slashes as they are, so //admin and /admin/ are other paths than /admin, and applications may take them for the same',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{ to: [{ operation: { notPaths: [/shop, /cart] } }] }] }
`,
  * check(mesh) {
    for (const { object, action, rules } of accessPolicies(mesh)) {
      if (action !== 'DENY') continue;
      for (const { name, values, field } of rules.flatMap(rule => rule.attributes)) {
        const paths = name === 'paths' ? values.filter(value => value.startsWith('/') && !value.includes('*')) : [];
        if (paths.length === 0) continue;
        yield {
          at: object,
          field,
          problem: `DENY of ${listed(paths)} does not match the same path written in another way`,
          fix: 'allow the paths that may be called instead, deny all others with notPaths, or set pathNormalization of the mesh to DECODE_AND_MERGE_SLASHES',
        };
      }
    }
  },
};
