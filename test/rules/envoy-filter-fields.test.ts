import { broken } from './broken';

/** What a rule says of an object with this spec: the field below spec, and the problem. */
function said(rule: string, kind: string, spec: string): string[] {
  return broken(`{ kind: ${kind}, spec: ${spec} }`, { only: rule }).map(({ at, problem }) => `${at.replace(/^.*, spec\.?/, '')}: ${problem}`);
}

describe('envoy-filter/incomplete-patch', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ patch: { operation: REMOVE } }] }', ['configPatches[0]: this part of configPatches has no applyTo']],
    ['{ configPatches: [{ applyTo: INVALID, patch: { operation: REMOVE } }] }', ['configPatches[0]: this part of configPatches has no applyTo']],
    ['{ configPatches: [{ applyTo: CLUSTER }] }', ['configPatches[0]: this part of configPatches has no patch']],
    ['{ configPatches: [{ applyTo: CLUSTER, patch: {} }] }', ['configPatches[0]: this part of configPatches has no patch.operation']],
    ['{ configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE } }] }', ['configPatches[0]: this part of configPatches has no patch.value']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/incomplete-patch', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: CLUSTER, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ match: { context: WAYPOINT, waypoint: {} } }] }',
    '{}',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/incomplete-patch', 'EnvoyFilter', spec)).toEqual([]);
  });
});

describe('envoy-filter/wrong-match', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ applyTo: HTTP_ROUTE, match: { cluster: {} }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.cluster: match of a cluster with applyTo HTTP_ROUTE']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, match: { routeConfiguration: {} }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.routeConfiguration: match of a routeConfiguration with applyTo HTTP_FILTER']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: {  } } } }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.listener.filterChain.filter: the filter to match has no name']],
    ['{ configPatches: [{ applyTo: NETWORK_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: a } } } } }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.listener.filterChain.filter.subFilter: subFilter with applyTo NETWORK_FILTER']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: a, subFilter: { name: b } } } } }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.listener.filterChain.filter.name: subFilter of a']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: {} } } } }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.listener.filterChain.filter.subFilter: the sub-filter to match has no name']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/wrong-match', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: a } } } } }, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ applyTo: CLUSTER, match: { context: GATEWAY }, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ applyTo: LISTENER_FILTER, match: { cluster: {} }, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ applyTo: HTTP_FILTER, match: { waypoint: {} }, patch: { operation: REMOVE } }] }',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/wrong-match', 'EnvoyFilter', spec)).toEqual([]);
  });
});

describe('envoy-filter/old-api', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { a: b } } } }] }', ['configPatches[0].patch.value.typed_config: typed_config has no @type']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { "@type": x.v3.A, typed_config: { name: b, typed_config: {} } } } } }] }', ['configPatches[0].patch.value.typed_config.typed_config.typed_config: typed_config has no @type']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typedConfig: {} } } }] }', ['configPatches[0].patch.value.typedConfig: typed_config has no @type']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { "@type": no type } } } }] }', ['configPatches[0].patch.value.typed_config["@type"]: "no type" is no type']],
    ['{ configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { transport_socket: { name: a, typed_config: { "@type": type.googleapis.com/envoy.api.v2.auth.UpstreamTlsContext } } } } }] }', ['configPatches[0].patch.value.transport_socket.typed_config["@type"]: the type type.googleapis.com/envoy.api.v2.auth.UpstreamTlsContext is of version 2']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/old-api', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { transport_socket: { name: a, typed_config: { "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext } } } } }] }',
    '{ configPatches: [{ applyTo: CLUSTER, patch: { operation: MERGE, value: { connect_timeout: 1s } } }] }',
    '{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: ADD, value: { name: a, typed_config: { "@type": x.v3.ExecuteFilterAction, typed_config: { name: b, typed_config: { "@type": x.v3.HTTPFault } } } } } }] }',
    '{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: MERGE, value: { name: istio.alpn, typed_config: { "@type": type.googleapis.com/istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig } } } }] }',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/old-api', 'EnvoyFilter', spec)).toEqual([]);
  });
});

