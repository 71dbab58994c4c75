import { isLabel } from '../names';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { subsets } from '../traffic-policies';

export const badSubsetName: Rule = {
  id: 'destination-rule/bad-subset-name',
  severity: 'error',
  summary: 'a subset name is not a DNS label',
  why: 'Istio refuses a DestinationRule with a subset name that is not a DNS label',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1.0, labels: { version: v1 } }] }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1-0, labels: { version: v1 } }] }
`,
  check(mesh) {
    return findingsOf(subsets(mesh), wrongs);
  },
};

function * wrongs({ name }: any): Iterable<Wrong> {
  if (name === undefined || isLabel(name)) return;
  yield { field: '.name', problem: `the subset is called "${name}", which is no DNS label`, fix: 'use letters, digits and dashes, at most 63, with a letter or digit at both ends' };
}
