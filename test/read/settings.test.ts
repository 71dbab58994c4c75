import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { settingsOf } from '../../src/read/settings';

const CONFIG = `rootNamespace: mesh
trustDomain: shop.example
trustDomainAliases: [old.example]
outboundTrafficPolicy: {mode: REGISTRY_ONLY}
extensionProviders:
- {name: oauth2, envoyExtAuthzHttp: {service: a.b, port: 80}}
defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}}
`;

const EXPECTED = {
  ...DEFAULT_SETTINGS,
  rootNamespace: 'mesh',
  trustDomains: ['shop.example', 'old.example'],
  outboundPolicy: 'REGISTRY_ONLY',
  // Istio adds three to what is written.
  extensionProviders: ['prometheus', 'stackdriver', 'envoy', 'oauth2'],
  allocatesAddresses: true,
};

const indented = (spaces: number) => CONFIG.replace(/^/gm, ' '.repeat(spaces)).trimEnd();

test.each([
  ['a mesh configuration', CONFIG],
  ['values of a chart', `meshConfig:\n${indented(2)}`],
  ['the ConfigMap of istiod', `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n${indented(4)}\n  meshNetworks: 'networks: {}'`],
  ['what kubectl get prints', `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, data: {}}\n- apiVersion: v1\n  kind: ConfigMap\n  data:\n    mesh: |\n${indented(6)}`],
  ['an IstioOperator', `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {namespace: istio-system}\nspec:\n  meshConfig:\n${indented(4)}`],
  ['an Istio object', `apiVersion: sailoperator.io/v1\nkind: Istio\nspec:\n  namespace: istio-system\n  values:\n    meshConfig:\n${indented(6)}`],
  ['a later document', `apiVersion: v1\nkind: Service\n---\n${CONFIG}`],
  ['JSON', JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', data: { mesh: CONFIG } })],
])('reads %s', (_, text) => {
  expect(settingsOf('mesh.yaml', text)).toEqual(EXPECTED);
});

test('what is not said is as Istio has it', () => {
  expect(settingsOf('mesh.yaml', 'accessLogFile: /dev/stdout')).toEqual({ ...DEFAULT_SETTINGS, extensionProviders: ['prometheus', 'stackdriver', 'envoy'] });
});

test('the root namespace is where istiod is, unless something else is said', () => {
  expect(settingsOf('a', 'apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {namespace: mesh}').rootNamespace).toBe('mesh');
  expect(settingsOf('a', 'kind: IstioOperator\nspec: {values: {global: {istioNamespace: mesh}}}').rootNamespace).toBe('mesh');
  expect(settingsOf('a', 'global: {istioNamespace: mesh}\nmeshConfig: {}').rootNamespace).toBe('mesh');
  expect(settingsOf('a', 'global: {istioNamespace: mesh}\nmeshConfig: {rootNamespace: root}').rootNamespace).toBe('root');
});

test('of an IstioOperator its own meshConfig comes before that among the values', () => {
  const text = 'kind: IstioOperator\nspec: {meshConfig: {trustDomain: own}, values: {meshConfig: {trustDomain: value, rootNamespace: mesh}}}';
  expect(settingsOf('a', text)).toMatchObject({ rootNamespace: 'mesh', trustDomains: ['own'] });
});

test.each([
  ['of each kind', 'defaultServiceExportTo: [.]\ndefaultVirtualServiceExportTo: [., edge]\ndefaultDestinationRuleExportTo: ["."]', { services: ['.'], virtualServices: ['.', 'edge'], destinationRules: ['.'] }],
  ['of one kind', 'defaultServiceExportTo: [~]\ndefaultVirtualServiceExportTo: ["*"]\ndefaultDestinationRuleExportTo: ["~"]', { destinationRules: ['~'] }],
  ['that is everybody', 'defaultServiceExportTo: ["*"]\ndefaultVirtualServiceExportTo: []\ndefaultDestinationRuleExportTo: x', undefined],
])('reads the default for exportTo %s', (_, text, expected) => {
  expect(settingsOf('mesh.yaml', text).defaultExportTo).toEqual(expected);
});

test.each([
  ['an empty file', '', /there is no mesh configuration in it; expected a MeshConfig, the ConfigMap "istio" with the key "mesh"/],
  ['something else', 'apiVersion: v1\nkind: Service', /there is no mesh configuration in it/],
  ['a ConfigMap without it', 'kind: ConfigMap\ndata: {other: x}', /there is no mesh configuration in it/],
  ['text', 'hello', /there is no mesh configuration in it/],
  ['broken YAML', 'a: 1\nrootNamespace: [', /^line 2: unexpected end/],
  ['broken YAML in a ConfigMap', 'kind: ConfigMap\ndata:\n  mesh: |-\n    a: 1\n    b: [', /^data\.mesh, line 2 of it: unexpected end/],
  ['a list in its place', 'kind: IstioOperator\nspec: {meshConfig: [1]}', /the mesh configuration is no mapping/],
  ['text in its place', 'kind: ConfigMap\ndata: {mesh: hello}', /the mesh configuration is no mapping/],
])('fails for %s', (_, text, message) => {
  expect(() => settingsOf('mesh.yaml', text)).toThrow(message);
});

test('values of a wrong type count as not said', () => {
  const text = 'rootNamespace: 3\ntrustDomain: [a]\ntrustDomainAliases: x\noutboundTrafficPolicy: 1\nextensionProviders: {a: 1}\ndefaultConfig: on';
  expect(settingsOf('mesh.yaml', text)).toEqual({ ...DEFAULT_SETTINGS, extensionProviders: ['prometheus', 'stackdriver', 'envoy'] });
});
