import { Construct } from 'constructs';
import { MeshService } from './mesh-service';
import { Fault } from '../resources/fault';
import { RequestMatch } from '../resources/request-match';

/** Properties for `FaultExperiment`. */
export interface FaultExperimentProps {
  /**
   * Service that seems to fail.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly service: MeshService;
  /**
   * What goes wrong.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-fault
   */
  readonly fault: Fault;
  /**
   * For which requests: those that hold one of these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - all of them
   */
  readonly matching?: RequestMatch[];
}

/**
 * Makes a service slow or failing on purpose. Where the requests go stays as it is. The proxy of the caller does it, so its own timeout
 * and retries do not see the fault.
 * @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/
 */
export class FaultExperiment extends Construct {
  public constructor(scope: Construct, id: string, props: FaultExperimentProps) {
    super(scope, id);
    props.service.contribute({ owner: this, fault: props.fault, matching: props.matching });
  }
}
