import { didYouMean } from '../../report/did-you-mean';
import { accessPolicies, Attribute } from '../authorization';
import { listed } from '../parts';
import { Rule } from '../rule';

export const unknownNamespace: Rule = {
  id: 'authz/unknown-namespace',
  severity: 'advice',
  summary: 'a rule names a namespace that nothing here is in',
  why: 'the namespace of a caller is compared with the name as it is written; for a name that no namespace has the condition matches nobody',
  sameAs: ['IST0101', 'KIA0101'],
  bad: `
kind: Namespace
metadata: { name: shop }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { rules: [{ from: [{ source: { namespaces: [shops] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { rules: [{ from: [{ source: { namespaces: [shop, "team-*", istio-system] } }] }] }
`,
  * check(mesh) {
    const { namespaces, settings } = mesh;
    // Who creates no namespace knows them from elsewhere.
    if (namespaces.names.length === 0) return;
    for (const { object, rules } of accessPolicies(mesh)) {
      for (const { values, field } of rules.flatMap(rule => rule.attributes).filter(isNamespace)) {
        for (const value of values) {
          if (value.includes('*') || value === settings.rootNamespace || namespaces.isMentioned(value)) continue;
          yield {
            at: object,
            field,
            problem: `namespace "${value}" is not known; known: ${listed(namespaces.names.slice(0, 8))}`,
            fix: `correct the name, if it is not one of another app${didYouMean(value, namespaces.names)}`,
          };
        }
      }
    }
  },
};

function isNamespace({ name }: Attribute): boolean {
  return name === 'namespaces' || name === 'notNamespaces' || name === 'source.namespace';
}
