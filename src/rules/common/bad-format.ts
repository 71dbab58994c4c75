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
spec: { url: oci://registry.example.com/filter:v1, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, selector: { matchLabels: { app: reviews } } }
`,
  check: structural('pattern'),
};
