import { Construct } from 'constructs';
import { MeshService } from './mesh-service';
import { quoted, UsageError } from '../core/errors';
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
  /**
   * Last day of the experiment, as `2027-03-31`. Written as the annotation `cdk8s-istio/fault-expires` of the VirtualService of the service, for those
   * who look for faults that were left behind: neither Istio nor synthesis acts on it. Of several experiments the first day is written.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
   * @default - no annotation
   */
  readonly expires?: string;
}

const EXPIRES = 'cdk8s-istio/fault-expires';

/**
 * Makes a service slow or failing on purpose. Where the requests go stays as it is. The proxy of the caller does it, so its own timeout
 * and retries do not see the fault.
 * @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/
 */
export class FaultExperiment extends Construct {
  public constructor(scope: Construct, id: string, props: FaultExperimentProps) {
    super(scope, id);
    const { service, fault, matching, expires } = props;
    if (expires !== undefined) this.requireDay(expires);
    service.contribute({ owner: this, fault, matching });
    if (expires !== undefined) annotate(service, expires);
  }

  private requireDay(expires: string): void {
    const day = new Date(`${expires}T00:00:00Z`);
    if (/^\d{4}-\d\d-\d\d$/.test(expires) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(expires)) return;
    throw new UsageError(this, `expires is ${quoted(expires)}, not a day`, 'write year, month and day, for example "2027-03-31"');
  }
}

function annotate({ virtualService }: MeshService, expires: string): void {
  const { metadata } = virtualService;
  const before: string | undefined = metadata.toJson().annotations?.[EXPIRES];
  if (before === undefined || expires < before) metadata.addAnnotation(EXPIRES, expires);
}
