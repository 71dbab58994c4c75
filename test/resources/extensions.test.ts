import { ApiObject, Chart, Testing } from 'cdk8s';
import { Attachment } from '../../src/resources/attachment';
import { ExtensionEngine } from '../../src/resources/extension-engine';
import { ExtensionPhase } from '../../src/resources/extension-phase';
import { TargetRef } from '../../src/resources/target-ref';
import { TrafficExtension, TrafficExtensionProps } from '../../src/resources/traffic-extension';
import { WasmEnvVar } from '../../src/resources/wasm-env-var';
import { WasmFailStrategy, WasmModule, WasmPullPolicy, WasmType } from '../../src/resources/wasm-module';
import { WasmPlugin, WasmPluginProps } from '../../src/resources/wasm-plugin';
import { WorkloadMode } from '../../src/resources/workload-mode';
import { manifest } from '../manifest';

const SHA = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const SCRIPT = `function envoy_on_request(handle)
  handle:headers():add("x-shop", "1")
end
`;
const attachTo = Attachment.workloads({ app: 'front' });
const engine = ExtensionEngine.lua(SCRIPT);

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

function plugin(props: Partial<WasmPluginProps>, chart = shop()): any {
  new WasmPlugin(chart, 'Plugin', { attachTo, url: 'oci://registry.example.com/auth:1', ...props });
  return Testing.synth(chart)[0];
}

function extension(props: Partial<TrafficExtensionProps>, chart = shop()): any {
  new TrafficExtension(chart, 'Extension', { attachTo, engine, ...props });
  return Testing.synth(chart)[0];
}