describe('envoy-filter/ignored-operation', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ applyTo: ROUTE_CONFIGURATION, patch: { operation: ADD, value: {} } }] }', ['configPatches[0].patch.operation: ADD does nothing with applyTo ROUTE_CONFIGURATION']],
    ['{ configPatches: [{ applyTo: EXTENSION_CONFIG, patch: { operation: MERGE, value: {} } }] }', ['configPatches[0].patch.operation: MERGE does nothing with applyTo EXTENSION_CONFIG']],
    ['{ configPatches: [{ applyTo: ROUTE_CONFIGURATION, patch: { operation: INSERT_BEFORE, value: {} } }] }', ['configPatches[0].patch.operation: INSERT_BEFORE does nothing with applyTo ROUTE_CONFIGURATION']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: MERGE_AND_REPLACE_LIST, value: {} } }] }', ['configPatches[0].patch.operation: MERGE_AND_REPLACE_LIST does nothing with applyTo HTTP_FILTER']],
    ['{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager } } } }, patch: { operation: REMOVE } }] }', ['configPatches[0].patch.operation: REMOVE with applyTo HTTP_FILTER does nothing without the name of a filter']],
    ['{ configPatches: [{ applyTo: NETWORK_FILTER, match: { listener: { portNumber: 80 } }, patch: { operation: REPLACE, value: {} } }] }', ['configPatches[0].patch.operation: REPLACE with applyTo NETWORK_FILTER does nothing without the name of a filter']],
    ['{ configPatches: [{ applyTo: LISTENER_FILTER, patch: { operation: MERGE, value: {} } }] }', ['configPatches[0].patch.operation: MERGE with applyTo LISTENER_FILTER does nothing without the name of a filter']],
    ['{ configPatches: [{ applyTo: BOOTSTRAP, patch: { operation: MERGE, value: {} } }] }', ['configPatches[0].applyTo: applyTo BOOTSTRAP changes no proxy']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/ignored-operation', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: HTTP_ROUTE, patch: { operation: ADD, value: {} } }] }',
    '{ configPatches: [{ applyTo: HTTP_ROUTE, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ applyTo: CLUSTER, patch: { operation: INSERT_FIRST, value: {} } }] }',
    '{ configPatches: [{ applyTo: LISTENER, patch: { operation: INSERT_BEFORE, value: {} } }] }',
    '{ configPatches: [{ applyTo: VIRTUAL_HOST, patch: { operation: REPLACE, value: {} } }] }',
    '{ configPatches: [{ applyTo: NETWORK_FILTER, match: { listener: { filterChain: { filter: { name: a } } } }, patch: { operation: REPLACE, value: {} } }] }',
    '{ configPatches: [{ applyTo: NETWORK_FILTER, patch: { operation: MERGE, value: {} } }] }',
    '{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: a } } } } }, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ applyTo: LISTENER_FILTER, match: { listener: { listenerFilter: a } }, patch: { operation: REMOVE } }] }',
    '{ configPatches: [{ applyTo: LISTENER_FILTER, patch: { operation: INSERT_FIRST, value: {} } }] }',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/ignored-operation', 'EnvoyFilter', spec)).toEqual([]);
  });
});

describe('envoy-filter/deprecated-filter-name', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.http_connection_manager, subFilter: { name: envoy.router } } } } }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.listener.filterChain.filter.name: envoy.http_connection_manager is an old name, which no filter of Istio has', 'configPatches[0].match.listener.filterChain.filter.subFilter.name: envoy.router is an old name, which no filter of Istio has']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/deprecated-filter-name', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: my.filter } } } } }, patch: { operation: REMOVE } }] }',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/deprecated-filter-name', 'EnvoyFilter', spec)).toEqual([]);
  });
});

describe('envoy-filter/untyped-filter', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ applyTo: NETWORK_FILTER, patch: { operation: INSERT_FIRST, value: { name: a } } }] }', ['configPatches[0].patch.value: the filter a has no typed_config']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/untyped-filter', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: MERGE, value: { name: a } } }] }',
    '{ configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: INSERT_BEFORE, value: { name: a, config_discovery: {} } } }] }',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/untyped-filter', 'EnvoyFilter', spec)).toEqual([]);
  });
});

