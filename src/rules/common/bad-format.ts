import { Rule } from '../rule';
import { structural } from '../structural';

export const badFormat: Rule = {
  id: 'common/bad-format',
  severity: 'error',
  summary: 'a text that is not of the form its field has',
  why: 'the API server refuses texts that do not match the pattern of the schema',
  sameAs: [],
  bad: `
kind: WasmPlugin
spec: { url: oci://registry.example.com/filter:v1, sha256: ABC, selector: { matchLabels: { app: reviews } } }
`,
  good: `
kind: WasmPlugin
spec: { url: oci://registry.example.com/filter:v1, selector: { matchLabels: { app: reviews } } }
`,
  check: structural('pattern'),
};
