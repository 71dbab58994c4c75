import { Chart, Duration, Testing } from 'cdk8s';
import { AccessLog } from '../../src/resources/access-log';
import { Attachment } from '../../src/resources/attachment';
import { IstioMetric } from '../../src/resources/istio-metric';
import { MetricOverride } from '../../src/resources/metric-override';
import { MetricTag } from '../../src/resources/metric-tag';
import { MetricsConfig } from '../../src/resources/metrics-config';
import { TargetRef } from '../../src/resources/target-ref';
import { Telemetry, TelemetryProps } from '../../src/resources/telemetry';
import { TracingConfig } from '../../src/resources/tracing-config';
import { TracingTag } from '../../src/resources/tracing-tag';
import { WorkloadMode } from '../../src/resources/workload-mode';
import { manifest } from '../manifest';

function shop(name = 'shop'): Chart {
  return new Chart(Testing.app(), name, { namespace: name });
}

function specOf(props: TelemetryProps): any {
  const chart = shop();
  new Telemetry(chart, 'Telemetry', props);
  return Testing.synth(chart)[0].spec;
}

describe('whole manifests', () => {
  test('failed requests of the mesh are logged, and few are traced', () => {
    const chart = shop('istio-system');
    new Telemetry(chart, 'Default', {
      metadata: { name: 'mesh-default' },
      accessLogging: [AccessLog.enabled({ providers: ['envoy'], filter: 'response.code >= 400', mode: WorkloadMode.SERVER })],
      tracing: TracingConfig.of({ provider: 'otel', randomSamplingPercentage: 0.5 }),
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: telemetry.istio.io/v1
     kind: Telemetry
     metadata:
       name: mesh-default
       namespace: istio-system
     spec:
       accessLogging:
         - disabled: false
           filter:
             expression: response.code >= 400
           match:
             mode: SERVER
           providers:
             - name: envoy
       tracing:
         - providers:
             - name: otel
           randomSamplingPercentage: 0.5
     "
    `);
  });

  test('metrics lose labels and get others', () => {
    const chart = shop();
    new Telemetry(chart, 'Metrics', {
      metrics: [
        MetricsConfig.of({
          providers: ['prometheus'],
          overrides: [
            MetricOverride.of(IstioMetric.ALL_METRICS, { tags: { source_principal: MetricTag.removed(), host: MetricTag.value('request.host') } }),
            MetricOverride.of(IstioMetric.REQUEST_DURATION, { mode: WorkloadMode.CLIENT, disabled: true }),
            MetricOverride.custom('my_metric', { disabled: false }),
          ],
          reportingInterval: Duration.seconds(10),
        }),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: telemetry.istio.io/v1
     kind: Telemetry
     metadata:
       name: shop-metrics
       namespace: shop
     spec:
       metrics:
         - overrides:
             - match:
                 metric: ALL_METRICS
               tagOverrides:
                 host:
                   operation: UPSERT
                   value: request.host
                 source_principal:
                   operation: REMOVE
             - disabled: true
               match:
                 metric: REQUEST_DURATION
                 mode: CLIENT
             - disabled: false
               match:
                 customMetric: my_metric
           providers:
             - name: prometheus
           reportingInterval: 10s
     "
    `);
  });

  test('traces of one workload with every option', () => {
    const chart = shop();
    new Telemetry(chart, 'Traces', {
      attachTo: Attachment.workloads({ app: 'reviews' }),
      tracing: TracingConfig.of({
        provider: 'zipkin',
        mode: WorkloadMode.CLIENT_AND_SERVER,
        randomSamplingPercentage: 12.34,
        disableSpanReporting: false,
        customTags: {
          team: TracingTag.literal('shop'),
          user: TracingTag.header('x-user', 'nobody'),
          pod: TracingTag.environment('POD_NAME'),
          sni: TracingTag.formatter('%REQUESTED_SERVER_NAME%'),
        },
        enableIstioTags: true,
        useRequestIdForTraceSampling: false,
        disableContextPropagation: true,
      }),
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: telemetry.istio.io/v1
     kind: Telemetry
     metadata:
       name: shop-traces
       namespace: shop
     spec:
       selector:
         matchLabels:
           app: reviews
       tracing:
         - customTags:
             pod:
               environment:
                 name: POD_NAME
             sni:
               formatter:
                 value: "%REQUESTED_SERVER_NAME%"
             team:
               literal:
                 value: shop
             user:
               header:
                 defaultValue: nobody
                 name: x-user
           disableContextPropagation: true
           disableSpanReporting: false
           enableIstioTags: true
           match:
             mode: CLIENT_AND_SERVER
           providers:
             - name: zipkin
           randomSamplingPercentage: 12.34
           useRequestIdForTraceSampling: false
     "
    `);
  });
});

test('an access log is switched off, or on again', () => {
  expect(specOf({ accessLogging: [AccessLog.disabled({ providers: ['envoy'], mode: WorkloadMode.CLIENT }), AccessLog.enabled()] })).toEqual({
    accessLogging: [{ disabled: true, match: { mode: 'CLIENT' }, providers: [{ name: 'envoy' }] }, { disabled: false }],
  });
});

test('zero percent is said', () => {
  expect(specOf({ tracing: TracingConfig.of({ randomSamplingPercentage: 0 }) })).toEqual({ tracing: [{ randomSamplingPercentage: 0 }] });
});

test('what is said grows, and is read as a copy', () => {
  const chart = shop();
  const telemetry = new Telemetry(chart, 'Telemetry', { attachTo: Attachment.targets(TargetRef.gateway('waypoint')) });
  telemetry.addMetrics(MetricsConfig.of({ providers: ['prometheus'] }));
  telemetry.addAccessLog(AccessLog.disabled());
  telemetry.metrics.pop();
  telemetry.accessLogging.pop();
  expect(Testing.synth(chart)[0].spec).toEqual({
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    metrics: [{ providers: [{ name: 'prometheus' }] }],
    accessLogging: [{ disabled: true }],
  });
});

test('a pattern supplies the content at synthesis', () => {
  const chart = shop();
  const telemetry = new Telemetry(chart, 'Telemetry', {});
  telemetry._contentFrom(() => ({ metrics: [], accessLogging: [AccessLog.enabled()] }));
  expect(Testing.synth(chart)[0].spec).toEqual({ accessLogging: [{ disabled: false }] });
  const message = '[shop/Telemetry] its content comes from [shop/Telemetry], so that what is added here would be lost\n    fix: say it to [shop/Telemetry]';
  expect(() => telemetry.addAccessLog(AccessLog.disabled())).toThrow(message);
  expect(() => telemetry.addMetrics(MetricsConfig.of({ providers: ['prometheus'] }))).toThrow(message);
});

test('fails when nothing is said', () => {
  const chart = shop();
  new Telemetry(chart, 'Telemetry', {});
  expect(() => Testing.synth(chart)).toThrow('[shop/Telemetry] the Telemetry says nothing\n      fix: give tracing, metrics or accessLogging');
});

test.each([
  [
    () => AccessLog.enabled({ filter: 'response.code >= 400' }),
    '[AccessLog.enabled] filter is given without providers, and Istio would ignore it\n    fix: name the providers that it is for',
  ],
  [() => AccessLog.enabled({ filter: '', providers: ['envoy'] }), '[AccessLog.enabled] filter is empty'],
  [() => AccessLog.enabled({ providers: [] }), '[AccessLog.enabled] providers is empty'],
  [() => AccessLog.disabled({ providers: [''] }), '[AccessLog.disabled] a name in providers is empty'],
  [() => AccessLog.disabled({ providers: ['a', 'a'] }), '[AccessLog.disabled] providers has "a" twice\n    fix: leave one out'],
  [() => TracingConfig.of({ mode: WorkloadMode.CLIENT }), '[TracingConfig.of] nothing is said about tracing\n    fix: give provider, randomSamplingPercentage'],
  [() => TracingConfig.of({ provider: '' }), '[TracingConfig.of] provider is empty'],
  [() => TracingConfig.of({ randomSamplingPercentage: 101 }), '[TracingConfig.of] randomSamplingPercentage is 101, not a percentage'],
  [
    () => TracingConfig.of({ randomSamplingPercentage: 0.005 }),
    '[TracingConfig.of] randomSamplingPercentage is 0.005, finer than Istio can\n    fix: use steps of 0.01',
  ],
  [() => TracingConfig.of({ customTags: { '': TracingTag.literal('a') } }), '[TracingConfig.of] the name of a tag in customTags is empty'],
  [() => TracingTag.literal(''), '[TracingTag.literal] value is empty'],
  [() => TracingTag.header('x user'), '[TracingTag.header] the header is "x user", not a header name'],
  [() => TracingTag.environment(''), '[TracingTag.environment] name is empty'],
  [() => TracingTag.formatter(''), '[TracingTag.formatter] value is empty'],
  [() => MetricsConfig.of({}), '[MetricsConfig.of] nothing is said about metrics\n    fix: give providers, overrides or reportingInterval'],
  [() => MetricsConfig.of({ overrides: [] }), '[MetricsConfig.of] overrides is empty'],
  [() => MetricsConfig.of({ reportingInterval: Duration.millis(0) }), '[MetricsConfig.of] reportingInterval is 0'],
  [() => MetricOverride.of(IstioMetric.ALL_METRICS, {}), '[MetricOverride.of] nothing is changed\n    fix: give disabled or tags'],
  [() => MetricOverride.custom('', { disabled: true }), '[MetricOverride.custom] name is empty'],
  [() => MetricOverride.custom('a', { tags: { '': MetricTag.removed() } }), '[MetricOverride.custom] the name of a tag is empty'],
  [() => MetricTag.value(''), '[MetricTag.value] expression is empty'],
])('fails at the call: %s', (call, message) => {
  expect(call).toThrow(message);
});
