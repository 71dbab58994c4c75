/**
 * The direction of traffic that a piece of proxy configuration is for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext
 */
export enum EnvoyContext {
  /** Requests that come to a workload with a sidecar. */
  SIDECAR_INBOUND = 'SIDECAR_INBOUND',
  /** Requests that a workload with a sidecar makes. */
  SIDECAR_OUTBOUND = 'SIDECAR_OUTBOUND',
  /** Requests at a gateway. */
  GATEWAY = 'GATEWAY',
  /** All of these: a filter is then found in a sidecar twice, for requests that come and that go. */
  ANY = 'ANY',
}

/**
 * What a route does, for patches of routes.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-Action
 */
export enum EnvoyRouteAction {
  /** Whatever it does. */
  ANY = 'ANY',
  /** It sends the request on. */
  ROUTE = 'ROUTE',
  /** It redirects. */
  REDIRECT = 'REDIRECT',
  /** It answers by itself. */
  DIRECT_RESPONSE = 'DIRECT_RESPONSE',
}

/** Proxies that a patch is for. */
export interface EnvoyMatch {
  /**
   * Direction of the traffic.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch-context
   */
  readonly context: EnvoyContext;
  /**
   * Regular expression (RE2) for the Istio version of the proxy, for example `^1\.31.*`. With it, give the filter a priority too.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch-proxy_version
   * @default - every version
   */
  readonly proxyVersion?: string;
  /**
   * Metadata of the proxy, all of which must be equal.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch-metadata
   * @default - any
   */
  readonly proxyMetadata?: { [key: string]: string };
}

/**
 * Listeners that a patch is for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch
 */
export interface EnvoyListenerMatch extends EnvoyMatch {
  /**
   * Service port or gateway port. Inbound it is the port of the workload.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-port_number
   * @default - any
   */
  readonly portNumber?: number;
  /**
   * Name of the listener, for example `virtualInbound` or `0.0.0.0_8080`.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-name
   * @default - any
   */
  readonly listenerName?: string;
}

/** Listener filters that a patch is for. */
export interface EnvoyListenerFilterMatch extends EnvoyListenerMatch {
  /**
   * Name of the listener filter, for example `envoy.filters.listener.tls_inspector`.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-listener_filter
   * @default - none; enough for adding
   */
  readonly filter?: string;
}

/**
 * Filter chains that a patch is for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch
 */
export interface EnvoyFilterChainMatch extends EnvoyListenerMatch {
  /**
   * Name of the filter chain.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-name
   * @default - any
   */
  readonly filterChainName?: string;
  /**
   * TLS server name of the filter chain.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-sni
   * @default - any
   */
  readonly sni?: string;
  /**
   * Transport protocol of the filter chain, `raw_buffer` or `tls`. Inbound at sidecars only.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-transport_protocol
   * @default - any
   */
  readonly transportProtocol?: string;
  /**
   * Application protocols of the filter chain, for example `h2`. At sidecars only.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-application_protocols
   * @default - any
   */
  readonly applicationProtocols?: string[];
  /**
   * Destination port of the filter chain.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch-destination_port
   * @default - any
   */
  readonly destinationPort?: number;
}

/** Network filters that a patch is for. */
export interface EnvoyNetworkFilterMatch extends EnvoyFilterChainMatch {
  /**
   * Name of the network filter, for example `envoy.filters.network.tcp_proxy`.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch-name
   * @default - any; enough for adding and merging
   */
  readonly filter?: string;
}

/** HTTP filters that a patch is for. */
export interface EnvoyHttpFilterMatch extends EnvoyFilterChainMatch {
  /**
   * Name of the HTTP filter, for example `envoy.filters.http.router`, which is always the last.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch-name
   * @default - any; enough for inserting at the beginning and for merging
   */
  readonly filter?: string;
}

/**
 * Route configurations that a patch is for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch
 */
export interface EnvoyRouteConfigurationMatch extends EnvoyMatch {
  /**
   * Service port or gateway port.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-port_number
   * @default - any
   */
  readonly portNumber?: number;
  /**
   * Name of the gateway's port. For `EnvoyContext.GATEWAY` only.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-port_name
   * @default - any
   */
  readonly portName?: string;
  /**
   * Gateway as `namespace/name`. For `EnvoyContext.GATEWAY` only.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-gateway
   * @default - any
   */
  readonly gateway?: string;
  /**
   * Name of the route configuration, for example `http_proxy`.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-name
   * @default - any
   */
  readonly routeConfigurationName?: string;
}

/** Virtual hosts that a patch is for. */
export interface EnvoyVirtualHostMatch extends EnvoyRouteConfigurationMatch {
  /**
   * Name of the virtual host, `host:port`.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch-name
   * @default - any
   */
  readonly virtualHostName?: string;
  /**
   * One of the domains of the virtual host.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch-domain_name
   * @default - any
   */
  readonly domainName?: string;
}

/** Routes that a patch is for. */
export interface EnvoyHttpRouteMatch extends EnvoyVirtualHostMatch {
  /**
   * Name of the route: that of the VirtualService's route, else `default`.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-name
   * @default - any
   */
  readonly routeName?: string;
  /**
   * What the route does.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-action
   * @default EnvoyRouteAction.ANY
   */
  readonly routeAction?: EnvoyRouteAction;
}

/**
 * Clusters that a patch is for.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch
 */
export interface EnvoyClusterMatch extends EnvoyMatch {
  /**
   * Host of the service, fully qualified. Not for inbound clusters.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-service
   * @default - any
   */
  readonly service?: string;
  /**
   * Service port. Inbound the port of the workload.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-port_number
   * @default - any
   */
  readonly portNumber?: number;
  /**
   * Subset of the service.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-subset
   * @default - any
   */
  readonly subset?: string;
  /**
   * Name of the cluster, for example `PassthroughCluster`. Instead of service, port and subset.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch-name
   * @default - any
   */
  readonly clusterName?: string;
}
