import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('destination-rule/bad-host', () => {
  test.each<[string, string[]]>([
    ['{ host: "" }', ['host: the host is "", which is no DNS name']],
    ['{ host: "a b" }', ['host: the host is "a b", which is no DNS name']],
    ['{ host: "http://a" }', ['host: the host is "http://a", which is no DNS name']],
    ['{ host: "a:80" }', ['host: the host is "a:80", which is no DNS name']],
    ['{ host: a..b }', ['host: the host is "a..b", which is no DNS name']],
    ['{ host: a.1 }', ['host: the host is "a.1", which is no DNS name']],
    ['{ host: "a.*.b" }', ['host: the host is "a.*.b", which is no DNS name']],
    ['{ host: 10.0.0.1 }', ['host: the host is "10.0.0.1", which is no DNS name']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-host', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a }',
    '{ host: "*" }',
    '{ host: "*.a.b" }',
    '{ host: "*-a.b" }',
    '{ host: A.b. }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-host', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-connection-pool', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { connectionPool: {} } }', ['trafficPolicy.connectionPool: the connection pool has neither http nor tcp']],
    ['{ host: a, trafficPolicy: { connectionPool: { http: { maxRetries: -1, http2MaxRequests: -2 } } } }', ['trafficPolicy.connectionPool.http.http2MaxRequests: http2MaxRequests is -2', 'trafficPolicy.connectionPool.http.maxRetries: maxRetries is -1']],
    ['{ host: a, trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } } } }', ['trafficPolicy.connectionPool.http.useClientProtocol: requests are to be upgraded to HTTP/2 and to keep the protocol of the client']],
    ['{ host: a, trafficPolicy: { connectionPool: { http: { http2KeepAlive: { interval: 1s } } } } }', ['trafficPolicy.connectionPool.http.http2KeepAlive: http2KeepAlive has no timeout']],
    ['{ host: a, subsets: [{ name: v1, trafficPolicy: { connectionPool: { tcp: { maxConnections: -1 } } } }] }', ['subsets[0].trafficPolicy.connectionPool.tcp.maxConnections: maxConnections is -1']],
    ['{ host: a, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, connectionPool: { tcp: { maxConnections: -1 } } }] } }', ['trafficPolicy.portLevelSettings[0].connectionPool.tcp.maxConnections: maxConnections is -1']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-connection-pool', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { connectionPool: { tcp: { maxConnections: 0, idleTimeout: 0s } } } }',
    '{ host: a, trafficPolicy: { connectionPool: { http: { h2UpgradePolicy: UPGRADE } } } }',
    '{ host: a, trafficPolicy: { connectionPool: { tcp: {} } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-connection-pool', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-distribution', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu, to: { eu: 99 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: the weights add up to 99, not 100']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu, to: { eu: 0, us: 100 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to["eu"]: the weight of eu is 0']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: the weights add up to 0, not 100']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: "", to: { eu: 100 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute: locality "" has an empty part']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu/*/a, to: { eu: 100 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute: locality eu/*/a has a wildcard that is not at its end']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: "*", to: { eu: 100 } }, { from: eu, to: { eu: 100 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute: locality eu overlaps with * before it']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu/a, to: { eu: 100 } }, { from: eu, to: { eu: 100 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute: locality eu overlaps with eu/a before it']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu/a/b, to: { eu: 100 } }, { from: eu/a/b, to: { eu: 100 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute: locality eu/a/b is there twice']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu, to: { eu/*: 50, eu/a: 50 } }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: locality eu/a overlaps with eu/* before it']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-distribution', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu/a, to: { eu/a: 80, us: 20 } }, { from: eu/*, to: { eu: 100 } }, { from: "*", to: { us: 100 } }] } }, outlierDetection: { interval: 1s } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu/a/b, to: { eu/a/b: 80, eu/a/c: 20 } }] } }, outlierDetection: { interval: 1s } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-distribution', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-failover', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: eu, to: eu }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.failover[0]: the failover leads from eu to itself']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{}] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.failover[0]: the failover names no region']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: eu/a, to: "u*" }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.failover[0].from: the failover names "eu/a", which is no region', 'trafficPolicy.loadBalancer.localityLbSetting.failover[0].to: the failover names "u*", which is no region']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: eu, to: us }], failoverPriority: [topology.istio.io/subzone, app] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting.failoverPriority: failoverPriority lists "topology.istio.io/subzone"']],
    ['{ host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { failoverPriority: [topology.kubernetes.io/zone] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.zoneAwareLbSetting.failoverPriority: failoverPriority lists "topology.kubernetes.io/zone"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-failover', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: [topology.kubernetes.io/region] } }, outlierDetection: { interval: 1s } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: eu, to: us }], failoverPriority: [topology.istio.io/network] } }, outlierDetection: { interval: 1s } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-failover', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/distribute-with-failover', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: eu, to: { eu: 100 } }], failover: [{ from: eu, to: us }] } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.localityLbSetting: the locality setting has both distribute and failover']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true }, zoneAwareLbSetting: { enabled: true } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer: the load balancer has both localityLbSetting and zoneAwareLbSetting']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/distribute-with-failover', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [], failover: [{ from: eu, to: us }] } }, outlierDetection: { interval: 1s } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/distribute-with-failover', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/failover-without-outlier-detection', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: [app] } } } }', ['trafficPolicy.loadBalancer.localityLbSetting.failoverPriority: failoverPriority without outlierDetection']],
    ['{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true } } } }', ['trafficPolicy.loadBalancer.localityLbSetting.enabled: enabled without outlierDetection']],
    ['{ host: a, trafficPolicy: { outlierDetection: { interval: 1s }, portLevelSettings: [{ port: { number: 80 }, loadBalancer: { localityLbSetting: { failoverPriority: [app] } } }] } }', ['trafficPolicy.portLevelSettings[0].loadBalancer.localityLbSetting.failoverPriority: failoverPriority without outlierDetection']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/failover-without-outlier-detection', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { outlierDetection: { interval: 1s } }, subsets: [{ name: v1, trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: [app] } } } }] }',
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: false, failoverPriority: [app] } } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true, distribute: [{ from: eu/*, to: { eu/*: 100 } }] } } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { zoneAwareLbSetting: { enabled: true } } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/failover-without-outlier-detection', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-hash', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: { tableSize: 5000011 } } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: the table size of Maglev is 5000011, not a prime number below 5000011']],
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: {} } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: the table size of Maglev is 0, not a prime number below 5000011']],
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: { tableSize: 9 } } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: the table size of Maglev is 9, not a prime number below 5000011']],
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: "", ttl: 0s } } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.httpCookie.name: the cookie has an empty name']],
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: a, attributes: [{ name: "" }, { name: b }, { name: b }] } } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[0].name: a cookie attribute has an empty name', 'trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[2].name: cookie attribute b is there twice']],
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true, minimumRingSize: 10, ringHash: {} } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.minimumRingSize: minimumRingSize beside ringHash']],
    ['{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: { tableSize: 5000000 } } }, outlierDetection: { interval: 1s } } }', ['trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: the table size of Maglev is 5000000, not a prime number below 5000011']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-hash', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: { tableSize: 2 } } }, outlierDetection: { interval: 1s } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: { tableSize: 1 } } }, outlierDetection: { interval: 1s } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: a, maglev: { tableSize: 4999999 } } }, outlierDetection: { interval: 1s } } }',
    '{ host: a, trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: a, ttl: 0s, attributes: [{ name: b }] } } }, outlierDetection: { interval: 1s } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-hash', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-outlier-detection', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { outlierDetection: { maxEjectionPercent: -1, minHealthPercent: 101 } } }', ['trafficPolicy.outlierDetection.maxEjectionPercent: maxEjectionPercent is -1', 'trafficPolicy.outlierDetection.minHealthPercent: minHealthPercent is 101']],
    ['{ host: a, trafficPolicy: { outlierDetection: { consecutiveLocalOriginFailures: 5 } } }', ['trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: consecutiveLocalOriginFailures without splitExternalLocalOriginErrors']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-outlier-detection', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { outlierDetection: { consecutiveLocalOriginFailures: 0, maxEjectionPercent: 100 } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-outlier-detection', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/ignored-consecutive-errors', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { outlierDetection: { consecutiveErrors: 3, consecutive5xxErrors: 7 } } }', ['trafficPolicy.outlierDetection.consecutiveErrors: consecutiveErrors: 3 has no effect']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/ignored-consecutive-errors', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { outlierDetection: { consecutiveErrors: 0 } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/ignored-consecutive-errors', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-subset-name', () => {
  test.each<[string, string[]]>([
    ['{ host: a, subsets: [{ name: "" }] }', ['subsets[0].name: the subset is called "", which is no DNS label']],
    ['{ host: a, subsets: [{ name: v1_0 }] }', ['subsets[0].name: the subset is called "v1_0", which is no DNS label']],
    ['{ host: a, subsets: [{ name: -v1 }] }', ['subsets[0].name: the subset is called "-v1", which is no DNS label']],
    ['{ host: a, subsets: [{ name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa }] }', ['subsets[0].name: the subset is called "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", which is no DNS label']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-subset-name', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, subsets: [{ name: V1 }] }',
    '{ host: a, subsets: [{ name: "1" }] }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-subset-name', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-subset-label', () => {
  test.each<[string, string[]]>([
    ['{ host: a, subsets: [{ name: a, labels: { "": b } }] }', ['subsets[0].labels: the label "" has no valid key']],
    ['{ host: a, subsets: [{ name: a, labels: { a: "b c" } }] }', ['subsets[0].labels["a"]: the label a has the value "b c"']],
    ['{ host: a, subsets: [{ name: a, labels: { a: -b } }] }', ['subsets[0].labels["a"]: the label a has the value "-b"']],
    ['{ host: a, subsets: [{ name: a, labels: { a/b/c: d } }] }', ['subsets[0].labels: the label "a/b/c" has no valid key']],
    ['{ host: a, subsets: [{ name: a, labels: { aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: d } }] }', ['subsets[0].labels: the label "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has no valid key']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-subset-label', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, subsets: [{ name: a, labels: { app.kubernetes.io/version: "", a_b.c: 1.x_y } }] }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-subset-label', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/empty-policy', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: {} }', ['trafficPolicy: the traffic policy says nothing']],
    ['{ host: a, subsets: [{ name: a, trafficPolicy: {} }] }', ['subsets[0].trafficPolicy: the traffic policy says nothing']],
    ['{ host: a, trafficPolicy: { portLevelSettings: [] } }', ['trafficPolicy: the traffic policy says nothing']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/empty-policy', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { retryBudget: {} } }',
    '{ host: a, trafficPolicy: { tls: {} } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/empty-policy', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/bad-tunnel', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { tunnel: { protocol: connect, targetHost: a, targetPort: 80 } } }', ['trafficPolicy.tunnel.protocol: the tunnel is made by "connect"']],
    ['{ host: a, trafficPolicy: { tunnel: { targetHost: "*.a", targetPort: 0 } } }', ['trafficPolicy.tunnel.targetHost: the tunnel leads to "*.a"', 'trafficPolicy.tunnel.targetPort: the tunnel leads to port 0']],
    ['{ host: a, trafficPolicy: { tunnel: { targetHost: a, targetPort: 70000 } } }', ['trafficPolicy.tunnel.targetPort: the tunnel leads to port 70000']],
    ['{ host: a, trafficPolicy: { proxyProtocol: { version: V1 }, tunnel: { targetHost: a, targetPort: 80 } } }', ['trafficPolicy.tunnel: tunnel and proxyProtocol in one policy']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/bad-tunnel', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { tunnel: { targetHost: "::1", targetPort: 65535 } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/bad-tunnel', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/mutual-without-certificate', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { tls: { mode: MUTUAL } } }', ['trafficPolicy.tls: mode MUTUAL without clientCertificate and privateKey']],
    ['{ host: a, trafficPolicy: { tls: { mode: MUTUAL, privateKey: a } } }', ['trafficPolicy.tls: mode MUTUAL without clientCertificate']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/mutual-without-certificate', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { tls: { mode: MUTUAL, credentialName: a } } }',
    '{ host: a, trafficPolicy: { tls: { mode: SIMPLE } } }',
    '{ host: a, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/mutual-without-certificate', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/credential-with-files', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { tls: { mode: MUTUAL, credentialName: a, privateKey: b, caCrl: c } } }', ['trafficPolicy.tls.credentialName: credentialName beside privateKey, caCrl']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/credential-with-files', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { tls: { credentialName: a, caCertificates: b } } }',
    '{ host: a, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, credentialName: a, caCertificates: b } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/credential-with-files', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/unverified-with-names', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: true, credentialName: a } } }', ['trafficPolicy.tls.insecureSkipVerify: insecureSkipVerify beside credentialName']],
    ['{ host: a, trafficPolicy: { tls: { mode: MUTUAL, insecureSkipVerify: true, clientCertificate: a, privateKey: b, caCertificates: c } } }', ['trafficPolicy.tls.insecureSkipVerify: insecureSkipVerify beside caCertificates']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/unverified-with-names', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { tls: { mode: MUTUAL, insecureSkipVerify: true, credentialName: a } } }',
    '{ host: a, trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [] } } }',
    '{ host: a, trafficPolicy: { tls: { mode: SIMPLE, insecureSkipVerify: false, caCertificates: a } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/unverified-with-names', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/foreign-config-map', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://a" } } }', ['trafficPolicy.tls.credentialName: credentialName is "configmap://a"']],
    ['{ host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap:///a" } } }', ['trafficPolicy.tls.credentialName: credentialName is "configmap:///a"']],
    ['{ host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://other/a" } } }', ['trafficPolicy.tls.credentialName: credentialName is "configmap://other/a"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/foreign-config-map', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://default/a" } } }',
    '{ host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "kubernetes://other/a" } } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/foreign-config-map', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/exported-selector', () => {
  test.each<[string, string[]]>([
    ['{ host: a, workloadSelector: { matchLabels: { a: b } }, exportTo: [other] }', ['exportTo: exported to "other" with a workloadSelector']],
    ['{ host: a, workloadSelector: { matchLabels: { a: b } }, exportTo: [., other] }', ['exportTo: exported to "other" with a workloadSelector']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/exported-selector', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, workloadSelector: { matchLabels: { a: b } }, exportTo: [default] }',
    '{ host: a, workloadSelector: { matchLabels: { a: b } } }',
    '{ host: a, exportTo: [other] }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/exported-selector', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/port-level-drops-tls', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { tls: { mode: SIMPLE } }, subsets: [{ name: v1, trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }] } }] }', ['subsets[0].trafficPolicy.portLevelSettings[0]: port 80 has no tls: mode SIMPLE of the other ports is not for it']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/port-level-drops-tls', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { tls: { mode: ISTIO_MUTUAL }, portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }] } }',
    '{ host: a, trafficPolicy: { tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/port-level-drops-tls', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/subset-drops-settings', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { outlierDetection: { interval: 1s, consecutive5xxErrors: 1 } }, subsets: [{ name: v1, trafficPolicy: { outlierDetection: { interval: 2s } } }] }', ['subsets[0].trafficPolicy.outlierDetection: consecutive5xxErrors of the whole rule is not for this subset']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/subset-drops-settings', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([
    '{ host: a, trafficPolicy: { outlierDetection: { interval: 1s } }, subsets: [{ name: v1, trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } }] }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/subset-drops-settings', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/no-such-port', () => {
  test.each<[string, string[]]>([
    ['{ host: a, trafficPolicy: { portLevelSettings: [{ tls: {} }] } }', ['trafficPolicy.portLevelSettings[0]: the settings name no port']],
    ['{ host: a, subsets: [{ name: a, trafficPolicy: { portLevelSettings: [{ tls: {} }] } }] }', ['subsets[0].trafficPolicy.portLevelSettings[0]: the settings name no port']],
  ])('fails for %s', (spec, problems) => {
    expect(said('destination-rule/no-such-port', 'DestinationRule', spec)).toEqual(problems);
  });

  test.each([0, 65536])('warns of port %d, which Istio takes', number => {
    const found = broken(`kind: DestinationRule\nspec: { host: a, trafficPolicy: { portLevelSettings: [{ port: { number: ${number} }, tls: {} }] } }`);
    expect(found.map(({ rule, severity, at, problem }) => `${severity} ${rule} ${at.replace(/^.*Settings/, '')}: ${problem}`)).toEqual([`warning destination-rule/no-such-port [0].port.number: the settings are for port ${number}`]);
  });

  test.each([
    '{ host: a, trafficPolicy: { portLevelSettings: [{ port: { number: 65535 }, tls: {} }] } }',
  ])('is silent for %s', spec => {
    expect(said('destination-rule/no-such-port', 'DestinationRule', spec)).toEqual([]);
  });
});

describe('destination-rule/sni-without-names', () => {
  const entry = (rest: string) => `kind: ServiceEntry\nspec: { hosts: [a.example.com], ports: [{ number: 443, name: a, protocol: HTTP }], ${rest} }\n---\n`;
  const rule = (host: string, settings: string) => `{ kind: DestinationRule, spec: { host: ${host}, trafficPolicy: { tls: { ${settings} } } } }`;

  test.each([
    ['a ServiceEntry without names', entry('resolution: DNS'), 'a.example.com'],
    ['a Service', '', 'a.shop.svc.cluster.local'],
  ])('fails for %s', (_, before, host) => {
    expect(broken(before + rule(host, 'mode: SIMPLE, sni: b'), { only: 'destination-rule/sni-without-names' })).toHaveLength(1);
  });

  test.each([
    ['a ServiceEntry with names', entry('resolution: DNS, subjectAltNames: [a.example.com]'), 'a.example.com', 'mode: SIMPLE, sni: b'],
    ['a dynamic host', entry('resolution: DYNAMIC_DNS'), 'a.example.com', 'mode: SIMPLE, sni: b'],
    ['a host that is not known', '', 'a.example.com', 'mode: SIMPLE, sni: b'],
    ['names in the rule', entry('resolution: DNS'), 'a.example.com', 'mode: SIMPLE, sni: b, subjectAltNames: [b]'],
    ['no sni', entry('resolution: DNS'), 'a.example.com', 'mode: SIMPLE'],
    ['mutual TLS of the mesh', entry('resolution: DNS'), 'a.example.com', 'mode: ISTIO_MUTUAL, sni: b'],
  ])('is silent for %s', (_, before, host, settings) => {
    expect(broken(before + rule(host, settings), { only: 'destination-rule/sni-without-names' })).toEqual([]);
  });
});

test('of a ConfigMap in another namespace nothing is said where the DestinationRule has none', () => {
  const text = 'kind: DestinationRule\nmetadata: { namespace: "" }\nspec: { host: a, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://shop/ca" } } }';
  expect(broken(text, { only: 'destination-rule/foreign-config-map' })).toEqual([]);
});
