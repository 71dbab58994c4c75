import { mapOf } from '../../model/read';
import { itemsOf } from '../parts';
import { Rule } from '../rule';
import { destinationRules } from '../traffic-policies';

export const subsetWithoutLabels: Rule = {
  id: 'destination-rule/subset-without-labels',
  severity: 'advice',
  summary: 'a subset without labels beside one with labels',
  why: 'a subset without labels is all endpoints of the host, those of the other subsets included',
  sameAs: ['KIA0209'],
  bad: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2 }] }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
`,
  * check(mesh) {
    for (const rule of destinationRules(mesh)) {
      const subsets = itemsOf(rule, 'subsets');
      const whole = subsets.filter(({ value }) => Object.keys(mapOf(value.labels)).length === 0);
      if (whole.length === subsets.length) continue;
      for (const { field, value } of whole) yield { at: rule.object, field, problem: `subset "${value.name}" has no labels`, fix: 'add the labels of its pods' };
    }
  },
};
