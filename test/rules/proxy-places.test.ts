import { broken } from './broken';

function problems(only: string, text: string): string[] {
  return broken(text, { only }).map(({ problem }) => problem);
}

describe('an HTTP filter that a patch adds', () => {
  const VALUE = 'value: { name: lua, typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua } }';
  const match = (subFilter: string) => `match: { context: GATEWAY, listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, ${subFilter} } } } }`;
  const patch = (operation: string, subFilter = '', applyTo = 'HTTP_FILTER') => `{ applyTo: ${applyTo}, ${match(subFilter)}, patch: { operation: ${operation}, ${VALUE} } }`;
  const router = 'subFilter: { name: envoy.filters.http.router }';
  const filter = (...patches: string[]) => `kind: EnvoyFilter\nspec: { configPatches: [${patches.join(', ')}] }`;

  test.each([
    ['ADD', patch('ADD'), ['ADD puts the filter after the router']],
    ['ADD at a filter', patch('ADD', 'subFilter: { name: envoy.filters.http.cors }'), ['ADD puts the filter after the router']],
    ['INSERT_AFTER', patch('INSERT_AFTER'), ['INSERT_AFTER without the name of an HTTP filter puts the filter after the router']],
    ['INSERT_AFTER the router', patch('INSERT_AFTER', router), ['INSERT_AFTER envoy.filters.http.router puts the filter after the router']],
    ['INSERT_AFTER another filter', patch('INSERT_AFTER', 'subFilter: { name: envoy.filters.http.cors }'), []],
    ['ADD at what is not HTTP', patch('ADD').replace('http_connection_manager', 'tcp_proxy'), []],
    ['INSERT_BEFORE', patch('INSERT_BEFORE'), []],
    ['INSERT_FIRST', patch('INSERT_FIRST'), []],
    ['ADD of a cluster', patch('ADD', '', 'CLUSTER'), []],
  ])('by %s', (_, text, expected) => {
    expect(problems('envoy-filter/after-router', filter(text))).toEqual(expected);
  });

  test('may come last where the router is taken out', () => {
    const removing = `{ applyTo: HTTP_FILTER, ${match(router)}, patch: { operation: REMOVE } }`;
    expect(problems('envoy-filter/after-router', filter(removing, patch('ADD')))).toEqual([]);
  });
});

const pod = (labels: string, containers: string) => `kind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web, version: v1, ${labels} } }\nspec: { containers: [${containers}] }`;
const INJECTED = 'sidecar.istio.io/inject: "true"';

test.each([
  ['15001', INJECTED, '{ name: app, ports: [{ containerPort: 8080 }, { containerPort: 15001 }] }', ['Pod shop/web listens on 15001, where its sidecar has outgoing connections']],
  ['15014', INJECTED, '{ name: app, ports: [{ containerPort: 15014 }] }', []],
  ['15090 of the sidecar itself', INJECTED, '{ name: istio-proxy, ports: [{ containerPort: 15090 }] }', []],
  ['15001 over UDP', INJECTED, '{ name: app, ports: [{ containerPort: 15001, protocol: UDP }] }', []],
  ['15001 without a sidecar', 'sidecar.istio.io/inject: "false"', '{ name: app, ports: [{ containerPort: 15001 }] }', []],
])('an application that listens on %s', (_, labels, containers, expected) => {
  expect(problems('workload/port-of-proxy', pod(labels, containers))).toEqual(expected);
});

test.each([
  ['15000', 'proxy.istio.io/config', 'proxyAdminPort: 15100'],
  ['15020', 'status.sidecar.istio.io/port', '15120'],
  ['15020', 'proxy.istio.io/config', 'statusPort: 15120'],
  ['15090', 'proxy.istio.io/config', '{"proxyMetadata":{"ENVOY_PROMETHEUS_PORT":"15190"}}'],
])('an application may listen on %s where %s moves the sidecar', (port, name, value) => {
  const found = (annotation: string) => problems('workload/port-of-proxy', pod(INJECTED, `{ name: app, ports: [{ containerPort: ${port} }] }`).replace('} }\nspec', `}, annotations: { ${annotation} } }\nspec`));
  expect(found(`${name}: '${value}'`)).toEqual([]);
  expect(found('proxy.istio.io/config: "concurrency: 2"')).toHaveLength(1);
});

