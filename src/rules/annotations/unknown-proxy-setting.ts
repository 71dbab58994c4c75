import { didYouMean } from '../../report/did-you-mean';
import { annotated } from '../annotated';
import { Rule } from '../rule';

const CONFIG = 'proxy.istio.io/config';
/** The fields of a ProxyConfig of the mesh. */
const FIELDS = [
  'availabilityZone', 'binaryPath', 'caCertificatesPem', 'concurrency', 'configPath', 'connectionSettings', 'controlPlaneAuthPolicy', 'customConfigFile', 'discoveryAddress',
  'discoveryRefreshDelay', 'drainDuration', 'envoyAccessLogService', 'envoyMetricsService', 'envoyMetricsServiceAddress', 'extraStatTags', 'fileFlushInterval',
  'fileFlushMinSizeKb', 'gatewayTopology', 'holdApplicationUntilProxyStarts', 'image', 'interceptionMode', 'meshId', 'privateKeyProvider', 'proxyAdminPort',
  'proxyBootstrapTemplatePath', 'proxyHeaders', 'proxyMetadata', 'proxyStatsMatcher', 'readinessProbe', 'runtimeValues', 'sds', 'serviceCluster', 'statNameLength',
  'statsCompression', 'statsdUdpAddress', 'statusPort', 'terminationDrainDuration', 'tracing', 'tracingServiceName', 'zipkinAddress',
];
/** Both spellings are read. */
const KNOWN = new Set([...FIELDS, ...FIELDS.map(field => field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))]);

export const unknownProxySetting: Rule = {
  id: 'annotations/unknown-proxy-setting',
  severity: 'warning',
  summary: 'the annotation proxy.istio.io/config has a setting that proxies do not have',
  why: 'Istio reads the annotation as a ProxyConfig of the mesh, and passes over fields that it does not know without a word',
  sameAs: [],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" }, annotations: { proxy.istio.io/config: '{ "holdApplicationUntilProxyStart": true }' } }
spec: { containers: [{ name: app }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" }, annotations: { proxy.istio.io/config: '{ "holdApplicationUntilProxyStarts": true }' } }
spec: { containers: [{ name: app }] }
`,
  * check(mesh) {
    for (const { object, name, value, field, on } of annotated(mesh)) {
      if (name !== CONFIG || on !== 'Pod') continue;
      for (const key of keysOf(value)) {
        if (!KNOWN.has(key)) yield { at: object, field, problem: `proxies have no setting "${key}"`, fix: `correct the name or take it out${didYouMean(key, FIELDS)}` };
      }
    }
  },
};

/** The fields that are written, in JSON or on lines of their own. What is written in another way is not looked at. */
function keysOf(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
  } catch {
    const lines = text.split('\n').filter(line => /^\s*[^\s#]/.test(line) && line.trim() !== '---');
    const indent = /^\s*/.exec(lines[0] ?? '')![0];
    return lines.flatMap(line => new RegExp(`^${indent}(\\w+):(\\s|$)`).exec(line)?.[1] ?? []);
  }
}
