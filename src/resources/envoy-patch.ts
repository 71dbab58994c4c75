import { EnvoyConfig } from './envoy-config';
import {
  EnvoyClusterMatch, EnvoyFilterChainMatch, EnvoyHttpFilterMatch, EnvoyHttpRouteMatch, EnvoyListenerFilterMatch, EnvoyListenerMatch,
  EnvoyNetworkFilterMatch, EnvoyRouteConfigurationMatch, EnvoyVirtualHostMatch,
} from './envoy-match';
import { renderClusterMatch, renderListenerMatch, renderRouteMatch, requireFilterName } from './envoy-match-render';
import { EnvoyOperation } from './envoy-operation';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';

const Target = l1.EnvoyFilterSpecConfigPatchesApplyTo;
const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';
const ROUTER = 'envoy.filters.http.router';

const MERGES = ['MERGE', 'MERGE_AND_REPLACE_LIST'];
const INSERTS = ['INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'];
/** What Istio does with each kind of piece. All else it passes over in silence, or against its documentation. */
const WHOLE = [...MERGES, 'ADD', 'REMOVE'];
const LISTENER_FILTER = ['MERGE', 'ADD', 'REMOVE', ...INSERTS];
const FILTER = [...LISTENER_FILTER, 'REPLACE'];
const VIRTUAL_HOST = [...WHOLE, 'REPLACE'];
const ROUTE = [...MERGES, ...INSERTS];

/**
 * One change of the configuration that Istio gives to a proxy. What Istio passes over in silence cannot be said: bootstrap patches,
 * the context of waypoints, `filterClass`, and operations that a kind of piece does not know.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch
 */
export class EnvoyPatch {
  /**
   * Changes listeners: merge, mergeAndReplaceList, add, remove.
   * @param operation what to do
   * @param match which listeners
   */
  public static listener(operation: EnvoyOperation, match: EnvoyListenerMatch): EnvoyPatch {
    const where = 'EnvoyPatch.listener';
    return new EnvoyPatch(where, Target.LISTENER, WHOLE, operation, renderListenerMatch(where, match));
  }

  /**
   * Changes listener filters: merge, add, remove, insertBefore, insertAfter, insertFirst.
   * @param operation what to do
   * @param match which listener filters
   */
  public static listenerFilter(operation: EnvoyOperation, match: EnvoyListenerFilterMatch): EnvoyPatch {
    const where = 'EnvoyPatch.listenerFilter';
    requireFilter(where, operation, match.filter, ['MERGE', 'REMOVE']);
    const written = renderListenerMatch(where, match, undefined, match.filter);
    return new EnvoyPatch(where, Target.LISTENER_UNDERSCORE_FILTER, LISTENER_FILTER, operation, written);
  }

  /**
   * Changes filter chains: merge, mergeAndReplaceList, add, remove.
   * @param operation what to do
   * @param match which filter chains
   */
  public static filterChain(operation: EnvoyOperation, match: EnvoyFilterChainMatch): EnvoyPatch {
    const where = 'EnvoyPatch.filterChain';
    return new EnvoyPatch(where, Target.FILTER_UNDERSCORE_CHAIN, WHOLE, operation, renderListenerMatch(where, match));
  }

  /**
   * Changes network filters: merge, add, remove, replace, insertBefore, insertAfter, insertFirst.
   * @param operation what to do
   * @param match which network filters
   */
  public static networkFilter(operation: EnvoyOperation, match: EnvoyNetworkFilterMatch): EnvoyPatch {
    const where = 'EnvoyPatch.networkFilter';
    requireFilter(where, operation, match.filter, ['REMOVE', 'REPLACE']);
    const filter = match.filter === undefined ? undefined : { name: match.filter };
    return new EnvoyPatch(where, Target.NETWORK_UNDERSCORE_FILTER, FILTER, operation, renderListenerMatch(where, match, filter));
  }

  /**
   * Changes HTTP filters: merge, remove, replace, insertBefore, insertAfter, insertFirst. Nothing can come after the router.
   * @param operation what to do
   * @param match which HTTP filters
   */
  public static httpFilter(operation: EnvoyOperation, match: EnvoyHttpFilterMatch): EnvoyPatch {
    const where = 'EnvoyPatch.httpFilter';
    requireBeforeRouter(where, operation, match.filter);
    requireFilter(where, operation, match.filter, ['REMOVE', 'REPLACE']);
    const filter = match.filter === undefined ? undefined : { name: CONNECTION_MANAGER, subFilter: { name: match.filter } };
    return new EnvoyPatch(where, Target.HTTP_UNDERSCORE_FILTER, FILTER, operation, renderListenerMatch(where, match, filter));
  }

