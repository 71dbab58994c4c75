import { ApiObject, Chart, Testing } from 'cdk8s';
import { EnvoyConfig } from '../../src/resources/envoy-config';
import { EnvoyFilter, EnvoyFilterProps } from '../../src/resources/envoy-filter';
import { EnvoyFilterScope } from '../../src/resources/envoy-filter-scope';
import { EnvoyContext, EnvoyRouteAction } from '../../src/resources/envoy-match';
import { EnvoyOperation } from '../../src/resources/envoy-operation';
import { EnvoyPatch } from '../../src/resources/envoy-patch';
import { MeshPort } from '../../src/resources/mesh-port';
import { ServiceEntry } from '../../src/resources/service-entry';
import { ServiceEntryResolution } from '../../src/resources/service-entry-resolution';
import { TargetRef } from '../../src/resources/target-ref';
import { manifest } from '../manifest';

const ROUTER = 'envoy.filters.http.router';
const { SIDECAR_INBOUND, SIDECAR_OUTBOUND, GATEWAY, ANY } = EnvoyContext;
const lua = EnvoyConfig.typed(
  'envoy.filters.http.lua',
  'envoy.extensions.filters.http.lua.v3.Lua',
  JSON.stringify({
    default_source_code: { inline_string: 'function envoy_on_request(handle)\n  handle:headers():add("x-lua", "1")\nend\n' },
  }),
);
const piece = EnvoyConfig.fromJson('{ "name": "x" }');
const { add, insertAfter, insertBefore, insertFirst, merge, mergeAndReplaceList, remove, replace } = EnvoyOperation;
const luaPatch = EnvoyPatch.httpFilter(insertBefore(lua), { context: SIDECAR_INBOUND, filter: ROUTER });

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

function filter(props: Partial<EnvoyFilterProps>, chart = shop()): EnvoyFilter {
  return new EnvoyFilter(chart, 'Filter', { appliesTo: EnvoyFilterScope.workloads({ app: 'a' }), patches: [luaPatch], ...props });
}

function spec(props: Partial<EnvoyFilterProps>, chart = shop()): any {
  filter(props, chart);
  return Testing.synth(chart).find(object => object.kind === 'EnvoyFilter').spec;
}

function written(patch: EnvoyPatch): any {
  return spec({ patches: [patch] }).configPatches[0];
}

