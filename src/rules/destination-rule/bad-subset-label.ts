import { mapOf } from '../../model/read';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { subsets } from '../traffic-policies';

const NAME = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const DNS_LABEL = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const KEY = new RegExp(`^(${DNS_LABEL}(?:\\.${DNS_LABEL})*/)?(${NAME})$`);
const PLAIN_KEY = /^[a-z]+$/;
const VALUE = new RegExp(`^(?:${NAME})?$`);

export const badSubsetLabel: Rule = {
  id: 'destination-rule/bad-subset-label',
  severity: 'error',
  summary: 'a subset selects by a label that no pod can have',
  why: 'Istio refuses a DestinationRule with a subset label whose key or value Kubernetes does not know as one',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1, labels: { version: "v1 beta" } }] }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1-beta } }] }
`,
  check(mesh) {
    return findingsOf(subsets(mesh), wrongs);
  },
};

function * wrongs(subset: any): Iterable<Wrong> {
  const labels = mapOf(subset.labels);
  for (const key in labels) {
    const value = labels[key];
    if (!isKey(key)) yield { field: '.labels', problem: `the label "${key}" has no valid key`, fix: 'use a key such as version or app.kubernetes.io/version' };
    if (!VALUE.test(value)) yield { field: `.labels["${key}"]`, problem: `the label ${key} has the value "${value}"`, fix: 'use letters, digits, dashes, dots and underscores, with a letter or digit at both ends' };
  }
}

function isKey(key: string): boolean {
  if (key.length <= 63 && PLAIN_KEY.test(key)) return true;
  const [, prefix = '', name = ''] = KEY.exec(key) ?? [];
  return name !== '' && name.length <= 63 && prefix.length <= 254;
}