describe('envoy-filter/bad-version', () => {
  test.each<[string, string[]]>([
    ['{ configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: "(?!a)" } }, patch: { operation: REMOVE } }] }', ['configPatches[0].match.proxy.proxyVersion: the proxyVersion is "(?!a)", which is no regular expression of RE2']],
  ])('fails for %s', (spec, problems) => {
    expect(said('envoy-filter/bad-version', 'EnvoyFilter', spec)).toEqual(problems);
  });

  test.each([
    '{ configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: "^1.3" } }, patch: { operation: REMOVE } }] }',
  ])('is silent for %s', spec => {
    expect(said('envoy-filter/bad-version', 'EnvoyFilter', spec)).toEqual([]);
  });

  test('warns of one that is too long, with which a patch is for no proxy', () => {
    const patch = (length: number) => `{ kind: EnvoyFilter, spec: { configPatches: [{ applyTo: CLUSTER, match: { proxy: { proxyVersion: ${'a'.repeat(length)} } }, patch: { operation: REMOVE } }] } }`;
    expect(broken(patch(1024), { only: 'envoy-filter/bad-version' })).toEqual([]);
    expect(broken(patch(1025), { only: 'envoy-filter/bad-version' })).toEqual([
      expect.objectContaining({ severity: 'warning', problem: 'the proxyVersion has 1025 bytes, and the patch is for no proxy' }),
    ]);
  });
});

test.each([
  ['LISTENER', 1], ['FILTER_CHAIN', 1], ['NETWORK_FILTER', 0], ['HTTP_FILTER', 0],
])('envoy-filter/useless-filter-match tells of a filter that is matched for %s %d times', (applyTo, times) => {
  const patch = `{ configPatches: [{ applyTo: ${applyTo}, match: { listener: { filterChain: { filter: { name: a } } } }, patch: { operation: REMOVE } }] }`;
  expect(said('envoy-filter/useless-filter-match', 'EnvoyFilter', patch)).toHaveLength(times);
  expect(said('envoy-filter/useless-filter-match', 'EnvoyFilter', patch.replace('filter: { name: a }', 'sni: a'))).toEqual([]);
});

test.each([
  ['INSERT_BEFORE', '', 1], ['INSERT_AFTER', '', 1], ['REPLACE', '', 1], ['REMOVE', 'priority: 0,', 1], ['REMOVE', 'priority: 10,', 0], ['ADD', '', 0], ['INSERT_FIRST', '', 0], ['MERGE', '', 0],
])('envoy-filter/relative-without-priority tells of %s with %j %d times', (operation, priority, times) => {
  const spec = `{ ${priority} configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: ${operation}, value: { name: a } } }] }`;
  expect(said('envoy-filter/relative-without-priority', 'EnvoyFilter', spec)).toHaveLength(times);
});

describe('envoy-filter/short-host', () => {
  const patch = (cluster: string) => `{ kind: EnvoyFilter, spec: { configPatches: [{ applyTo: CLUSTER, match: { cluster: { ${cluster} } }, patch: { operation: REMOVE } }] } }\n`;
  const fixes = (...documents: string[]) => broken(documents.join('---\n'), { only: 'envoy-filter/short-host' }).map(({ at, fix }) => `${at}: ${fix}`);
  const service = (namespace: string) => `kind: Service\nmetadata: { name: reviews, namespace: ${namespace} }\nspec: {}\n`;
  const AT = 'EnvoyFilter default/example-0, spec.configPatches[0].match.cluster.service';

  test('tells of a name without a dot, with the whole host where it is known', () => {
    expect(fixes(patch('service: reviews'))).toEqual([`${AT}: write the whole host, such as reviews.NAMESPACE.svc.cluster.local`]);
    expect(fixes(patch('service: reviews'), service('shop'))).toEqual([`${AT}: write reviews.shop.svc.cluster.local`]);
    expect(fixes(patch('service: reviews'), service('shop'), service('books'))).toEqual([`${AT}: write the whole host, such as reviews.NAMESPACE.svc.cluster.local`]);
  });

  test('is silent where the host is whole, that of a ServiceEntry, or not compared', () => {
    expect(fixes(patch('service: reviews.shop.svc.cluster.local'))).toEqual([]);
    expect(fixes(patch('service: legacy'), 'kind: ServiceEntry\nspec: { hosts: [legacy] }\n')).toEqual([]);
    expect(fixes(patch('name: BlackHoleCluster, service: reviews'))).toEqual([]);
    expect(fixes(patch('portNumber: 80'))).toEqual([]);
  });
});
