import { textOf } from '../../model/read';
import { itemsOf } from '../parts';
import { Rule } from '../rule';
import { destinationRules } from '../traffic-policies';

export const duplicateSubset: Rule = {
  id: 'destination-rule/duplicate-subset',
  severity: 'error',
  summary: 'two subsets of a DestinationRule have one name',
  why: 'Istio refuses a DestinationRule with two subsets of one name',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v1, labels: { version: v2 } }] }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
`,
  * check(mesh) {
    for (const rule of destinationRules(mesh)) {
      const names = new Set<string>();
      for (const { field, value } of itemsOf(rule, 'subsets')) {
        const name = textOf(value.name);
        if (names.has(name)) yield { at: rule.object, field: `${field}.name`, problem: `subset "${name}" is there twice`, fix: 'give each subset a name of its own' };
        names.add(name);
      }
    }
  },
};
