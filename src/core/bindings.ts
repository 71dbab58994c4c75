import { DataPlane } from './data-plane';

/** Whom an authorization rule lets in, as Istio can check it. One of the lists must match; an empty struct is anyone. */
export interface CallerConfig {
  /**
   * Mutual TLS identities, as `namespace/service-account`. The trust domain is written as `cluster.local`, which Istio reads as its own.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default - none
   */
  readonly identities?: string[];
  /**
   * Namespaces of mutual TLS identities.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-namespaces
   * @default - none
   */
  readonly namespaces?: string[];
  /**
   * CIDRs of the direct peer.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-ip_blocks
   * @default - none
   */
  readonly peerIps?: string[];
  /**
   * CIDRs of the original client, from X-Forwarded-For or PROXY protocol.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-remote_ip_blocks
   * @default - none
   */
  readonly clientIps?: string[];
  /**
   * Labels of its pods, where it is one workload: for routes by caller and for the simulator.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-source_labels
   * @default - not one workload
   */
  readonly labels?: { [key: string]: string };
  /**
   * Namespace of those pods.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest-source_namespace
   * @default - not one workload
   */
  readonly workloadNamespace?: string;
  /**
   * Any mutual TLS identity.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default false
   */
  readonly anyIdentity?: boolean;
}

/** Somebody who calls: a service, a namespace, a gateway, or a `Caller`. */
export interface ICaller {
  /** How Istio can recognize this caller. */
  callerConfig(): CallerConfig;
}

/** Where a request goes, as a destination of a route. */
export interface RouteTargetConfig {
  /**
   * Fully qualified host.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-host
   */
  readonly host: string;
  /**
   * Subset of the host.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   * @default - the whole host
   */
  readonly subset?: string;
  /**
   * Service port.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-port
   * @default - the only port of the service, or the one the request came in on
   */
  readonly port?: number;
  /**
   * Host that the target expects in requests, whatever they were sent to: an API outside the mesh answers to its own name only, and its
   * certificate is checked for it.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite-authority
   * @default - the one of the request
   */
  readonly authority?: string;
}

/** What a route does with a request. A target, a redirect and a direct response are actions. */
export interface IRouteAction {
  /** Name of the action for messages and traces. */
  describeAction(): string;
}

/** Something that requests can be sent to: a service, one version of it, one port of it, an external API, a service of another cluster. */
export interface IRouteTarget extends IRouteAction {
  /** The destination to write into routes. */
  targetConfig(): RouteTargetConfig;
}

/** An object that a policy is attached to, in the namespace of the policy. */
export interface PolicyTargetRef {
  /**
   * `Service`, `ServiceEntry`, or `Gateway` for a waypoint.
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference-kind
   */
  readonly kind: string;
  /**
   * Name of the object.
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference-name
   */
  readonly name: string;
}

/** Where a policy applies. */
export interface PolicyTargetConfig {
  /**
   * Namespace the policy object belongs in.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly namespace: string;
  /**
   * Labels of the workloads.
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector-match_labels
   * @default - every workload of the namespace
   */
  readonly selector?: { [key: string]: string };
  /**
   * What `targetRefs` names, where a waypoint decides about requests. Plain selectors are not for waypoints.
   * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
   * @default - the selector is used
   */
  readonly targetRef?: PolicyTargetRef;
  /**
   * Whether something there reads requests. In an ambient namespace without a waypoint only connections are seen.
   * @see https://istio.io/latest/docs/ambient/usage/l4-policy/
   * @default true
   */
  readonly readsRequests?: boolean;
  /**
   * Hosts that the policy is limited to.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-hosts
   * @default - every host
   */
  readonly hosts?: string[];
  /**
   * Ports that carry HTTP: those of the workload, and at a waypoint those of the Service, because each compares its own. HTTP conditions
   * are limited to them, because on a TCP port they would deny everything.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-ports
   * @default - unknown
   */
  readonly httpPorts?: number[];
  /**
   * Workload ports that are known to carry something else, where `httpPorts` is not known. Rules that refuse by HTTP conditions leave them out.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_ports
   * @default - none
   */
  readonly otherPorts?: number[];
  /**
   * TLS server names of connections that carry no requests for the workload to see. Rules that refuse by HTTP conditions leave them out.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   * @default - none
   */
  readonly otherServerNames?: string[];
  /**
   * Whether the workloads are a gateway, which takes requests in for others.
   * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext
   * @default false
   */
  readonly gateway?: boolean;
}

/** Something a security or extension policy can be put on: a service, a namespace, a gateway, one ingress route, a waypoint. */
export interface IPolicyTarget {
  /** Where the policy applies. */
  policyTargetConfig(): PolicyTargetConfig;
}

/** A Gateway object that routes can bind to, written here or elsewhere. */
export interface IGateway {
  /** `namespace/name` of the Gateway object. */
  readonly gatewayName: string;
}

/** A gateway that ingress routes can use, owned here or elsewhere: the Gateway object and its pods. */
export interface IIngressGateway extends IGateway, ICaller, IPolicyTarget {
}

/** A namespace, created here or elsewhere. */
export interface IMeshNamespace extends ICaller, IPolicyTarget {
  /** Name of the namespace. */
  readonly namespaceName: string;
  /** How its workloads are part of the mesh. */
  readonly dataPlane: DataPlane;
}
