import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const HTTP = [
  'buffer', 'cors', 'csrf', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip', 'health_check', 'ip_tagging', 'lua', 'router', 'squash',
];
const NETWORK = ['client_ssl_auth', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy'];
const LISTENER = ['http_inspector', 'original_dst', 'original_src', 'proxy_protocol', 'tls_inspector'];

const NEW_NAMES = new Map([
  ...HTTP.map(name => [`envoy.${name}`, `envoy.filters.http.${name}`] as const),
  ...NETWORK.map(name => [`envoy.${name}`, `envoy.filters.network.${name}`] as const),
  ...LISTENER.map(name => [`envoy.listener.${name}`, `envoy.filters.listener.${name}`] as const),
  ['envoy.ext_authz', 'envoy.filters.http.ext_authz'],
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
]);

export const deprecatedFilterName: Rule = {
  id: 'envoy-filter/deprecated-filter-name',
  severity: 'warning',
  summary: 'a patch of an EnvoyFilter matches a filter by its old name',
  why: 'Istio compares names as they are and writes none of the old ones, so a match by one of them finds no filter of Istio',
  sameAs: ['IST0133'],
  bad: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: NETWORK_FILTER
      match: { listener: { filterChain: { filter: { name: envoy.tcp_proxy } } } }
      patch: { operation: REMOVE }
`,
  good: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: NETWORK_FILTER
      match: { listener: { filterChain: { filter: { name: envoy.filters.network.tcp_proxy } } } }
      patch: { operation: REMOVE }
`,
  check: mesh => findingsOf(wholePatches(mesh), wrongs),
};

function * wrongs({ applyTo, match }: any): Iterable<Wrong> {
  if (!['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'].includes(applyTo)) return;
  const filter = match?.listener?.filterChain?.filter;
  for (const [field, name] of [['.name', filter?.name], ['.subFilter.name', filter?.subFilter?.name]]) {
    const now = NEW_NAMES.get(name);
    if (now) yield { field: `.match.listener.filterChain.filter${field}`, problem: `${name} is an old name, which no filter of Istio has`, fix: `write ${now}` };
  }
}