test.each([
  ['disabled', ['sidecar.istio.io/inject of the pods of Pod shop/web is "disabled"']],
  ['"True"', ['sidecar.istio.io/inject of the pods of Pod shop/web is "True"']],
  ['"true"', []],
  ['"false"', []],
])('pods that are labelled for injection with %s', (value, expected) => {
  expect(problems('workload/bad-inject-label', pod(`sidecar.istio.io/inject: ${value}`, '{ name: app }'))).toEqual(expected);
});

test.each([
  ['istio-inject: enabled', ['of namespaces Istio knows no label istio-inject'], 'istio-injection'],
  ['istio_injection: enabled', ['of namespaces Istio knows no label istio_injection'], 'istio-injection'],
  ['sidecar.istio.io/inject: "true"', ['of namespaces Istio knows no label sidecar.istio.io/inject'], 'istio-injection'],
  ['istio.io/dataplane: ambient', ['of namespaces Istio knows no label istio.io/dataplane'], 'istio.io/dataplane-mode'],
  ['istio.io/waypoint: shop', ['of namespaces Istio knows no label istio.io/waypoint'], 'istio.io/use-waypoint'],
  ['istio-injection: enabled', [], undefined],
  ['istio.io/tag: prod', [], undefined],
  ['istio.io/rev: canary', [], undefined],
  ['istio-operator-managed: Reconcile', [], undefined],
  ['istio.io/use-waypoint-namespace: edge', [], undefined],
])('a namespace with the label %s', (labels, expected, meant) => {
  const found = broken(`kind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }`, { only: 'namespace/unknown-label' });
  expect(found.map(({ problem }) => problem)).toEqual(expected);
  expect(found[0]?.fix).toBe(meant && `write ${meant}`);
});

test.each([
  ['minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2', ['minProtocolVersion is TLSV1_3, and maxProtocolVersion is TLSV1_2']],
  ['minProtocolVersion: TLSV1_2, maxProtocolVersion: TLSV1_2', []],
  ['minProtocolVersion: TLSV1_3, maxProtocolVersion: TLS_AUTO', []],
  ['maxProtocolVersion: TLSV1_2', []],
  ['maxProtocolVersion: TLSV1_1', ['the lowest version is TLSV1_2, as minProtocolVersion says nothing, and maxProtocolVersion is TLSV1_1']],
  ['minProtocolVersion: TLSV1_0, maxProtocolVersion: TLSV1_1', []],
])('a server with %s', (versions, expected) => {
  const text = `kind: Gateway\nspec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop, ${versions} } }] }`;
  expect(problems('gateway/no-tls-version', text)).toEqual(expected);
});

describe('a patch with a context', () => {
  const filter = (context: string, selector = 'workloadSelector: { labels: { app: web } },', home = 'shop') => `kind: EnvoyFilter\nmetadata: { namespace: ${home} }\nspec: { ${selector} configPatches: [{ applyTo: CLUSTER, match: { context: ${context} }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }`;
  const sidecar = pod(INJECTED, '{ name: app }');
  const gateway = pod('', '{ name: istio-proxy, args: [proxy, router] }').replace('name: web', 'name: gateway');
  const told = (...documents: string[]) => problems('envoy-filter/context-of-others', documents.join('\n---\n'));

  test.each([
    ['GATEWAY', sidecar, ['the context is GATEWAY, and Pod shop/web has a sidecar: the patch changes nothing']],
    ['SIDECAR_INBOUND', gateway, ['the context is SIDECAR_INBOUND, and Pod shop/gateway is a gateway: the patch changes nothing']],
    ['SIDECAR_OUTBOUND', gateway, ['the context is SIDECAR_OUTBOUND, and Pod shop/gateway is a gateway: the patch changes nothing']],
    ['GATEWAY', gateway, []],
    ['SIDECAR_INBOUND', sidecar, []],
    ['ANY', sidecar, []],
    ['GATEWAY', pod('', '{ name: app }'), []],
    ['GATEWAY', `${sidecar}\n---\n${gateway}`, []],
  ])('%s', (context, pods, expected) => {
    expect(told(filter(context), pods)).toEqual(expected);
  });

  test('is for all of the namespace without a selector, and for all namespaces from the root', () => {
    expect(told(filter('GATEWAY', ''), sidecar)).toEqual([]);
    expect(told(filter('GATEWAY', undefined, 'istio-system'), sidecar)).toHaveLength(1);
    expect(told(filter('GATEWAY', undefined, 'edge'), sidecar)).toEqual([]);
  });
});

