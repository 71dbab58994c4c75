import { Rule } from '../rule';
import { structural } from '../structural';

export const selectorWildcards: Rule = {
  id: 'common/selector-wildcards',
  severity: 'error',
  summary: 'a wildcard or an empty name in the labels of a selector',
  why: 'labels of a selector are compared as they are, so the API server or Istio refuses "*" in them, and labels without a name',
  sameAs: ['IST0106'],
  bad: `
kind: Telemetry
spec: { selector: { matchLabels: { app: "reviews-*" } }, accessLogging: [{ disabled: true }] }
`,
  good: `
kind: Telemetry
spec: { selector: { matchLabels: { app: reviews } }, accessLogging: [{ disabled: true }] }
`,
  check: structural('common/selector-wildcards#key', 'common/selector-wildcards#empty-key', 'common/selector-wildcards#value'),
};
