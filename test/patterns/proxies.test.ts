import { App, Chart, Testing } from 'cdk8s';
import {
  DataPlane,
  ExtensionPhase,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  LuaExtension,
  MeshNamespace,
  MeshPort,
  MeshService,
  ProxyImage,
  ProxyTuning,
  Route,
  SecureNamespace,
  ServerTls,
  WasmExtension,
  Waypoint,
  WorkloadMode,
} from '../../src';
import { manifest } from '../manifest';

const SHA = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const MODULE = { url: 'oci://registry.example.com/filters/audit:1.2.0', sha256: SHA };
const SCRIPT = 'function envoy_on_response(handle)\n  handle:headers():remove("x-runtime")\nend\n';

let app: App;
let chart: Chart;
let cart: MeshService;
beforeEach(() => {
  app = Testing.app();
  chart = new Chart(app, 'shop', { namespace: 'shop' });
  cart = new MeshService(chart, 'cart', { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] });
});

const write = () => Testing.synth(chart);
const failure = () => {
  try {
    write();
    return '';
  } catch (error) {
    return String(error);
  }
};

test('a WebAssembly module in the proxies of a service', () => {
  new WasmExtension(chart, 'Audit', {
    ...MODULE,
    target: cart,
    config: '{"sample":0.1}',
    phase: ExtensionPhase.AUTHZ,
    match: [{ mode: WorkloadMode.SERVER }],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: extensions.istio.io/v1alpha1
   kind: WasmPlugin
   metadata:
     name: shop-audit
     namespace: shop
   spec:
     failStrategy: FAIL_CLOSE
     match:
       - mode: SERVER
     phase: AUTHZ
     selector:
       matchLabels:
         app: cart
     sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
     url: oci://registry.example.com/filters/audit:1.2.0
     pluginConfig:
       sample: 0.1
   "
  `);
});

test('a Lua script in the proxies of a service', () => {
  new LuaExtension(chart, 'Quiet', { target: cart, script: SCRIPT });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: extensions.istio.io/v1alpha1
   kind: TrafficExtension
   metadata:
     name: shop-quiet
     namespace: shop
   spec:
     lua:
       inlineCode: |
         function envoy_on_response(handle)
           handle:headers():remove("x-runtime")
         end
     selector:
       matchLabels:
         app: cart
   "
  `);
});

test('settings for the proxies of a service, a namespace and the mesh', () => {
  new ProxyTuning(chart, 'Mesh', { image: ProxyImage.distroless() });
  new ProxyTuning(chart, 'Namespace', { target: MeshNamespace.fromName('shop'), concurrency: 1 });
  new ProxyTuning(chart, 'Cart', { target: cart, concurrency: 4, environmentVariables: { ISTIO_META_TEAM: 'cart' } });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1beta1
   kind: ProxyConfig
   metadata:
     name: shop-mesh
     namespace: istio-system
   spec:
     image:
       imageType: distroless
   ---
   apiVersion: networking.istio.io/v1beta1
   kind: ProxyConfig
   metadata:
     name: shop-namespace
     namespace: shop
   spec:
     concurrency: 1
   ---
   apiVersion: networking.istio.io/v1beta1
   kind: ProxyConfig
   metadata:
     name: shop-cart
     namespace: shop
   spec:
     concurrency: 4
     environmentVariables:
       ISTIO_META_TEAM: cart
     selector:
       matchLabels:
         app: cart
   "
  `);
});

test('a module that fails lets requests pass only when that is said', () => {
  const strategies = [undefined, true].map((failOpen, i) => {
    const { plugin } = new WasmExtension(chart, `Audit${i}`, { ...MODULE, target: cart, failOpen });
    return plugin.toJson().spec.failStrategy;
  });
  expect(strategies).toEqual(['FAIL_CLOSE', 'FAIL_OPEN']);
});

test('objects are for overrides', () => {
  new WasmExtension(chart, 'Audit', { ...MODULE, target: cart }).plugin.override('spec.priority', 7);
  new LuaExtension(chart, 'Quiet', { target: cart, script: SCRIPT }).extension.override('spec.priority', 8);
  new ProxyTuning(chart, 'Cart', { target: cart, concurrency: 4 }).proxyConfig.override('spec.concurrency', 9);
  expect(write().map(({ spec }) => spec.priority ?? spec.concurrency)).toEqual([7, 8, 9]);
});

test('in an ambient namespace the waypoint runs it, also one that comes later', () => {
  const calm = new SecureNamespace(chart, 'Calm', { name: 'calm', dataPlane: DataPlane.ambient() });
  const prices = calm.addService('prices', { ports: [MeshPort.http(8080)] });
  const { plugin } = new WasmExtension(chart, 'Audit', { ...MODULE, target: prices });
  expect(failure()).toContain('[shop/Audit] error[policy-target/no-proxy]: its target is in the ambient namespace calm, which has no waypoint');
  new Waypoint(chart, 'Waypoint', { namespace: calm });
  expect(failure()).toBe('');
  expect(plugin.toJson().spec.targetRefs).toEqual([{ group: '', kind: 'Service', name: 'prices' }]);
});

describe('fails', () => {
  test.each<[string, () => unknown, string]>([
    [
      'for the whole mesh',
      () => new WasmExtension(chart, 'A', { ...MODULE, target: MeshNamespace.fromName('istio-system') }),
      '[shop/A] the target is the namespace istio-system, and what is written there is for every proxy of the mesh\n    fix: pass a service',
    ],
    [
      'for a script that would never run',
      () => new LuaExtension(chart, 'A', { target: cart, script: 'print(1)' }),
      'script has neither envoy_on_request nor envoy_on_response',
    ],
    ['for a digest that is none', () => new WasmExtension(chart, 'A', { ...MODULE, sha256: 'abc', target: cart }), 'sha256 is "abc"'],
    ['when nothing is said about proxies', () => new ProxyTuning(chart, 'A', { target: cart }), 'nothing is said about the proxies'],
    [
      'for proxies that are tuned twice',
      () => {
        new ProxyTuning(chart, 'A', { target: cart, concurrency: 1 });
        new ProxyTuning(chart, 'B', { target: cart, concurrency: 2 });
      },
      '[shop/B] the proxies of this target are tuned by [shop/A] already\n    fix: say it in one construct for each target',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  test('for a single route of a gateway', () => {
    const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
    const target = new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('shop-cert'), routes: [Route.all(cart)] });
    const limited =
      'the target is limited to shop.example.com, and what is said here is for whole proxies\n    fix: pass the gateway as target';
    expect(() => new WasmExtension(chart, 'A', { ...MODULE, target })).toThrow(limited);
    expect(() => new ProxyTuning(chart, 'B', { target, concurrency: 1 })).toThrow(limited);
  });

  test('for proxies that are tuned in two charts of one mesh', () => {
    new ProxyTuning(chart, 'A', { target: cart, concurrency: 1 });
    new ProxyTuning(new Chart(app, 'other', { namespace: 'shop' }), 'B', { target: cart, concurrency: 2 });
    expect(failure()).toContain('[other/B] error[proxy-tuning/contradiction]: the proxies of this target are tuned by [shop/A] already');
  });
});