test.each([
  ['consistentHash: { httpHeaderName: x-user }', 'tcp', ['httpHeaderName is not hashed for what is not HTTP: db has 80 (TCP)']],
  ['consistentHash: { httpCookie: { name: user, ttl: 0s } }', 'tls', ['httpCookie is not hashed for what is not HTTP: db has 80 (TLS)']],
  ['consistentHash: { useSourceIp: true }', 'tcp', []],
  ['consistentHash: { httpHeaderName: x-user }', 'http', []],
  ['consistentHash: { httpHeaderName: x-user }', 'any', []],
  ['simple: RANDOM', 'tcp', []],
])('a load balancer with %s for a port that is called %s', (balancer, port, expected) => {
  const text = `kind: Service\nmetadata: { name: db }\nspec: { ports: [{ name: ${port}, port: 80 }] }\n---\nkind: DestinationRule\nspec: { host: db, trafficPolicy: { loadBalancer: { ${balancer} } } }`;
  expect(problems('destination-rule/http-hash-on-tcp', text)).toEqual(expected);
});

test('a hash for one port is for that port, and there not even of the address', () => {
  const rule = (port: number, hash = 'httpHeaderName: x-user') => `kind: Service\nmetadata: { name: db }\nspec: { ports: [{ name: tcp, port: 80 }, { name: http, port: 81 }] }\n---\nkind: DestinationRule\nspec: { host: db, subsets: [{ name: v1, trafficPolicy: { portLevelSettings: [{ port: { number: ${port} }, loadBalancer: { consistentHash: { ${hash} } } }] } }] }`;
  expect(problems('destination-rule/http-hash-on-tcp', rule(80))).toEqual(['httpHeaderName is not hashed for what is not HTTP: db has 80 (TCP)']);
  expect(problems('destination-rule/http-hash-on-tcp', rule(81))).toEqual([]);
  expect(problems('destination-rule/http-hash-on-tcp', rule(80, 'useSourceIp: true'))).toEqual(['useSourceIp is not hashed for what is not HTTP: db has 80 (TCP)']);
  expect(problems('destination-rule/http-hash-on-tcp', rule(81, 'useSourceIp: true'))).toEqual([]);
});

test.each([
  ['JSON', '\'{"holdApplicationUntilProxyStart": true}\'', ['proxies have no setting "holdApplicationUntilProxyStart"']],
  ['lines', '"tracing:\\n  sampling: 10\\nconcurency: 2\\n"', ['proxies have no setting "concurency"']],
  ['lines further in', '"  holdApplicationUntilProxyStarts: true\\n  proxyMetdata:\\n    A: b\\n"', ['proxies have no setting "proxyMetdata"']],
  ['comments', '"# how many threads\\nconcurrency: 2\\n"', []],
  ['either spelling', '\'{"holdApplicationUntilProxyStarts": true, "proxy_metadata": {"ANY": "b"}}\'', []],
  ['another way', '"{ concurency: 2 }"', []],
  ['nothing', '""', []],
])('settings of a proxy in %s', (_, value, expected) => {
  const text = pod(INJECTED, '{ name: app }').replace('} }\nspec', `}, annotations: { proxy.istio.io/config: ${value} } }\nspec`);
  expect(text).toContain('proxy.istio.io/config');
  expect(problems('annotations/unknown-proxy-setting', text)).toEqual(expected);
});
