import { Rule } from '../rule';
import { structural } from '../structural';

export const outOfLimits: Rule = {
  id: 'common/out-of-limits',
  severity: 'error',
  summary: 'a value that is too large, too small, too long or too short',
  why: 'the API server refuses numbers, texts and lists beyond the limits of the schema',
  sameAs: [],
  bad: `
kind: ProxyConfig
spec: { selector: { matchLabels: { app: reviews } }, concurrency: -1 }
`,
  good: `
kind: ProxyConfig
spec: { selector: { matchLabels: { app: reviews } }, concurrency: 2 }
`,
  check: structural('limit'),
};
