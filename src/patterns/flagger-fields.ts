/** Fields with those below them. `true` is whatever is below. */
interface Fields {
  readonly [name: string]: true | Fields;
}

/** `spec.service.retries` of a Canary. */
export const FLAGGER_RETRIES: Fields = { attempts: true, perTryTimeout: true, retryOn: true };

/** `spec.service.trafficPolicy` of a Canary. Kubernetes drops what else is written there, because the CRD does not know it. */
export const FLAGGER_TRAFFIC_POLICY: Fields = {
  loadBalancer: {
    simple: true,
    consistentHash: {
      httpHeaderName: true, httpCookie: { name: true, path: true, ttl: true }, useSourceIp: true, httpQueryParameterName: true, minimumRingSize: true,
    },
    localityLbSetting: { distribute: true, failover: true, enabled: true },
    warmupDurationSecs: true,
  },
  connectionPool: {
    http: { h2UpgradePolicy: true, http1MaxPendingRequests: true, http2MaxRequests: true, idleTimeout: true, maxRequestsPerConnection: true, maxRetries: true },
  },
  outlierDetection: {
    baseEjectionTime: true,
    consecutive5xxErrors: true,
    consecutiveGatewayErrors: true,
    consecutiveLocalOriginFailures: true,
    interval: true,
    maxEjectionPercent: true,
    minHealthPercent: true,
    splitExternalLocalOriginErrors: true,
  },
};

/** Path of a field that is written and not known. */
export function unknownField(written: object, known: Fields): string | undefined {
  for (const [name, value] of Object.entries(written)) {
    const below = known[name];
    if (value === undefined || below === true) continue;
    if (!below || typeof value !== 'object') return name;
    const deeper = unknownField(value, below);
    if (deeper) return `${name}.${deeper}`;
  }
  return undefined;
}