test('writes a local rate limit for one workload', () => {
  const chart = shop();
  const limit = EnvoyConfig.typed(
    'envoy.filters.http.local_ratelimit',
    'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
    JSON.stringify({
      stat_prefix: 'http_local_rate_limiter',
      token_bucket: { max_tokens: 100, tokens_per_fill: 100, fill_interval: '60s' },
      filter_enabled: { runtime_key: 'local_rate_limit_enabled', default_value: { numerator: 100, denominator: 'HUNDRED' } },
      filter_enforced: { runtime_key: 'local_rate_limit_enforced', default_value: { numerator: 100, denominator: 'HUNDRED' } },
    }),
  );
  new EnvoyFilter(chart, 'RateLimit', {
    appliesTo: EnvoyFilterScope.workloads({ app: 'reviews' }),
    patches: [EnvoyPatch.httpFilter(EnvoyOperation.insertBefore(limit), { context: EnvoyContext.SIDECAR_INBOUND, filter: ROUTER })],
    priority: 10,
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1alpha3
   kind: EnvoyFilter
   metadata:
     name: shop-rate-limit
     namespace: shop
   spec:
     configPatches:
       - applyTo: HTTP_FILTER
         match:
           context: SIDECAR_INBOUND
           listener:
             filterChain:
               filter:
                 name: envoy.filters.network.http_connection_manager
                 subFilter:
                   name: envoy.filters.http.router
         patch:
           operation: INSERT_BEFORE
           value:
             name: envoy.filters.http.local_ratelimit
             typed_config:
               "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
               filter_enabled:
                 default_value:
                   denominator: HUNDRED
                   numerator: 100
                 runtime_key: local_rate_limit_enabled
               filter_enforced:
                 default_value:
                   denominator: HUNDRED
                   numerator: 100
                 runtime_key: local_rate_limit_enforced
               stat_prefix: http_local_rate_limiter
               token_bucket:
                 fill_interval: 60s
                 max_tokens: 100
                 tokens_per_fill: 100
     priority: 10
     workloadSelector:
       labels:
         app: reviews
   "
  `);
});

test('writes patches of clusters, listeners and routes at a gateway', () => {
  const chart = new Chart(Testing.app(), 'edge', { namespace: 'istio-ingress' });
  const config = (value: object) => EnvoyConfig.fromJson(JSON.stringify(value));
  const limits = { per_connection_buffer_limit_bytes: 32768 };
  new EnvoyFilter(chart, 'Buffers', {
    appliesTo: EnvoyFilterScope.workloads({ istio: 'ingressgateway' }),
    priority: -10,
    patches: [
      EnvoyPatch.listener(EnvoyOperation.merge(config(limits)), { context: EnvoyContext.GATEWAY, portNumber: 8443 }),
      EnvoyPatch.cluster(EnvoyOperation.merge(config(limits)), { context: EnvoyContext.GATEWAY, service: 'reviews.shop.svc.cluster.local' }),
      EnvoyPatch.virtualHost(EnvoyOperation.merge(config({ include_request_attempt_count: true })), {
        context: EnvoyContext.GATEWAY,
        gateway: 'istio-ingress/edge',
        portName: 'https-443',
        virtualHostName: 'shop.example.com:443',
      }),
      EnvoyPatch.networkFilter(
        EnvoyOperation.merge(
          EnvoyConfig.typed(
            'envoy.filters.network.http_connection_manager',
            'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
            JSON.stringify({ server_header_transformation: 'PASS_THROUGH' }),
          ),
        ),
        { context: EnvoyContext.GATEWAY, filter: 'envoy.filters.network.http_connection_manager', proxyVersion: '^1\\.31.*' },
      ),
    ],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: networking.istio.io/v1alpha3
   kind: EnvoyFilter
   metadata:
     name: edge-buffers
     namespace: istio-ingress
   spec:
     configPatches:
       - applyTo: LISTENER
         match:
           context: GATEWAY
           listener:
             portNumber: 8443
         patch:
           operation: MERGE
           value:
             per_connection_buffer_limit_bytes: 32768
       - applyTo: CLUSTER
         match:
           cluster:
             service: reviews.shop.svc.cluster.local
           context: GATEWAY
         patch:
           operation: MERGE
           value:
             per_connection_buffer_limit_bytes: 32768
       - applyTo: VIRTUAL_HOST
         match:
           context: GATEWAY
           routeConfiguration:
             gateway: istio-ingress/edge
             portName: https-443
             vhost:
               name: shop.example.com:443
         patch:
           operation: MERGE
           value:
             include_request_attempt_count: true
       - applyTo: NETWORK_FILTER
         match:
           context: GATEWAY
           listener:
             filterChain:
               filter:
                 name: envoy.filters.network.http_connection_manager
           proxy:
             proxyVersion: ^1\\.31.*
         patch:
           operation: MERGE
           value:
             name: envoy.filters.network.http_connection_manager
             typed_config:
               "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
               server_header_transformation: PASS_THROUGH
     priority: -10
     workloadSelector:
       labels:
         istio: ingressgateway
   "
  `);
});

test('writes a Lua filter on a Kubernetes gateway', () => {
  const chart = shop();
  const gateway = new ApiObject(chart, 'Gateway', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'shop-gateway' },
    spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  });
  new EnvoyFilter(chart, 'Lua', {
    appliesTo: EnvoyFilterScope.targets(TargetRef.of(gateway)),
    patches: [EnvoyPatch.httpFilter(EnvoyOperation.insertFirst(lua), { context: EnvoyContext.GATEWAY })],
  });
  expect(manifest(chart)).toMatchInlineSnapshot(`
   "apiVersion: gateway.networking.k8s.io/v1
   kind: Gateway
   metadata:
     name: shop-gateway
     namespace: shop
   spec:
     gatewayClassName: istio
     listeners:
       - name: http
         port: 80
         protocol: HTTP
   ---
   apiVersion: networking.istio.io/v1alpha3
   kind: EnvoyFilter
   metadata:
     name: shop-lua
     namespace: shop
   spec:
     configPatches:
       - applyTo: HTTP_FILTER
         match:
           context: GATEWAY
         patch:
           operation: INSERT_FIRST
           value:
             name: envoy.filters.http.lua
             typed_config:
               "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
               default_source_code:
                 inline_string: |
                   function envoy_on_request(handle)
                     handle:headers():add("x-lua", "1")
                   end
     targetRefs:
       - group: gateway.networking.k8s.io
         kind: Gateway
         name: shop-gateway
   "
  `);
});

