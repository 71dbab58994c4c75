import { Rule } from '../rule';
import { structural } from '../structural';

export const badUrl: Rule = {
  id: 'wasm/bad-url',
  severity: 'error',
  summary: 'a module at a place from which Istio loads none',
  why: 'the API server takes URLs of oci, http, https and file, or without a scheme, which is oci, and refuses others',
  sameAs: ['IST0106'],
  bad: `
kind: WasmPlugin
spec: { selector: { matchLabels: { app: reviews } }, url: "s3://modules/filter.wasm" }
`,
  good: `
kind: WasmPlugin
spec: { selector: { matchLabels: { app: reviews } }, url: "oci://registry.example.com/filter:v1" }
`,
  check: structural('wasm/url'),
};
