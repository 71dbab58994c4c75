import { broken } from './broken';

/** Two bytes in one character. */
const wide = (bytes: number) => 'é'.repeat(bytes / 2);

const plugin = (spec: string) => `kind: WasmPlugin\nspec: { url: oci://registry.example.com/filter:1, ${spec} }`;
const extension = (spec: string) => `kind: TrafficExtension\nspec: { ${spec} }`;

function said(rule: string, text: string): string[][] {
  return broken(text, { only: rule }).map(({ at, problem }) => [at.replace(/^.*, spec\./, ''), problem]);
}

test.each([
  ['pluginName', (name: string) => plugin(`pluginName: ${name}`), 258],
  ['imagePullSecret', (name: string) => plugin(`imagePullSecret: ${name}`), 254],
  ['vmConfig.env[0].name', (name: string) => plugin(`vmConfig: { env: [{ name: ${name}, value: a }] }`), 258],
  ['wasm.pluginName', (name: string) => extension(`wasm: { url: oci://registry.example.com/filter:1, pluginName: ${name} }`), 258],
])('%s of a Wasm extension has a limit of bytes', (field, document, bytes) => {
  expect(said('wasm/long-name', document(wide(bytes)))).toEqual([[field, `the name has ${bytes} bytes`]]);
  expect(said('wasm/long-name', document(wide(bytes - 2)))).toEqual([]);
  // More characters are the matter of the schema.
  expect(said('wasm/long-name', document('a'.repeat(bytes)))).toEqual([]);
});

test('the Lua code of an extension has a limit of bytes', () => {
  const code = (text: string) => extension(`lua: { inlineCode: "${text}" }`);
  expect(said('traffic-extension/long-code', code(wide(65538)))).toEqual([['lua.inlineCode', 'the code has 65538 bytes']]);
  expect(said('traffic-extension/long-code', code(wide(65536)))).toEqual([]);
  expect(said('traffic-extension/long-code', code('a'.repeat(65537)))).toEqual([]);
});