test('targets are Services and ServiceEntries too', () => {
  const chart = shop();
  const service = new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' } });
  const entry = new ServiceEntry(chart, 'Api', { hosts: ['a.example.com'], ports: [MeshPort.tls(443)], resolution: ServiceEntryResolution.dns() });
  expect(spec({ appliesTo: EnvoyFilterScope.targets(TargetRef.of(service), TargetRef.of(entry)) }, chart).targetRefs).toEqual([
    { group: '', kind: 'Service', name: 'reviews' },
    { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'shop-api' },
  ]);
});

test('a workload is found by the labels of its pods', () => {
  const chart = shop();
  const selector = { matchLabels: { app: 'reviews' } };
  const reviews = new ApiObject(chart, 'Reviews', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'reviews' }, spec: { selector } } as any);
  expect(spec({ appliesTo: EnvoyFilterScope.workload(reviews) }, chart).workloadSelector).toEqual({ labels: { app: 'reviews' } });
});

test('every proxy is reached by name of the reach', () => {
  expect(spec({ appliesTo: EnvoyFilterScope.everyProxyOfNamespace() })).toEqual({ configPatches: [expect.anything()] });
  const root = new Chart(Testing.app(), 'root', { namespace: 'istio-system' });
  expect(spec({ appliesTo: EnvoyFilterScope.everyProxyOfMesh() }, root)).toEqual({ configPatches: [expect.anything()] });
});

test('patches are added in order and read as a copy', () => {
  const lateFilter = filter({ patches: [] });
  lateFilter.addPatch(EnvoyPatch.extensionConfig(piece));
  lateFilter.addPatch(luaPatch);
  lateFilter.configPatches.pop();
  const targets = Testing.synth(Chart.of(lateFilter))[0].spec.configPatches.map((patch: any) => patch.applyTo);
  expect(targets).toEqual(['EXTENSION_CONFIG', 'HTTP_FILTER']);
});

test('what is in one text is not shared by two filters', () => {
  const first = lua._render();
  (first as any).typed_config.default_source_code = 'changed';
  expect(lua._render()).not.toEqual(first);
});

test('a type may be written with its address', () => {
  expect(EnvoyConfig.typed('a', 'type.googleapis.com/b.v3.C')._render()).toEqual({ name: 'a', typed_config: { '@type': 'type.googleapis.com/b.v3.C' } });
});

