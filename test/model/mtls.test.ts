import { meshOf } from '../rules/broken';

function peer(name: string, namespace: string, spec: string): string {
  return `kind: PeerAuthentication\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
}

const REVIEWS = 'selector: { matchLabels: { app: reviews } }';
const MESH = peer('mesh', 'istio-system', 'mtls: { mode: STRICT }');

function server(objects: string[], port?: number): [string, string[], string | undefined] {
  const { mode, from, field } = meshOf(objects.join('---\n')).mtls.serverOf('shop', { app: 'reviews' }, port);
  return [mode, from.map(({ name }) => name), field];
}

test.each<[string, string[], number | undefined, [string, string[], string | undefined]]>([
  ['nothing', [], 80, ['PERMISSIVE', [], undefined]],
  ['the mesh', [MESH], 80, ['STRICT', ['mesh'], 'spec.mtls.mode']],
  ['the namespace over the mesh', [MESH, peer('own', 'shop', 'mtls: { mode: DISABLE }')], 80, ['DISABLE', ['own'], 'spec.mtls.mode']],
  ['the mesh where the namespace is unset', [MESH, peer('own', 'shop', 'mtls: { mode: UNSET }')], 80, ['STRICT', ['mesh'], 'spec.mtls.mode']],
  ['the workload over the namespace', [peer('own', 'shop', 'mtls: { mode: DISABLE }'), peer('w', 'shop', `${REVIEWS}, mtls: { mode: STRICT }`)], 80,
    ['STRICT', ['w'], 'spec.mtls.mode']],
  ['the port over the workload', [peer('w', 'shop', `${REVIEWS}, mtls: { mode: STRICT }, portLevelMtls: { 80: { mode: DISABLE } }`)], 80,
    ['DISABLE', ['w'], 'spec.portLevelMtls.80.mode']],
  ['the workload on another port', [peer('w', 'shop', `${REVIEWS}, mtls: { mode: STRICT }, portLevelMtls: { 80: { mode: DISABLE } }`)], 81, ['STRICT', ['w'], 'spec.mtls.mode']],
  ['the mesh where a port is unset', [MESH, peer('w', 'shop', `${REVIEWS}, portLevelMtls: { 80: { mode: UNSET } }`)], 80, ['STRICT', ['mesh'], 'spec.mtls.mode']],
  ['the default where all is unset', [peer('own', 'shop', '')], 80, ['PERMISSIVE', [], undefined]],
  ['the oldest of two, which is not known', [peer('a', 'shop', 'mtls: { mode: STRICT }'), peer('b', 'shop', 'mtls: { mode: DISABLE }')], 80,
    ['UNKNOWN', ['a', 'b'], 'spec.mtls.mode']],
  ['two that say the same', [peer('a', 'shop', 'mtls: { mode: STRICT }'), peer('b', 'shop', 'mtls: { mode: STRICT }')], 80, ['STRICT', ['a', 'b'], 'spec.mtls.mode']],
  ['one of two, or the mesh', [MESH, peer('a', 'shop', ''), peer('b', 'shop', 'mtls: { mode: DISABLE }')], 80, ['UNKNOWN', ['b', 'mesh'], 'spec.mtls.mode']],
  ['one of two that agrees with the mesh', [MESH, peer('a', 'shop', ''), peer('b', 'shop', 'mtls: { mode: STRICT }')], 80, ['STRICT', ['b', 'mesh'], 'spec.mtls.mode']],
])('8.8: the mode of a server follows from %s', (_, objects, port, expected) => {
  expect(server(objects, port)).toEqual(expected);
});

const SERVICE = 'kind: Service\nmetadata: { name: reviews, namespace: shop }\nspec: { ports: [{ port: 80 }, { port: 81 }] }\n';

function rule(name: string, policy: string): string {
  return `kind: DestinationRule\nmetadata: { name: ${name}, namespace: shop }\nspec: { host: reviews, trafficPolicy: { ${policy} } }\n`;
}

test.each<[string, string[], string, string | undefined]>([
  ['nothing', [], 'AUTO', undefined],
  ['a rule without TLS', [rule('a', 'loadBalancer: { simple: RANDOM }')], 'AUTO', undefined],
  ['a rule', [rule('a', 'tls: { mode: ISTIO_MUTUAL }')], 'ISTIO_MUTUAL', 'a'],
  ['TLS without a mode, which is none', [rule('a', 'tls: { sni: x }')], 'DISABLE', 'a'],
  ['its entry for the port', [rule('a', 'tls: { mode: ISTIO_MUTUAL }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE } }]')], 'SIMPLE', 'a'],
  ['its entry for the port that says nothing of TLS', [rule('a', 'tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: 80 } }]')], 'AUTO', undefined],
])('8.8: the mode of a client follows from %s', (_, rules, mode, from) => {
  const mesh = meshOf([SERVICE, ...rules].join('---\n'));
  const tls = mesh.mtls.client('bookinfo', mesh.services.all[0], 80);
  expect([tls.mode, tls.from?.name]).toEqual([mode, from]);
});
