import { Chart, Testing } from 'cdk8s';
import {
  AccessLogging,
  DataPlane,
  GatewayPods,
  IngressGateway,
  IngressRoute,
  IstioMetric,
  Mesh,
  MeshNamespace,
  MeshPort,
  MeshService,
  MetricsPolicy,
  Route,
  ServerTls,
  Tracing,
  WorkloadMode,
} from '../../src';
import { manifest } from '../manifest';

let chart: Chart;
let cart: MeshService;
beforeEach(() => {
  chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  cart = new MeshService(chart, 'cart', { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(8080)] });
});

const telemetries = () => Testing.synth(chart).filter(({ kind }) => kind === 'Telemetry');
const noticesOf = () => {
  try {
    Testing.synth(chart);
    return '';
  } catch (error) {
    return String(error);
  }
};

test('logs, traces and metrics of one target are one Telemetry', () => {
  new AccessLogging(chart, 'Logs', { target: cart, providers: ['envoy'], filter: 'response.code >= 400' });
  new Tracing(chart, 'Traces', { target: cart, samplingPercent: 5, tagsFromHeaders: { tenant: 'x-tenant' } });
  new MetricsPolicy(chart, 'Metrics', {
    target: cart,
    providers: ['prometheus'],
    disabled: [IstioMetric.REQUEST_SIZE],
    removedLabels: ['destination_principal'],
    labels: { request_method: 'request.method' },
  });

  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: telemetry.istio.io/v1
   kind: Telemetry
   metadata:
     name: cart
     namespace: shop
   spec:
     accessLogging:
       - disabled: false
         filter:
           expression: response.code >= 400
         providers:
           - name: envoy
     metrics:
       - overrides:
           - match:
               metric: ALL_METRICS
             tagOverrides:
               destination_principal:
                 operation: REMOVE
               request_method:
                 operation: UPSERT
                 value: request.method
           - disabled: true
             match:
               metric: REQUEST_SIZE
         providers:
           - name: prometheus
     selector:
       matchLabels:
         app: cart
     tracing:
       - customTags:
           tenant:
             header:
               name: x-tenant
         randomSamplingPercentage: 5
   "
  `);
});

test('the whole mesh, a namespace, a gateway and a workload each have their own', () => {
  const edge = new IngressGateway(chart, 'Edge', {
    pods: GatewayPods.of({ namespace: MeshNamespace.fromName('edge'), labels: { app: 'edge' }, serviceAccount: 'edge' }),
  });
  [undefined, MeshNamespace.fromName('shop'), edge, cart].forEach((target, i) => new AccessLogging(chart, `Logs${i}`, { target, providers: ['envoy'] }));

  expect(telemetries().map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec.selector?.matchLabels])).toEqual([
    ['istio-system', 'default', undefined],
    ['shop', 'default', undefined],
    ['edge', 'edge', { app: 'edge' }],
    ['shop', 'cart', { app: 'cart' }],
  ]);
});

test('its name does not depend on who speaks first', () => {
  const other = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  const namespace = MeshNamespace.fromName('shop');
  new Tracing(chart, 'Traces', { target: namespace, samplingPercent: 5 });
  new AccessLogging(chart, 'Logs', { target: namespace });
  new AccessLogging(other, 'Logs', { target: namespace });
  new Tracing(other, 'Traces', { target: namespace, samplingPercent: 5 });

  expect(Testing.synth(other)).toEqual(telemetries());
});

test('logs go to several places, and a target can be silent', () => {
  new AccessLogging(chart, 'Errors', { target: cart, providers: ['otel'], filter: 'response.code >= 500', mode: WorkloadMode.SERVER });
  const silent = new AccessLogging(chart, 'Silent', { target: cart, providers: ['envoy'], enabled: false });
  silent.telemetry.override('metadata.labels.team', 'shop');

  expect(telemetries()[0].spec.accessLogging).toEqual([
    { disabled: false, filter: { expression: 'response.code >= 500' }, match: { mode: 'SERVER' }, providers: [{ name: 'otel' }] },
    { disabled: true, providers: [{ name: 'envoy' }] },
  ]);
  expect(telemetries()[0].metadata.labels).toEqual({ team: 'shop' });
});

test('spans can be stopped for a target', () => {
  new Tracing(chart, 'Traces', { target: cart, enabled: false });
  expect(telemetries()[0].spec.tracing).toEqual([{ disableSpanReporting: true }]);
});

test('two meshes of an app have each their own', () => {
  const [dev, prod] = ['dev', 'prod'].map(stage => new Chart(chart.node.root as any, stage));
  for (const stage of [dev, prod]) {
    Mesh.of(stage).configure({});
    new AccessLogging(stage, 'Logs');
  }
  expect([dev, prod].map(stage => Testing.synth(stage).length)).toEqual([1, 1]);
});

describe('fails', () => {
  test.each<[string, () => void, string]>([
    [
      'for a second one of a kind',
      () => {
        new Tracing(chart, 'A', { target: cart, samplingPercent: 1 });
        new Tracing(chart, 'B', { target: cart, samplingPercent: 2 });
      },
      '[shop/B] this target has what is said here from [shop/A] already, and the age of the objects would decide\n    fix: say it in one construct for each target',
    ],
    [
      'for two logs of one provider',
      () => {
        new AccessLogging(chart, 'A', { target: cart, providers: ['envoy'] });
        new AccessLogging(chart, 'B', { target: cart });
      },
      '[shop/B] this target has what is said here from [shop/A] already',
    ],
    [
      'for a filter that Istio would ignore',
      () => new AccessLogging(chart, 'A', { filter: 'true' }),
      '[shop/A] filter is given without providers, and Istio would ignore it\n    fix: name the providers',
    ],
    [
      'for a filter of nothing',
      () => new AccessLogging(chart, 'A', { filter: 'true', providers: ['envoy'], enabled: false }),
      '[shop/A] filter is given, and enabled is false',
    ],
    [
      'when nothing is said about tracing',
      () => new Tracing(chart, 'A', { target: cart }),
      '[shop/A] nothing is said about tracing\n    fix: give samplingPercent',
    ],
    ['when nothing is said about metrics', () => new MetricsPolicy(chart, 'A', {}), '[shop/A] nothing is said about metrics\n    fix: give disabled'],
    [
      'for a label that is both removed and set',
      () => new MetricsPolicy(chart, 'A', { removedLabels: ['a'], labels: { a: '1' } }),
      '[shop/A] label a is in removedLabels and in labels',
    ],
    ['for an empty list', () => new MetricsPolicy(chart, 'A', { disabled: [] }), '[shop/A] disabled is empty'],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  test('for a single route of a gateway', () => {
    const gateway = new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() });
    const route = new IngressRoute(chart, 'Front', { gateway, hosts: ['shop.example.com'], tls: ServerTls.simple('shop-cert'), routes: [Route.all(cart)] });
    expect(() => new AccessLogging(chart, 'A', { target: route })).toThrow('[shop/A] the target is limited to shop.example.com');
  });

  test('at synthesis for a provider that the mesh does not have', () => {
    Mesh.of(chart).configure({ extensionProviders: ['envoy', 'prometheus'] });
    new AccessLogging(chart, 'Logs', { providers: ['envoi'] });
    expect(noticesOf()).toContain(
      '[shop/Logs] error[telemetry/unknown-provider]: the mesh has no extension provider "envoi"; it has envoy, prometheus; did you mean "envoy"?',
    );
  });

  test('at synthesis for an ambient namespace without a waypoint', () => {
    new AccessLogging(chart, 'Logs', { target: MeshNamespace.fromName('calm', DataPlane.ambient()) });
    expect(noticesOf()).toContain('[shop/Logs] error[policy-target/no-proxy]: its target is in the ambient namespace calm, which has no waypoint');
  });
});