describe('a match is written for', () => {
  const context = SIDECAR_OUTBOUND;
  test.each<[string, EnvoyPatch, object]>([
    ['every listener', EnvoyPatch.listener(add(piece), { context: ANY }), { context: 'ANY' }],
    [
      'a listener',
      EnvoyPatch.listener(merge(piece), { context, portNumber: 80, listenerName: '0.0.0.0_80' }),
      { context, listener: { portNumber: 80, name: '0.0.0.0_80' } },
    ],
    [
      'a proxy',
      EnvoyPatch.listener(merge(piece), { context, proxyVersion: '1.31.*', proxyMetadata: { CLUSTER_ID: 'a' } }),
      { context, proxy: { proxyVersion: '1.31.*', metadata: { CLUSTER_ID: 'a' } } },
    ],
    [
      'a listener filter',
      EnvoyPatch.listenerFilter(remove(), { context, filter: 'envoy.filters.listener.tls_inspector' }),
      { context, listener: { listenerFilter: 'envoy.filters.listener.tls_inspector' } },
    ],
    [
      'a filter chain',
      EnvoyPatch.filterChain(mergeAndReplaceList(piece), {
        context,
        filterChainName: 'a',
        sni: 'a.example.com',
        transportProtocol: 'tls',
        applicationProtocols: ['h2', 'http/1.1'],
        destinationPort: 443,
      }),
      {
        context,
        listener: { filterChain: { name: 'a', sni: 'a.example.com', transportProtocol: 'tls', applicationProtocols: 'h2,http/1.1', destinationPort: 443 } },
      },
    ],
    [
      'a network filter',
      EnvoyPatch.networkFilter(replace(piece), { context, filter: 'envoy.filters.network.tcp_proxy' }),
      { context, listener: { filterChain: { filter: { name: 'envoy.filters.network.tcp_proxy' } } } },
    ],
    [
      'an HTTP filter',
      EnvoyPatch.httpFilter(replace(piece), { context, filter: 'envoy.filters.http.cors', sni: 'a.example.com' }),
      {
        context,
        listener: {
          filterChain: {
            sni: 'a.example.com',
            filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.cors' } },
          },
        },
      },
    ],
    [
      'a route configuration',
      EnvoyPatch.routeConfiguration(merge(piece), { context: GATEWAY, portNumber: 80, portName: 'http-80', gateway: 'a/b', routeConfigurationName: 'http.80' }),
      { context: GATEWAY, routeConfiguration: { portNumber: 80, portName: 'http-80', gateway: 'a/b', name: 'http.80' } },
    ],
    [
      'a virtual host',
      EnvoyPatch.virtualHost(remove(), { context, virtualHostName: 'a:80', domainName: 'a' }),
      { context, routeConfiguration: { vhost: { name: 'a:80', domainName: 'a' } } },
    ],
    [
      'a route',
      EnvoyPatch.httpRoute(insertFirst(piece), { context, routeName: 'canary', routeAction: EnvoyRouteAction.ROUTE }),
      { context, routeConfiguration: { vhost: { route: { name: 'canary', action: 'ROUTE' } } } },
    ],
    [
      'a cluster',
      EnvoyPatch.cluster(merge(piece), { context, service: 'a.example.com', portNumber: 80, subset: 'v1' }),
      { context, cluster: { service: 'a.example.com', portNumber: 80, subset: 'v1' } },
    ],
    ['a cluster by name', EnvoyPatch.cluster(remove(), { context, clusterName: 'PassthroughCluster' }), { context, cluster: { name: 'PassthroughCluster' } }],
  ])('%s', (_, patch, match) => {
    expect(written(patch).match).toEqual(match);
  });
});

test.each([
  ['MERGE', merge(piece)],
  ['MERGE_AND_REPLACE_LIST', mergeAndReplaceList(piece)],
  ['ADD', add(piece)],
  ['REMOVE', remove()],
  ['REPLACE', replace(piece)],
])('%s is written with its value', (operation, say) => {
  expect(written(EnvoyPatch.virtualHost(say, { context: ANY })).patch).toEqual(operation === 'REMOVE' ? { operation } : { operation, value: { name: 'x' } });
});

test.each([
  ['INSERT_BEFORE', insertBefore(piece)],
  ['INSERT_AFTER', insertAfter(piece)],
  ['INSERT_FIRST', insertFirst(piece)],
])('%s is written with its value', (operation, say) => {
  expect(written(EnvoyPatch.httpRoute(say, { context: ANY })).patch).toEqual({ operation, value: { name: 'x' } });
});

const context = SIDECAR_OUTBOUND;

