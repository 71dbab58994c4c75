import { Mesh } from '../../model/mesh';
import { listOf, textOf } from '../../model/read';
import { childOf, findingsOf, Part, specsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const EXTENSIONS = 'extensions.istio.io';

export const longName: Rule = {
  id: 'wasm/long-name',
  severity: 'error',
  summary: 'a name of a Wasm extension within the limit of characters is over that of bytes',
  why: 'Istio refuses names of more than 256 bytes, of Secrets 253; the schema counts characters, and those beyond ASCII have several bytes',
  sameAs: ['IST0106'],
  bad: `
kind: WasmPlugin
spec: { url: oci://registry.example.com/filter:1, pluginName: ${'é'.repeat(200)} }
`,
  good: `
kind: WasmPlugin
spec: { url: oci://registry.example.com/filter:1, pluginName: filter }
`,
  check: mesh => findingsOf(plugins(mesh), wrongs),
};

function plugins(mesh: Mesh): Part[] {
  return [...specsOf(mesh, EXTENSIONS, 'WasmPlugin'), ...specsOf(mesh, EXTENSIONS, 'TrafficExtension').flatMap(spec => childOf(spec, 'wasm'))];
}

function * wrongs({ pluginName, imagePullSecret, vmConfig }: any): Iterable<Wrong> {
  yield* tooLong('.pluginName', pluginName, 256);
  yield* tooLong('.imagePullSecret', imagePullSecret, 253);
  for (const [i, variable] of listOf(vmConfig?.env).entries()) yield* tooLong(`.vmConfig.env[${i}].name`, variable?.name, 256);
}

function * tooLong(field: string, value: unknown, most: number): Iterable<Wrong> {
  const text = textOf(value);
  // More characters are the matter of the schema.
  if ([...text].length <= most && Buffer.byteLength(text) > most) yield { field, problem: `the name has ${Buffer.byteLength(text)} bytes`, fix: `use at most ${most} bytes` };
}
