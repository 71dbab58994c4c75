import { Rule } from '../rule';
import { structural } from '../structural';

export const valueOfHostVariable: Rule = {
  id: 'wasm/value-of-host-variable',
  severity: 'error',
  summary: 'a value for a variable that comes from the host',
  why: 'with valueFrom HOST a variable has the value of the proxy, and the API server refuses another',
  sameAs: ['IST0106'],
  bad: `
kind: WasmPlugin
spec: { selector: { matchLabels: { app: reviews } }, url: "oci://registry.example.com/filter:v1", vmConfig: { env: [{ name: ZONE, valueFrom: HOST, value: a }] } }
`,
  good: `
kind: WasmPlugin
spec: { selector: { matchLabels: { app: reviews } }, url: "oci://registry.example.com/filter:v1", vmConfig: { env: [{ name: ZONE, valueFrom: HOST }] } }
`,
  check: structural('wasm/sha-name-secret'),
};