test.each<[string, () => unknown, string, string]>([
  [
    'on a target elsewhere',
    () => {
      const chart = shop();
      const target = new ApiObject(chart, 'Service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'other' } });
      return spec({ appliesTo: EnvoyFilterScope.targets(TargetRef.of(target)) }, chart);
    },
    '[shop/Filter] it is in namespace "shop" and targets Service "reviews" of "other"', 'put it into the namespace of its target',
  ],
  [
    'on every proxy of the root namespace',
    () => {
      const root = new Chart(Testing.app(), 'root', { namespace: 'istio-system' });
      return spec({ appliesTo: EnvoyFilterScope.everyProxyOfNamespace() }, root);
    },
    '[root/Filter] istio-system is the root namespace, where a filter without selector reaches every proxy of the mesh',
    'EnvoyFilterScope.everyProxyOfMesh()',
  ],
  [
    'on the whole mesh from a namespace',
    () => spec({ appliesTo: EnvoyFilterScope.everyProxyOfMesh() }),
    '[shop/Filter] everyProxyOfMesh() is asked for in shop',
    'put the filter into the root namespace, istio-system',
  ],
  ['on no patches', () => spec({ patches: [] }), '[shop/Filter] there are no patches', 'add one with addPatch'],
])('fails at synthesis %s', (_, call, fact, fix) => {
  expect(call).toThrow(fact);
  expect(call).toThrow(fix);
});

test.each<[string, () => unknown, string, string]>([
  [
    'on an empty selector',
    () => EnvoyFilterScope.workloads({}),
    '[EnvoyFilterScope.workloads] labels is empty, which would select every workload',
    'give the labels',
  ],
  ['on no targets', () => EnvoyFilterScope.targets(), '[EnvoyFilterScope.targets] targets is empty', 'give at least one'],
  ['on half a priority', () => filter({ priority: 0.5 }), '[shop/Filter] priority is 0.5', 'use a whole number, -2147483648 to 2147483647'],
  ['on text that is not JSON', () => EnvoyConfig.fromJson('name: x'), '[EnvoyConfig.fromJson] the text is not JSON', 'YAML is not read here'],
  ['on a list', () => EnvoyConfig.fromJson('[]'), '[EnvoyConfig.fromJson] the text is a list, not an object', 'give one JSON object'],
  ['on null', () => EnvoyConfig.typed('a', 'b.v3.C', 'null'), '[EnvoyConfig.typed] the text is null, not an object', 'give one JSON object'],
  ['on a name that is empty', () => EnvoyConfig.typed('', 'b.v3.C'), '[EnvoyConfig.typed] name is empty', 'give name a value'],
  ['on a type that is empty', () => EnvoyConfig.typed('a', ''), '[EnvoyConfig.typed] type is empty', 'give type a value'],
  [
    'on a type of the v2 API',
    () => EnvoyConfig.typed('a', 'envoy.config.filter.http.lua.v2.Lua'),
    '[EnvoyConfig.typed] "type.googleapis.com/envoy.config.filter.http.lua.v2.Lua" is of Envoy\'s v2 API',
    'use the v3 type',
  ],
  ['on a type of the v2 API deep inside', () => EnvoyConfig.fromJson('{ "a": [{ "@type": "x/envoy.api.v2.Listener" }] }'), "Envoy's v2 API", 'use the v3 type'],
  [
    'on an operation that is not done on listeners',
    () => EnvoyPatch.listener(replace(piece), { context }),
    '[EnvoyPatch.listener] REPLACE is not done on LISTENER',
    'use merge, mergeAndReplaceList, add, remove of EnvoyOperation',
  ],
  ['on inserting filter chains', () => EnvoyPatch.filterChain(insertFirst(piece), { context }), 'INSERT_FIRST is not done on FILTER_CHAIN', 'use merge'],
  [
    'on replacing listener filters',
    () => EnvoyPatch.listenerFilter(replace(piece), { context, filter: 'a' }),
    'REPLACE is not done on LISTENER_FILTER',
    'use merge, add',
  ],
  ['on replacing lists of HTTP filters', () => EnvoyPatch.httpFilter(mergeAndReplaceList(piece), { context }), 'not done on HTTP_FILTER', 'use merge, add'],
  [
    'on replacing lists of network filters',
    () => EnvoyPatch.networkFilter(mergeAndReplaceList(piece), { context }),
    'not done on NETWORK_FILTER',
    'use merge, add',
  ],
  ['on adding route configurations', () => EnvoyPatch.routeConfiguration(add(piece), { context }), 'ADD is not done on ROUTE_CONFIGURATION', 'use merge'],
  ['on removing routes', () => EnvoyPatch.httpRoute(remove(), { context }), 'REMOVE is not done on HTTP_ROUTE', 'insertFirst of EnvoyOperation'],
  ['on inserting virtual hosts', () => EnvoyPatch.virtualHost(insertFirst(piece), { context }), 'INSERT_FIRST is not done on VIRTUAL_HOST', 'use merge'],
  ['on replacing clusters', () => EnvoyPatch.cluster(replace(piece), { context }), 'REPLACE is not done on CLUSTER', 'use merge'],
  [
    'on removing no network filter',
    () => EnvoyPatch.networkFilter(remove(), { context }),
    'REMOVE is asked for without a filter, and would do nothing',
    'name the filter',
  ],
  ['on merging into no listener filter', () => EnvoyPatch.listenerFilter(merge(piece), { context }), 'MERGE is asked for without a filter', 'name the filter'],
  ['on replacing no HTTP filter', () => EnvoyPatch.httpFilter(replace(piece), { context }), 'REPLACE is asked for without a filter', 'name the filter'],
  [
    'on an HTTP filter at the end',
    () => EnvoyPatch.httpFilter(add(lua), { context }),
    '[EnvoyPatch.httpFilter] ADD puts the filter after the router, where Envoy takes none',
    'use EnvoyOperation.insertBefore with { filter: "envoy.filters.http.router" }',
  ],
  ['on an HTTP filter after all others', () => EnvoyPatch.httpFilter(insertAfter(lua), { context }), 'INSERT_AFTER puts the filter after the router', 'use'],
  [
    'on an HTTP filter after the router',
    () => EnvoyPatch.httpFilter(insertAfter(lua), { context, filter: ROUTER }),
    'INSERT_AFTER puts the filter after the router',
    'use',
  ],
  [
    'on a filter name of old',
    () => EnvoyPatch.httpFilter(insertBefore(lua), { context, filter: 'envoy.router' }),
    'filter is "envoy.router", a name that Envoy gave up',
    'use',
  ],
  ['on an empty filter name', () => EnvoyPatch.httpFilter(insertBefore(lua), { context, filter: '' }), '[EnvoyPatch.httpFilter] filter is empty', 'give'],
  ['on a port of 0', () => EnvoyPatch.listener(add(piece), { context, portNumber: 0 }), '[EnvoyPatch.listener] portNumber is 0', 'use a whole number'],
  ['on an empty listener name', () => EnvoyPatch.listener(add(piece), { context, listenerName: '' }), 'listenerName is empty', 'give'],
  [
    'on a transport protocol that is none',
    () => EnvoyPatch.filterChain(remove(), { context, transportProtocol: 'tcp' }),
    'transportProtocol is "tcp"',
    'raw_buffer',
  ],
  [
    'on a lookahead in the version',
    () => EnvoyPatch.listener(add(piece), { context, proxyVersion: '(?!1)' }),
    '"(?!1)" is not an RE2 expression',
    'RE2 has no lookahead',
  ],
  [
    'on a gateway for sidecars',
    () => EnvoyPatch.virtualHost(remove(), { context, gateway: 'a/b' }),
    '[EnvoyPatch.virtualHost] gateway is given for SIDECAR_OUTBOUND, where it is not looked at',
    'use it with EnvoyContext.GATEWAY only',
  ],
  [
    'on a gateway without namespace',
    () => EnvoyPatch.virtualHost(remove(), { context: GATEWAY, gateway: 'edge' }),
    'gateway is "edge"',
    'write namespace/name',
  ],
  ['on a short service', () => EnvoyPatch.cluster(remove(), { context, service: 'reviews' }), 'service is "reviews", not a host name', 'use a DNS name'],
  [
    'on an inbound cluster by service',
    () => EnvoyPatch.cluster(remove(), { context: SIDECAR_INBOUND, service: 'a.example.com' }),
    'service is "a.example.com" for SIDECAR_INBOUND, where it is not looked at',
    'use portNumber',
  ],
  [
    'on a cluster name beside a port',
    () => EnvoyPatch.cluster(remove(), { context, clusterName: 'a', portNumber: 80 }),
    'clusterName is "a" beside 80',
    'use clusterName alone',
  ],
])('fails %s', (_, call, fact, fix) => {
  expect(call).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(fact) }));
  expect(call).toThrow(expect.objectContaining({ message: expect.stringContaining(fix) }));
});
