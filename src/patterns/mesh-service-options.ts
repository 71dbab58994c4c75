import { MeshWorkloadOptions, MeshWorkloadProps } from './mesh-workload';
import { IMeshNamespace } from '../core/bindings';
import { EgressScope } from '../resources/egress-scope';
import { MeshPort } from '../resources/mesh-port';
import { OutboundPolicy } from '../resources/outbound-policy';

/** What there is to say about a service besides name and namespace. */
export interface MeshServiceOptions extends MeshWorkloadOptions {
  /**
   * Ports of the Service, with what is spoken on them.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
   */
  readonly ports: MeshPort[];
  /**
   * Versions, by the `version` label of their pods. Each is a subset of the DestinationRule.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-subsets
   * @default - none; see `addVersion` for other labels
   */
  readonly versions?: string[];
  /**
   * Versions that drain, by the `version` label of their pods: their subsets stay, and nothing can be sent to them. The step between a
   * version that is used and one that is gone.
   * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes
   * @default - none; see `addRetiredVersion` for other labels
   */
  readonly retiredVersions?: string[];
  /**
   * Version that gets the requests no release or policy says anything about.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   * @default - all pods alike
   */
  readonly defaultVersion?: string;
}

/** Properties for `MeshService`. */
export interface MeshServiceProps extends MeshServiceOptions, MeshWorkloadProps {}

/** Options for `MeshService.fromConstruct`. */
export interface MeshServiceFromConstructOptions {
  /**
   * Ports, where names and `appProtocol` of the Service do not tell the protocol.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
   * @default - read from the Service
   */
  readonly ports?: MeshPort[];
  /**
   * Versions, by the `version` label of their pods.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule-subsets
   * @default - none
   */
  readonly versions?: string[];
  /**
   * Versions that drain, by the `version` label of their pods: their subsets stay, and nothing can be sent to them. The step between a
   * version that is used and one that is gone.
   * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes
   * @default - none; see `addRetiredVersion` for other labels
   */
  readonly retiredVersions?: string[];
  /**
   * Version that gets the requests no release or policy says anything about.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-subset
   * @default - all pods alike
   */
  readonly defaultVersion?: string;
  /**
   * Ports that take plain text as well, where the rest is STRICT.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-port_level_mtls
   * @default - none
   */
  readonly plaintextPorts?: MeshPort[];
  /**
   * What it can see of the mesh, in place of the scope of its namespace.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   * @default - what its namespace says, else the mesh
   */
  readonly egress?: EgressScope;
  /**
   * What happens to its calls for hosts that it cannot see.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-outbound_traffic_policy
   * @default - what its namespace says, else the mesh
   */
  readonly outboundPolicy?: OutboundPolicy;
  /**
   * Service account of the pods.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default - read from a workload of this app that the Service selects
   */
  readonly serviceAccount?: string;
  /**
   * Namespace of the Service, as a handle: a `MeshNamespace` of this app knows its data plane.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   * @default - read from the Service
   */
  readonly namespace?: IMeshNamespace;
}
