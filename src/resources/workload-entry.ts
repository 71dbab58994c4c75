import { Construct } from 'constructs';
import { renderEndpoint, requireEndpoint } from './endpoint-checks';
import { ServiceEntryEndpoint } from './service-entry-endpoint';
import * as l1 from '../../imports/networking.istio.io';
import { overridable } from '../core/override';
import { IstioResource, IstioResourceProps } from '../core/resource';

const Written = overridable(l1.WorkloadEntry);

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
  public constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id);
    requireEndpoint(this, props);
    new Written(this, 'Resource', { metadata: this._metadata(props), spec: renderEndpoint(props) });
  }
}
