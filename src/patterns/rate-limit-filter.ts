import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { limitingHosts } from './policy-place';
import { IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { kebab } from '../core/naming';
import { EnvoyConfig } from '../resources/envoy-config';
import { EnvoyFilterScope } from '../resources/envoy-filter-scope';
import { EnvoyContext } from '../resources/envoy-match';
import { EnvoyOperation } from '../resources/envoy-operation';
import { EnvoyPatch } from '../resources/envoy-patch';

type Json = { [field: string]: unknown };

/** An HTTP filter of Envoy that limits requests. */
export interface LimitFilter {
  /** Name of the filter. Each limit adds its own to it, so that limits for one proxy do not count for one another. */
  readonly name: string;
  /** Configuration without a limit, with its type. */
  readonly plain: Json;
  /** Configuration with the limit, for every request. */
  readonly limited: Json;
  /** Configuration with the limit, for the requests of one host. */
  readonly limitedHost: Json;
}

/** Filters of other EnvoyFilters for the same proxies are there by then, whichever is older. */
export const AFTER_OTHERS = 10;

/** A duration as Envoy reads it inside of its configuration: in seconds only. */
export function seconds(duration: Duration): string {
  return `${duration.toMilliseconds() / 1000}s`;
}

/** The proxies of a target, where an EnvoyFilter can say which. */
export function limitedProxies(owner: Construct, target: IPolicyTarget): PolicyTargetConfig & { readonly scope: EnvoyFilterScope } {
  const config = target.policyTargetConfig();
  if (config.readsRequests === false || config.targetRef) {
    throw new UsageError(owner, `its target is in the ambient namespace ${config.namespace}, and Istio has no EnvoyFilter for waypoints`, 'limit requests at the gateway, or use a namespace with sidecars');
  }
  if (!config.selector) {
    throw new UsageError(owner, `its target is all of namespace ${config.namespace}, so that the filter would have no selector and be for every proxy there, gateways too`,
      'pass a service, a workload, a gateway or an ingress route');
  }
  if (config.httpPorts?.length === 0) throw new UsageError(owner, 'its target has no HTTP port', 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
  // An egress gateway takes requests in for others as well.
  return { ...config, gateway: config.gateway || 'gatewayName' in target, scope: EnvoyFilterScope.workloads(config.selector) };
}

/**
 * Puts the filter last before the router, so that requests that are refused otherwise do not count. For a route it is off, and each of
 * its hosts turns it on.
 */
export function limitPatches(owner: Construct, target: PolicyTargetConfig, { name: kind, plain, limited, limitedHost }: LimitFilter): EnvoyPatch[] {
  const context = target.gateway ? EnvoyContext.GATEWAY : EnvoyContext.SIDECAR_INBOUND;
  const name = `${kind}.${kebab(owner.node.path)}`;
  const hosts = limitingHosts(target);
  const filter = EnvoyConfig._of({ name, ...hosts && { disabled: true }, typed_config: hosts ? plain : limited });
  const insert = EnvoyPatch.httpFilter(EnvoyOperation.insertBefore(filter), { context, filter: 'envoy.filters.http.router' });
  const turnOn = EnvoyOperation.merge(EnvoyConfig._of({ typed_per_filter_config: { [name]: limitedHost } }));
  return [insert, ...(hosts ?? []).map(domainName => EnvoyPatch.virtualHost(turnOn, { context, domainName }))];
}