  /**
   * Changes route configurations: merge, mergeAndReplaceList.
   * @param operation what to do
   * @param match which route configurations
   */
  public static routeConfiguration(operation: EnvoyOperation, match: EnvoyRouteConfigurationMatch): EnvoyPatch {
    const where = 'EnvoyPatch.routeConfiguration';
    return new EnvoyPatch(where, Target.ROUTE_UNDERSCORE_CONFIGURATION, MERGES, operation, renderRouteMatch(where, match));
  }

  /**
   * Changes virtual hosts: merge, mergeAndReplaceList, add, remove, replace.
   * @param operation what to do
   * @param match which virtual hosts
   */
  public static virtualHost(operation: EnvoyOperation, match: EnvoyVirtualHostMatch): EnvoyPatch {
    const where = 'EnvoyPatch.virtualHost';
    return new EnvoyPatch(where, Target.VIRTUAL_UNDERSCORE_HOST, VIRTUAL_HOST, operation, renderRouteMatch(where, match));
  }

  /**
   * Changes routes of virtual hosts: merge, mergeAndReplaceList, insertBefore, insertAfter, insertFirst.
   * @param operation what to do
   * @param match which routes
   */
  public static httpRoute(operation: EnvoyOperation, match: EnvoyHttpRouteMatch): EnvoyPatch {
    const where = 'EnvoyPatch.httpRoute';
    return new EnvoyPatch(where, Target.HTTP_UNDERSCORE_ROUTE, ROUTE, operation, renderRouteMatch(where, match));
  }

  /**
   * Changes clusters: merge, mergeAndReplaceList, add, remove.
   * @param operation what to do
   * @param match which clusters
   */
  public static cluster(operation: EnvoyOperation, match: EnvoyClusterMatch): EnvoyPatch {
    const where = 'EnvoyPatch.cluster';
    return new EnvoyPatch(where, Target.CLUSTER, WHOLE, operation, renderClusterMatch(where, match));
  }

  /**
   * Adds an extension configuration that HTTP filters get by its name (ECDS).
   * @param config name and typed configuration
   */
  public static extensionConfig(config: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch('EnvoyPatch.extensionConfig', Target.EXTENSION_UNDERSCORE_CONFIG, ['ADD'], EnvoyOperation.add(config));
  }

  private constructor(
    where: string,
    private readonly applyTo: l1.EnvoyFilterSpecConfigPatchesApplyTo,
    operations: string[],
    private readonly operation: EnvoyOperation,
    private readonly match?: l1.EnvoyFilterSpecConfigPatchesMatch,
  ) {
    if (!operations.includes(operation._kind)) {
      throw new UsageError(where, `${operation._kind} is not done on ${applyTo}`, `use ${operations.map(factoryName).join(', ')} of EnvoyOperation`);
    }
  }

  /**
   * What to write.
   * @internal
   */
  public _render(): l1.EnvoyFilterSpecConfigPatches {
    return { applyTo: this.applyTo, match: this.match, patch: this.operation._render() };
  }
}

/** Some operations do nothing without the name of a filter. */
function requireFilter(where: string, operation: EnvoyOperation, filter: string | undefined, needed: string[]): void {
  if (filter !== undefined) return requireFilterName(where, filter);
  if (needed.includes(operation._kind)) {
    throw new UsageError(where, `${operation._kind} is asked for without a filter, and would do nothing`, 'name the filter: { filter: "…" }');
  }
}

/** Envoy refuses a listener whose last HTTP filter is not the router. */
function requireBeforeRouter(where: string, operation: EnvoyOperation, filter: string | undefined): void {
  const atTheEnd = operation._kind === 'ADD' || (operation._kind === 'INSERT_AFTER' && (filter ?? ROUTER) === ROUTER);
  if (!atTheEnd) return;
  throw new UsageError(where, `${operation._kind} puts the filter after the router, where Envoy takes none`, `use EnvoyOperation.insertBefore with { filter: "${ROUTER}" }`);
}

/** `INSERT_BEFORE` is `insertBefore`. */
function factoryName(kind: string): string {
  return kind.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
