import { Construct } from 'constructs';
import { renderEndpoint, requireEndpoint } from './endpoint-checks';
import { ServiceEntryEndpoint } from './service-entry-endpoint';
import * as l1 from '../../imports/networking.istio.io';
import { objectHead } from '../core/object-head';
import { IstioResource, IstioResourceProps } from '../core/resource';


/**
 * Properties for `WorkloadEntry`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadEntryProps extends IstioResourceProps, ServiceEntryEndpoint {}

/**
 * A workload that is not a pod: a virtual machine, or an address in another network. A `ServiceEntry` of its namespace
 * that selects its labels makes it an endpoint, as does a Kubernetes Service.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export class WorkloadEntry extends IstioResource {
  private readonly spec: l1.WorkloadEntrySpec;

  public constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id, objectHead(l1.WorkloadEntry, scope, id, props));
    requireEndpoint(this, props);
    this.spec = renderEndpoint(props);
  }

  /**
   * @internal
   */
  protected _spec(): l1.WorkloadEntrySpec {
    return this.spec;
  }
}
