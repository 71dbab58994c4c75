import { ICaller, IMeshNamespace, IRouteTarget } from '../core/bindings';
import { MeshPort } from '../resources/mesh-port';

/** A service as its clients see it, owned here or elsewhere. */
export interface IMeshService extends ICaller, IRouteTarget {
  /** Fully qualified host. */
  readonly host: string;
  /** Namespace of the service. */
  readonly namespace: IMeshNamespace;
  /**
   * One port as a target.
   * @param port service port
   */
  onPort(port: number): IRouteTarget;
}

/** Options for `MeshService.fromName`. */
export interface MeshServiceReferenceOptions {
  /**
   * Namespace of the Service.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly namespace: IMeshNamespace;
  /**
   * Ports of the Service. Needed where it is a target and has several.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination-port
   * @default - unknown
   */
  readonly ports?: MeshPort[];
  /**
   * Service account of the pods. Needed where it is a caller.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   * @default - unknown
   */
  readonly serviceAccount?: string;
}
