import { Rule } from '../rule';
import { structural } from '../structural';

export const severalAttachments: Rule = {
  id: 'common/several-attachments',
  severity: 'error',
  summary: 'an object says in several ways what it is attached to',
  why: 'the API server refuses more than one of selector, targetRef and targetRefs',
  sameAs: ['IST0106'],
  bad: `
kind: AuthorizationPolicy
spec:
  selector: { matchLabels: { app: reviews } }
  targetRefs: [{ kind: Service, name: reviews }]
  rules: [{ to: [{ operation: { methods: [GET] } }] }]
`,
  good: `
kind: AuthorizationPolicy
spec:
  selector: { matchLabels: { app: reviews } }
  rules: [{ to: [{ operation: { methods: [GET] } }] }]
`,
  check: structural('common/one-attachment'),
};
