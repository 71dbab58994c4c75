import { Rule } from './rule';
import { RulePage } from '../report/rule-page';

/** Found while a file is read: what is left afterwards has each key once. */
export const REPEATED_KEY: RulePage & Pick<Rule, 'why' | 'sameAs'> = {
  id: 'yaml/repeated-key',
  severity: 'error',
  summary: 'a key that is written twice in one mapping',
  why: 'kubectl keeps the last one and drops the others without a word; kustomize and whatever reads strictly refuses the file',
  sameAs: [],
  only: 'in files',
  bad: `
kind: VirtualService
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: reviews } }] }]
  hosts: [ratings]
`,
  good: `
kind: VirtualService
spec:
  hosts: [reviews, ratings]
  http: [{ route: [{ destination: { host: reviews } }] }]
`,
};
