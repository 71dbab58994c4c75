import { valuesOf } from '../authz-parts';
import { Rule } from '../rule';

export const badTrustDomain: Rule = {
  id: 'authz/bad-trust-domain',
  severity: 'error',
  summary: 'a trust domain of a rule has a slash, or a wildcard within it',
  why: 'Istio refuses an AuthorizationPolicy with trust domains that have a slash, several wildcards, or one that is neither at the start nor at the end',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { trustDomains: [cluster.local/ns/shop] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { trustDomains: [cluster.local, "*.example.com"] } }] }] }
`,
  * check(mesh) {
    for (const { object, field, value, of } of valuesOf(mesh, 'trustDomains', 'source.trustDomain')) {
      for (const [i, domain] of value.entries()) {
        const stars = domain.split('*').length - 1;
        if (stars < 2 && (stars === 0 || domain.startsWith('*') || domain.endsWith('*')) && (of !== 'trustDomains' || !domain.includes('/'))) continue;
        yield { at: object, field: `${field}[${i}]`, problem: `"${domain}" is no trust domain`, fix: 'write the trust domain alone, such as cluster.local, with at most one * at its start or end' };
      }
    }
  },
};
