import { EnvoyClusterMatch, EnvoyContext, EnvoyFilterChainMatch, EnvoyHttpRouteMatch, EnvoyMatch } from './envoy-match';
import * as l1 from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireHost, requireNonEmpty, requirePort, requireRe2 } from '../core/require';

type Match = l1.EnvoyFilterSpecConfigPatchesMatch;
type NetworkFilter = l1.EnvoyFilterSpecConfigPatchesMatchListenerFilterChainFilter;
type RouteAction = l1.EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRouteAction;

/** Names that Envoy gave up. Filters of proxies are not found by them. */
const OLD_NAMES = [
  'buffer', 'cors', 'csrf', 'http_dynamo_filter', 'ext_authz', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip', 'health_check',
  'ip_tagging', 'lua', 'rate_limit', 'router', 'squash', 'listener.http_inspector', 'listener.original_dst', 'listener.original_src', 'listener.proxy_protocol',
  'listener.tls_inspector', 'client_ssl_auth', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy',
].map(name => `envoy.${name}`);

/** What all kinds of match have. */
export function renderMatch(where: string, match: EnvoyMatch, rest: Match): Match {
  const { context, proxyMetadata, proxyVersion } = match;
  if (proxyVersion !== undefined) requireRe2(where, proxyVersion);
  return {
    context: context as unknown as l1.EnvoyFilterSpecConfigPatchesMatchContext,
    proxy: someOf({ proxyVersion, metadata: proxyMetadata && { ...proxyMetadata } }),
    ...rest,
  };
}

/** A match for a listener, and what is inside of it. */
export function renderListenerMatch(where: string, match: EnvoyFilterChainMatch, filter?: NetworkFilter, listenerFilter?: string): Match {
  const { applicationProtocols, destinationPort, filterChainName, listenerName, portNumber, sni, transportProtocol } = match;
  requirePorts(where, { portNumber, destinationPort });
  requireNames(where, { filterChainName, listenerName, sni });
  requireTransportProtocol(where, transportProtocol);
  const filterChain = someOf({
    name: filterChainName,
    sni,
    transportProtocol,
    applicationProtocols: applicationProtocols?.length ? applicationProtocols.join(',') : undefined,
    destinationPort,
    filter,
  });
  return renderMatch(where, match, { listener: someOf({ portNumber, name: listenerName, filterChain, listenerFilter }) });
}

/** A match for routes, and what is inside of a route configuration. */
export function renderRouteMatch(where: string, match: EnvoyHttpRouteMatch): Match {
  const { context, domainName, gateway, portName, portNumber, routeAction, routeConfigurationName, routeName, virtualHostName } = match;
  requirePorts(where, { portNumber });
  requireNames(where, { domainName, portName, routeConfigurationName, routeName, virtualHostName });
  for (const [prop, value] of Object.entries({ gateway, portName })) {
    if (value !== undefined && context !== EnvoyContext.GATEWAY) {
      throw new UsageError(where, `${prop} is given for ${context}, where it is not looked at`, 'use it with EnvoyContext.GATEWAY only');
    }
  }
  if (gateway !== undefined && !/^[^/]+\/[^/]+$/.test(gateway)) throw new UsageError(where, `gateway is ${quoted(gateway)}`, 'write namespace/name');
  const route = someOf({ name: routeName, action: routeAction as unknown as RouteAction | undefined });
  const vhost = someOf({ name: virtualHostName, domainName, route });
  return renderMatch(where, match, { routeConfiguration: someOf({ portNumber, portName, gateway, name: routeConfigurationName, vhost }) });
}

/** A match for clusters. */
export function renderClusterMatch(where: string, match: EnvoyClusterMatch): Match {
  const { clusterName, context, portNumber, service, subset } = match;
  requirePorts(where, { portNumber });
  requireNames(where, { clusterName, subset });
  if (service !== undefined) requireHost(where, 'service', service, { dots: true });
  if (service !== undefined && context === EnvoyContext.SIDECAR_INBOUND) {
    throw new UsageError(where, `service is ${quoted(service)} for SIDECAR_INBOUND, where it is not looked at`, 'use portNumber, the port of the workload');
  }
  if (clusterName !== undefined && (portNumber ?? service ?? subset) !== undefined) {
    throw new UsageError(where, `clusterName is ${quoted(clusterName)} beside ${portNumber ?? service ?? subset}, which is not looked at then`, 'use clusterName alone');
  }
  return renderMatch(where, match, { cluster: someOf({ name: clusterName, portNumber, service, subset }) });
}

/** A filter name that proxies have. */
export function requireFilterName(where: string, name: string): void {
  requireNonEmpty(where, 'filter', name);
  if (OLD_NAMES.includes(name)) {
    throw new UsageError(where, `filter is ${quoted(name)}, a name that Envoy gave up`, 'use the one of today, for example "envoy.filters.http.router"');
  }
}

function requirePorts(where: string, ports: { [prop: string]: number | undefined }): void {
  for (const [prop, port] of Object.entries(ports)) {
    if (port !== undefined) requirePort(where, prop, port);
  }
}

function requireNames(where: string, names: { [prop: string]: string | undefined }): void {
  for (const [prop, name] of Object.entries(names)) {
    if (name !== undefined) requireNonEmpty(where, prop, name);
  }
}

function requireTransportProtocol(where: string, protocol: string | undefined): void {
  if (protocol !== undefined && !['raw_buffer', 'tls'].includes(protocol)) {
    throw new UsageError(where, `transportProtocol is ${quoted(protocol)}`, 'use "raw_buffer" or "tls"');
  }
}

/** An object, or nothing where none of its fields is set. */
function someOf<T extends object>(object: T): T | undefined {
  return Object.values(object).some(value => value !== undefined) ? object : undefined;
}
