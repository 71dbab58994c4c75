import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

export const badPort: Rule = {
  id: 'authz/bad-port',
  severity: 'error',
  summary: 'a port of a rule is none',
  why: 'Istio refuses an AuthorizationPolicy with ports that are not numbers up to 65535; names, ranges and wildcards are none',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { ports: [http] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ to: [{ operation: { ports: ["9080"] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value } of valuesOf(mesh, 'ports', 'destination.port')) {
      for (const [i, port] of value.entries()) {
        if (port === '' || (/^\d+$/.test(port) && Number(port) <= 65535)) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `"${port}" is no port`, fix: 'write the number of the port that the workload listens on, in quotes: "9080"' };
      }
    }
  },
};
