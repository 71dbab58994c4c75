// What proxies report, and what is added to them.
import { App, Chart } from 'cdk8s';
import {
  AccessLog, Attachment, EnvoyConfig, EnvoyContext, EnvoyFilter, EnvoyFilterScope, EnvoyOperation, EnvoyPatch, ExtensionEngine, ExtensionPhase, IstioMetric,
  MetricOverride, MetricsConfig, MetricTag, ProxyConfig, ProxyImage, Telemetry, TracingConfig, TracingTag, TrafficExtension, WasmPlugin, WorkloadMode,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

// One Telemetry for the namespace: of several the oldest counts, so logs, metrics and traces go into one.
new Telemetry(chart, 'Observe', {
  metadata: { name: 'default' },
  accessLogging: [AccessLog.enabled({ providers: ['envoy'], filter: 'response.code >= 400' })],
  metrics: [MetricsConfig.of({
    providers: ['prometheus'],
    overrides: [
      // Counted once, where the call is answered.
      MetricOverride.of(IstioMetric.ALL_METRICS, { mode: WorkloadMode.CLIENT, disabled: true }),
      MetricOverride.of(IstioMetric.REQUEST_COUNT, { tags: { request_method: MetricTag.value('request.method'), destination_principal: MetricTag.removed() } }),
    ],
  })],
  tracing: TracingConfig.of({ randomSamplingPercentage: 5, customTags: { tenant: TracingTag.header('x-tenant') } }),
});

// The cart logs its own requests.
new Telemetry(chart, 'QuietCart', { attachTo: Attachment.workloads({ app: 'cart' }), accessLogging: [AccessLog.disabled()] });

// Proxies start with this; it takes effect when a pod is made anew.
new ProxyConfig(chart, 'Proxies', { concurrency: 2, image: ProxyImage.distroless() });

// At most 100 requests in a second at each pod of the cart, 429 beyond that. Istio has no kind of its own for it.
const tokens = { max_tokens: 100, tokens_per_fill: 100, fill_interval: '1s' };
const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
const rateLimit = EnvoyConfig.typed(
  'envoy.filters.http.local_ratelimit',
  'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
  JSON.stringify({ stat_prefix: 'cart', token_bucket: tokens, filter_enabled: always, filter_enforced: always }),
);
new EnvoyFilter(chart, 'CartLimit', {
  appliesTo: EnvoyFilterScope.workloads({ app: 'cart' }),
  // Filters of one proxy are applied in order of priority; without any, the order is not said.
  priority: 10,
  patches: [
    EnvoyPatch.httpFilter(EnvoyOperation.insertBefore(rateLimit), { context: EnvoyContext.SIDECAR_INBOUND, filter: 'envoy.filters.http.router' }),
  ],
});

// The digest makes sure that what runs is what was reviewed. If it cannot be loaded, requests are refused.
new WasmPlugin(chart, 'BasicAuth', {
  attachTo: Attachment.workloads({ app: 'admin' }),
  phase: ExtensionPhase.AUTHN,
  url: 'oci://registry.example.com/filters/basic-auth:1.2.0',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  pluginConfig: JSON.stringify({ realm: 'admin' }),
});

// Small things in Lua.
new TrafficExtension(chart, 'Version', {
  attachTo: Attachment.workloads({ app: 'cart' }),
  engine: ExtensionEngine.lua(`function envoy_on_response(handle)
  handle:headers():replace("x-served-by", "cart")
end
`),
});

app.synth();
