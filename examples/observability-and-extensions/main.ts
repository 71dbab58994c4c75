// What proxies report, and what is added to them.
import { App, Chart } from 'cdk8s';
import {
  EnvoyConfig, EnvoyContext, EnvoyFilter, EnvoyFilterScope, EnvoyOperation, EnvoyPatch, extensions, ProxyConfig, ProxyImage, telemetry,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

new telemetry.Telemetry(chart, 'Observe', {
  metadata: { name: 'default' },
  spec: {
    accessLogging: [{ providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400' } }],
    tracing: [{ randomSamplingPercentage: 5 }],
  },
});

// Proxies start with this; it takes effect when a pod is made anew.
new ProxyConfig(chart, 'Proxies', { concurrency: 2, image: ProxyImage.distroless(), environmentVariables: { ISTIO_META_TEAM: 'shop' } });

// At most 100 requests in a second at each pod of the cart, 429 beyond that. Istio has no resource of its own for it.
const tokens = { max_tokens: 100, tokens_per_fill: 100, fill_interval: '1s' };
const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
new EnvoyFilter(chart, 'CartLimit', {
  appliesTo: EnvoyFilterScope.workloads({ app: 'cart' }),
  patches: [
    EnvoyPatch.httpFilter(
      EnvoyOperation.insertBefore(EnvoyConfig.typed(
        'envoy.filters.http.local_ratelimit',
        'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
        JSON.stringify({ stat_prefix: 'cart', token_bucket: tokens, filter_enabled: always, filter_enforced: always }),
      )),
      { context: EnvoyContext.SIDECAR_INBOUND, filter: 'envoy.filters.http.router' },
    ),
  ],
});

new extensions.WasmPlugin(chart, 'BasicAuth', {
  metadata: { name: 'basic-auth' },
  spec: {
    selector: { matchLabels: { app: 'admin' } },
    url: 'oci://ghcr.io/istio-ecosystem/wasm-extensions/basic_auth:1.12.0',
    phase: extensions.WasmPluginSpecPhase.AUTHN,
  },
});

app.synth();