describe('whole manifests', () => {
  test('a WasmPlugin with every option', () => {
    const chart = shop();
    new WasmPlugin(chart, 'Auth', {
      attachTo,
      url: `oci://registry.example.com:5000/auth:1@sha256:${SHA}`,
      sha256: SHA,
      imagePullPolicy: WasmPullPolicy.IF_NOT_PRESENT,
      imagePullSecret: 'registry',
      verificationKey: 'later',
      pluginConfig: JSON.stringify({ realm: 'shop', retries: 2, nested: { list: [1, 'a', null], none: null } }),
      pluginName: 'auth_root',
      phase: ExtensionPhase.AUTHN,
      priority: -10,
      failStrategy: WasmFailStrategy.FAIL_RELOAD,
      env: [WasmEnvVar.inline('TRUST_DOMAIN', 'cluster.local'), WasmEnvVar.host('POD_NAME')],
      match: [{ mode: WorkloadMode.SERVER, ports: [8080, 8081, 8080] }, { ports: [9090] }],
      type: WasmType.HTTP,
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: extensions.istio.io/v1alpha1
     kind: WasmPlugin
     metadata:
       name: shop-auth
       namespace: shop
     spec:
       failStrategy: FAIL_RELOAD
       imagePullPolicy: IfNotPresent
       imagePullSecret: registry
       match:
         - mode: SERVER
           ports:
             - number: 8080
             - number: 8081
         - ports:
             - number: 9090
       phase: AUTHN
       pluginName: auth_root
       priority: -10
       selector:
         matchLabels:
           app: front
       sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
       type: HTTP
       url: oci://registry.example.com:5000/auth:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
       verificationKey: later
       vmConfig:
         env:
           - name: TRUST_DOMAIN
             value: cluster.local
             valueFrom: INLINE
           - name: POD_NAME
             valueFrom: HOST
       pluginConfig:
         realm: shop
         retries: 2
         nested:
           list:
             - 1
             - a
             - null
           none: null
     "
    `);
  });

  test('a TrafficExtension that runs Lua, and one that runs WebAssembly', () => {
    const chart = shop();
    new TrafficExtension(chart, 'Header', { attachTo, engine, phase: ExtensionPhase.STATS, priority: 1, match: [{ mode: WorkloadMode.CLIENT }] });
    new TrafficExtension(chart, 'Limit', {
      attachTo: Attachment.targets(TargetRef.gateway('waypoint')),
      engine: ExtensionEngine.wasm({
        url: 'https://modules.example.com/limit.wasm',
        sha256: SHA,
        pluginConfig: '{"burst": 10}',
        failStrategy: WasmFailStrategy.FAIL_OPEN,
        imagePullPolicy: WasmPullPolicy.ALWAYS,
        type: WasmType.NETWORK,
      }),
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: extensions.istio.io/v1alpha1
     kind: TrafficExtension
     metadata:
       name: shop-header
       namespace: shop
     spec:
       lua:
         inlineCode: |
           function envoy_on_request(handle)
             handle:headers():add("x-shop", "1")
           end
       match:
         - mode: CLIENT
       phase: STATS
       priority: 1
       selector:
         matchLabels:
           app: front
     ---
     apiVersion: extensions.istio.io/v1alpha1
     kind: TrafficExtension
     metadata:
       name: shop-limit
       namespace: shop
     spec:
       targetRefs:
         - group: gateway.networking.k8s.io
           kind: Gateway
           name: waypoint
       wasm:
         failStrategy: FAIL_OPEN
         imagePullPolicy: Always
         sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
         type: NETWORK
         url: https://modules.example.com/limit.wasm
         pluginConfig:
           burst: 10
     "
    `);
  });
});

test('null in a configuration is kept', () => {
  expect(plugin({ pluginConfig: '{"a": null}' }).spec.pluginConfig).toEqual({ a: null });
  expect(extension({ engine: ExtensionEngine.wasm({ url: 'oci://a.example.com/b', pluginConfig: '{"a": [null]}' }) }).spec.wasm.pluginConfig).toEqual({
    a: [null],
  });
});

test('an override of the configuration wins', () => {
  const chart = shop();
  new WasmPlugin(chart, 'Plugin', { attachTo, url: 'a.example.com/b', pluginConfig: '{"a": 1, "b": 2}' }).override('spec.pluginConfig.a', 3);
  expect(Testing.synth(chart)[0].spec.pluginConfig).toEqual({ a: 3, b: 2 });
});

test('a plugin can be for every workload of its namespace', () => {
  expect(plugin({ attachTo: Attachment.namespace() }).spec).toEqual({ url: 'oci://registry.example.com/auth:1' });
});

test('an extension reads the labels of a Service', () => {
  const chart = shop();
  const service = new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', spec: { selector: { app: 'front' } } } as any);
  new TrafficExtension(chart, 'Extension', { attachTo: Attachment.workload(service), engine });
  expect(Testing.synth(chart)[1].spec.selector).toEqual({ matchLabels: { app: 'front' } });
});

test.each([
  'oci://a.example.com/b:1',
  'https://a.example.com/b.wasm',
  'http://a.example.com:8080/b',
  'file:///opt/a.wasm',
  'a.example.com/b:1',
  '10.0.0.1:5000/b',
  'oci://localhost:5000/b',
])('takes a module from %s', url => {
  expect(plugin({ url }).spec.url).toBe(url);
});

describe('usage errors', () => {
  const env = Array.from({ length: 257 }, (_, i) => WasmEnvVar.host(`V${i}`));

  test.each<[Partial<WasmModule>, string]>([
    [{ url: 'ftp://a.example.com/b' }, 'url is "ftp://a.example.com/b", which Istio cannot fetch\n    fix: use oci://'],
    [{ url: '' }, 'url is "", which Istio cannot fetch'],
    [{ url: 'localhost:5000/b' }, 'url is "localhost:5000/b", which Istio cannot fetch\n    fix: use oci://'],
    [{ url: 'file://a.wasm' }, 'url is "file://a.wasm", which Istio cannot fetch'],
    [{ url: 'https://a.example.com' }, 'url is "https://a.example.com", which Istio cannot fetch'],
    [{ sha256: `sha256:${SHA}` }, `sha256 is "sha256:${SHA}"\n    fix: use 64 lower-case hexadecimal digits, without "sha256:"`],
    [
      { url: `oci://a.example.com/b@sha256:${'0'.repeat(64)}`, sha256: SHA },
      `url has the digest ${'0'.repeat(64)}, and sha256 is ${SHA}\n    fix: give the same one`,
    ],
    [{ imagePullSecret: 'My Secret' }, 'imagePullSecret is "My Secret", not a DNS name'],
    [
      { url: 'file:///a.wasm', imagePullSecret: 'a' },
      'imagePullSecret is "a", and url is "file:///a.wasm", which is no image\n    fix: leave imagePullSecret out, or use oci://',
    ],
    [{ pluginName: '' }, 'pluginName has 0 characters\n    fix: use 1 to 256'],
    [{ pluginName: 'a'.repeat(257) }, 'pluginName has 257 characters'],
    [{ verificationKey: '' }, 'verificationKey is empty'],
    [{ pluginConfig: '{' }, 'pluginConfig is not JSON'],
    [{ pluginConfig: '[1]' }, 'pluginConfig is "[1]", not a JSON object\n    fix: put the value into an object'],
    [{ pluginConfig: 'null' }, 'pluginConfig is "null", not a JSON object'],
    [{ env: [] }, 'env is empty'],
    [{ env }, 'env has 257 variables\n    fix: use at most 256'],
    [{ env: [WasmEnvVar.host('A'), WasmEnvVar.inline('A', '')] }, 'env has "A" twice\n    fix: leave one out'],
  ])('fails for the module %#', (module, message) => {
    expect(() => plugin(module)).toThrow(`[shop/Plugin] ${message}`);
    expect(() => ExtensionEngine.wasm({ url: 'oci://a.example.com/b', ...module })).toThrow(`[ExtensionEngine.wasm] ${message}`);
  });

  test.each<[Partial<TrafficExtensionProps>, string]>([
    [{ priority: 1.5 }, 'priority is 1.5\n    fix: use a whole number, -2147483648 to 2147483647'],
    [{ match: [] }, 'match is empty'],
    [{ match: [{}] }, 'an entry of match says nothing, and would take every call\n    fix: give mode or ports, or leave match out'],
    [{ match: [{ ports: [] }] }, 'ports of match is empty'],
    [{ match: [{ ports: [70000] }] }, 'a port of match is 70000, not a port'],
  ])('fails for the props %#', (props, message) => {
    expect(() => extension(props)).toThrow(`[shop/Extension] ${message}`);
    expect(() => plugin(props)).toThrow(`[shop/Plugin] ${message}`);
  });

  test.each([
    [() => ExtensionEngine.lua(''), '[ExtensionEngine.lua] script is empty'],
    [
      () => ExtensionEngine.lua('return 1'),
      '[ExtensionEngine.lua] script has neither envoy_on_request nor envoy_on_response, and would never run\n    fix: define function envoy_on_request(handle)',
    ],
    [() => ExtensionEngine.lua(`${SCRIPT}--${'ä'.repeat(32768)}`), '[ExtensionEngine.lua] script has 65'],
    [() => WasmEnvVar.host('1A'), '[WasmEnvVar.host] name is "1A", not the name of a variable'],
    [() => WasmEnvVar.inline('A', 'a'.repeat(2049)), '[WasmEnvVar.inline] the value of A has 2049 characters\n    fix: use at most 2048'],
  ])('fails at the call: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});
