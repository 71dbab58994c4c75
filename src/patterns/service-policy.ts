import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { MeshService } from './mesh-service';
import { UsageError } from '../core/errors';
import { ConnectionLimits } from '../resources/connection-limits';
import { Ejection } from '../resources/ejection';
import { LoadBalancing } from '../resources/load-balancing';
import { RequestMatch } from '../resources/request-match';
import { Retries } from '../resources/retries';

/** Properties for `ServicePolicy`. At least one of them says something. */
export interface ServicePolicyProps {
  /**
   * Service that is called.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly service: MeshService;
  /**
   * Requests that timeout and retries are for: those that hold one of these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - all of them
   */
  readonly matching?: RequestMatch[];
  /**
   * Limit for a request with all its retries, at least a millisecond.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-timeout
   * @default - none; Istio has no limit of its own
   */
  readonly timeout?: Duration;
  /**
   * When to try again. All tries must fit into the timeout: (attempts + 1) × `perTryTimeout`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-retries
   * @default - Istio's two retries before processing
   */
  readonly retries?: Retries;
  /**
   * How an endpoint is chosen.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-load_balancer
   * @default LoadBalancing.leastRequest()
   */
  readonly loadBalancing?: LoadBalancing;
  /**
   * When an endpoint is taken out.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-outlier_detection
   * @default - never
   */
  readonly ejection?: Ejection;
  /**
   * How much one proxy may have open.
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-connection_pool
   * @default - no limits
   */
  readonly limits?: ConnectionLimits;
}

/**
 * How callers treat a service: limits, retries, ejection, load balancing. For requests from the mesh and behind gateways.
 * @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/
 */
export class ServicePolicy extends Construct {
  public constructor(scope: Construct, id: string, props: ServicePolicyProps) {
    super(scope, id);
    const { service, matching, timeout, retries, ...whole } = props;
    if (matching && timeout === undefined && retries === undefined) {
      throw new UsageError(this, 'matching is given, but neither timeout nor retries', 'give one of them; the rest holds for the whole service');
    }
    if (matching) service.contribute({ owner: this, matching, timeout, retries });
    const forAll = matching ? whole : { ...whole, timeout, retries };
    const says = Object.values(forAll).some(value => value !== undefined);
    if (says || !matching) service.contribute({ owner: this, ...forAll });
  }
}
