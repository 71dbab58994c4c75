import { Rule } from '../rule';
import { structural } from '../structural';

export const notOneEngine: Rule = {
  id: 'traffic-extension/not-one-engine',
  severity: 'error',
  summary: 'an extension that is neither Wasm nor Lua, or both',
  why: 'the API server refuses a TrafficExtension that does not have just one of wasm and lua',
  sameAs: ['IST0106'],
  bad: `
kind: TrafficExtension
spec: { selector: { matchLabels: { app: reviews } }, phase: AUTHN }
`,
  good: `
kind: TrafficExtension
spec: { selector: { matchLabels: { app: reviews } }, phase: AUTHN, lua: { inlineCode: "function envoy_on_request(handle) end" } }
`,
  check: structural('traffic-extension/one-engine'),
};
