import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('sidecar/empty', () => {
  test.each<[string, string[]]>([
    ['{}', [': the Sidecar has neither egress, ingress, outboundTrafficPolicy nor inboundConnectionPool']],
    ['{ egress: [] }', [': the Sidecar has neither egress, ingress, outboundTrafficPolicy nor inboundConnectionPool']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/empty', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ outboundTrafficPolicy: {} }',
    '{ inboundConnectionPool: { tcp: {} } }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/empty', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/bad-egress-host', () => {
  test.each<[string, string[]]>([
    ['{ egress: [{ hosts: [] }] }', ['egress[0].hosts: the listener has no hosts']],
    ['{ egress: [{ hosts: [a] }] }', ['egress[0].hosts[0]: the host "a" has no namespace']],
    ['{ egress: [{ hosts: [a.example.com] }] }', ['egress[0].hosts[0]: the host "a.example.com" has no namespace']],
    ['{ egress: [{ hosts: [./reviews] }] }', ['egress[0].hosts[0]: the host "./reviews" is a short name']],
    ['{ egress: [{ hosts: [shop/reviews] }] }', ['egress[0].hosts[0]: the host "shop/reviews" is a short name']],
    ['{ egress: [{ hosts: [/*] }] }', ['egress[0].hosts[0]: the host "/*" has nothing on one side of the slash']],
    ['{ egress: [{ hosts: [./] }] }', ['egress[0].hosts[0]: the host "./" has nothing on one side of the slash']],
    ['{ egress: [{ hosts: [a_b/*] }] }', ['egress[0].hosts[0]: the host "a_b/*" is of the namespace "a_b", which is no name of one']],
    ['{ egress: [{ hosts: ["./*a.b"] }] }', ['egress[0].hosts[0]: the host "./*a.b" is no DNS name']],
    ['{ egress: [{ hosts: ["./*-a.b"] }] }', ['egress[0].hosts[0]: the host "./*-a.b" is no DNS name']],
    ['{ egress: [{ hosts: [./10.0.0.1] }] }', ['egress[0].hosts[0]: the host "./10.0.0.1" is no DNS name']],
    ['{ egress: [{ hosts: [a/b/c.d] }] }', ['egress[0].hosts[0]: the host "a/b/c.d" is no DNS name']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/bad-egress-host', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ egress: [{ hosts: ["*/*", ~/*, ~a/*, ./*.a.b, a/a.b] }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/bad-egress-host', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/duplicate-egress-host', () => {
  test.each<[string, string[]]>([
    ['{ egress: [{ hosts: [./a.b, ./a.b] }] }', ['egress[0].hosts[1]: ./a.b is listed twice']],
    ['{ egress: [{ hosts: [a/a.b, a/*] }] }', ['egress[0].hosts[0]: a/a.b is part of a/*']],
    ['{ egress: [{ hosts: ["*/*", a/a.b] }] }', ['egress[0].hosts[1]: a/a.b is part of */*']],
    ['{ egress: [{ hosts: [default/*, ./a.b] }] }', ['egress[0].hosts[1]: ./a.b is part of default/*']],
    ['{ egress: [{ hosts: ["*/*", "*/*"] }] }', ['egress[0].hosts[1]: */* is listed twice']],
    ['{ egress: [{ hosts: [a/*, b/*, a/a.b] }] }', ['egress[0].hosts[2]: a/a.b is part of a/*']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/duplicate-egress-host', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ egress: [{ hosts: ["*/*", ~a/*] }] }',
    '{ egress: [{ hosts: [a/*, b/a.b] }] }',
    '{ egress: [{ port: { number: 80, protocol: HTTP }, hosts: [./*] }, { hosts: [./*] }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/duplicate-egress-host', 'Sidecar', spec)).toEqual([]);
  });

  test('is silent for a Sidecar of the whole mesh, where ./* are the services of the client', () => {
    const whole = 'kind: Sidecar\nmetadata: { namespace: istio-system }\nspec: { egress: [{ hosts: ["./*", istio-system/*] }] }';
    expect(broken(whole, { only: 'sidecar/duplicate-egress-host' })).toEqual([]);
    expect(broken(whole.replace('egress', 'workloadSelector: { labels: { app: a } }, egress'), { only: 'sidecar/duplicate-egress-host' })).toHaveLength(1);
  });
});

describe('sidecar/egress-listener-order', () => {
  test.each<[string, string[]]>([
    ['{ egress: [{ hosts: [./*] }, { hosts: [a/*] }] }', ['egress[0]: the listener has no port, and is not the last one']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/egress-listener-order', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ egress: [{ port: { number: 80, protocol: HTTP }, hosts: [./*] }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/egress-listener-order', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/duplicate-port', () => {
  test.each<[string, string[]]>([
    ['{ egress: [{ port: { number: 80, protocol: HTTP }, bind: 127.0.0.1, hosts: [./*] }, { port: { number: 80, protocol: HTTP }, bind: 127.0.0.2, hosts: [./*] }] }', ['egress[1]: two egress listeners are on port 80']],
    ['{ egress: [{ port: { number: 0, protocol: HTTP }, bind: "unix:///a", hosts: [./*] }, { port: { protocol: HTTP }, bind: "unix:///a", hosts: [./*] }] }', ['egress[1]: two egress listeners are on socket "unix:///a"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/duplicate-port', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ egress: [{ port: { number: 0, protocol: HTTP }, bind: "unix:///a", hosts: [./*] }, { port: { protocol: HTTP }, bind: "unix:///b", hosts: [./*] }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/duplicate-port', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/bad-listener', () => {
  test.each<[string, string[]]>([
    ['{ egress: [{ port: { number: 0, protocol: HTTP }, hosts: [./*] }] }', ['egress[0].bind: the listener has port 0 and no bind']],
    ['{ egress: [{ port: { number: 0, protocol: HTTP }, bind: "unix://a", hosts: [./*] }] }', ['egress[0].bind: port 0 with bind "unix://a"']],
    ['{ egress: [{ port: { number: 0, protocol: HTTP }, bind: "unix:///a/", hosts: [./*] }] }', ['egress[0].bind: port 0 with bind "unix:///a/"']],
    ['{ egress: [{ port: { number: 0, protocol: HTTP }, bind: "unix:///a", captureMode: IPTABLES, hosts: [./*] }] }', ['egress[0].captureMode: a listener on a Unix socket with captureMode IPTABLES']],
    ['{ egress: [{ port: { number: 70000, protocol: HTTP }, hosts: [./*] }] }', ['egress[0].port.number: the port is 70000']],
    ['{ egress: [{ port: { number: 80, protocol: HTTP1, name: a_b }, bind: a, hosts: [./*] }] }', ['egress[0].port.name: the port is called "a_b"', 'egress[0].port.protocol: the protocol is "HTTP1"', 'egress[0].bind: the listener binds to "a"']],
    ['{ egress: [{ port: { number: 80, protocol: HTTP, targetPort: 8080 }, hosts: [./*] }] }', ['egress[0].port.targetPort: targetPort 8080 in a Sidecar']],
    ['{ ingress: [{ port: { number: 0, protocol: HTTP }, bind: "unix:///a" }] }', ['ingress[0].port.number: the port is 0', 'ingress[0].bind: the listener binds to "unix:///a"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/bad-listener', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ egress: [{ port: { number: 0, protocol: HTTP }, bind: "unix://@a", captureMode: NONE, hosts: [./*] }] }',
    '{ egress: [{ port: { number: 80, protocol: grpc-web }, bind: "::1", captureMode: IPTABLES, hosts: [./*] }] }',
    '{ egress: [{ port: { number: 80 }, hosts: [./*] }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/bad-listener', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/bad-default-endpoint', () => {
  test.each<[string, string[]]>([
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: a }] }', ['ingress[0].defaultEndpoint: the default endpoint is "a"']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "localhost:80" }] }', ['ingress[0].defaultEndpoint: the default endpoint is "localhost:80"']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "10.0.0.1:80" }] }', ['ingress[0].defaultEndpoint: the default endpoint is "10.0.0.1:80"']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "127.0.0.1:http" }] }', ['ingress[0].defaultEndpoint: the default endpoint is "127.0.0.1:http"']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "127.0.0.1:0" }] }', ['ingress[0].defaultEndpoint: the default endpoint is "127.0.0.1:0"']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "::1:80" }] }', ['ingress[0].defaultEndpoint: the default endpoint is "::1:80"']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "unix://a" }] }', ['ingress[0].defaultEndpoint: the default endpoint is "unix://a"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/bad-default-endpoint', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "127.0.0.1:80" }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "0.0.0.0:80" }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "[::1]:80" }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "[::]:80" }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: ":80" }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "unix:///a" }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTP }, defaultEndpoint: "" }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/bad-default-endpoint', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/bad-ingress-tls', () => {
  test.each<[string, string[]]>([
    ['{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: SIMPLE } }] }', ['ingress[0].tls: mode SIMPLE without serverCertificate, privateKey']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, tls: { mode: SIMPLE, serverCertificate: a, privateKey: b } }] }', ['ingress[0].port.protocol: tls on a port with protocol HTTP']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: MUTUAL, serverCertificate: a, privateKey: b } }] }', ['ingress[0].tls: mode MUTUAL without caCertificates']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: ISTIO_MUTUAL } }] }', ['ingress[0].tls.mode: mode ISTIO_MUTUAL in the tls of a Sidecar']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: SIMPLE, serverCertificate: a, privateKey: b, httpsRedirect: true, subjectAltNames: [c] } }] }', ['ingress[0].tls.subjectAltNames: subjectAltNames in the tls of a Sidecar', 'ingress[0].tls.httpsRedirect: httpsRedirect in the tls of a Sidecar']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: a } }] }', ['ingress[0].tls.credentialName: credentialName in the tls of a Sidecar']],
    ['{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: SIMPLE, serverCertificate: a, privateKey: b, caCrl: c } }] }', ['ingress[0].tls.caCrl: a list of revoked certificates with mode SIMPLE']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/bad-ingress-tls', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ ingress: [{ port: { number: 80, protocol: TLS }, tls: { mode: MUTUAL, serverCertificate: a, privateKey: b, caCertificates: c } }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { mode: PASSTHROUGH } }] }',
    '{ ingress: [{ port: { number: 80, protocol: HTTPS }, tls: { httpsRedirect: false } }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/bad-ingress-tls', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/bad-egress-proxy', () => {
  test.each<[string, string[]]>([
    ['{ outboundTrafficPolicy: { egressProxy: { host: a.b, port: { number: 80 } } } }', ['outboundTrafficPolicy.egressProxy: egressProxy with mode REGISTRY_ONLY, the default']],
    ['{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: "*.b", port: { number: 0 }, subset: a_b } } }', ['outboundTrafficPolicy.egressProxy.host: the proxy is "*.b"', 'outboundTrafficPolicy.egressProxy.port: the port of the proxy is 0', 'outboundTrafficPolicy.egressProxy.subset: the subset is "a_b"']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/bad-egress-proxy', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a.b, port: { number: 80 } } } }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/bad-egress-proxy', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/bad-connection-pool', () => {
  test.each<[string, string[]]>([
    ['{ ingress: [{ port: { number: 80, protocol: HTTP }, connectionPool: {} }] }', ['ingress[0].connectionPool: the connection pool has neither http nor tcp']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/bad-connection-pool', 'Sidecar', spec)).toEqual(problems);
  });

  test.each([
    '{ inboundConnectionPool: { tcp: { maxConnections: 1 } } }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/bad-connection-pool', 'Sidecar', spec)).toEqual([]);
  });
});

describe('sidecar/http-pool-on-tcp', () => {
  test.each<[string, string[]]>([
    ['{ ingress: [{ port: { number: 80 }, connectionPool: { http: { maxRetries: 1 } } }] }', ['ingress[0].connectionPool.http: limits for HTTP on port 80 with no protocol']],
  ])('fails for %s', (spec, problems) => {
    expect(said('sidecar/http-pool-on-tcp', 'Sidecar', spec)).toEqual(problems);
  });

  test('is advice where the proxy looks what it is', () => {
    const severities = (port: string) => broken(`kind: Sidecar\nspec: { ingress: [{ port: { ${port} }, connectionPool: { http: { maxRetries: 1 } } }] }`, { only: 'sidecar/http-pool-on-tcp' }).map(({ severity }) => severity);
    expect(severities('number: 80')).toEqual(['advice']);
    expect(severities('number: 80, protocol: TCP')).toEqual(['warning']);
  });

  test.each([
    '{ ingress: [{ port: { number: 80, protocol: grpc }, connectionPool: { http: { maxRetries: 1 } } }] }',
    '{ ingress: [{ port: { number: 80, protocol: TCP }, connectionPool: { tcp: { maxConnections: 1 } } }] }',
  ])('is silent for %s', spec => {
    expect(said('sidecar/http-pool-on-tcp', 'Sidecar', spec)).toEqual([]);
  });
});

test.each([
  ['{ outboundTrafficPolicy: { egressProxy: { host: proxy.shop.svc.cluster.local, port: { number: 80 } } } }', ['outboundTrafficPolicy.egressProxy: the egressProxy proxy.shop.svc.cluster.local is deprecated']],
  ['{ outboundTrafficPolicy: { mode: ALLOW_ANY } }', []],
  ['{ egress: [{ hosts: [./*] }] }', []],
])('sidecar/deprecated-egress-proxy of %s says %j', (spec, problems) => {
  expect(said('sidecar/deprecated-egress-proxy', 'Sidecar', spec)).toEqual(problems);
});
