import { Construct } from 'constructs';
import { renderEndpoint, requireTemplate } from './endpoint-checks';
import { ReadinessProbe } from './probe';
import { WorkloadTemplate } from './service-entry-endpoint';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { objectHead } from '../core/object-head';
import { IstioResource, IstioResourceProps } from '../core/resource';


/** Properties for `WorkloadGroup`. */
export interface WorkloadGroupProps extends IstioResourceProps, WorkloadTemplate {
  /**
   * Labels of every workload of the group. Services find the workloads by them.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta-labels
   */
  readonly workloadLabels: { [key: string]: string };
  /**
   * Annotations of every workload of the group.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta-annotations
   * @default - none
   */
  readonly workloadAnnotations?: { [key: string]: string };
  /**
   * How the proxy of a workload finds out whether it may get requests.
   * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-probe
   * @default - a workload is ready as soon as its proxy is connected
   */
  readonly probe?: ReadinessProbe;
}

/**
 * What virtual machines of one kind have in common. Istio makes a WorkloadEntry of it for each machine whose proxy connects.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup
 */
export class WorkloadGroup extends IstioResource {
  private readonly spec: l1.WorkloadGroupSpec;
  private readonly _workloadLabels: { [key: string]: string };

  public constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id, objectHead(l1.WorkloadGroup, scope, id, props));
    requireSelector(this, 'workloadLabels', props.workloadLabels);
    requireTemplate(this, props);
    this._workloadLabels = { ...props.workloadLabels };
    this.spec = this.renderSpec(props);
  }

  /** Labels of every workload of the group, as a copy: what `ServiceEntryResolution.workloads` takes. */
  public get workloadLabels(): { [key: string]: string } {
    return { ...this._workloadLabels };
  }

  /**
   * @internal
   */
  protected _spec(): l1.WorkloadGroupSpec {
    return this.spec;
  }

  private renderSpec(props: WorkloadGroupProps): l1.WorkloadGroupSpec {
    const { locality, network, ports, serviceAccount, weight } = props;
    return {
      metadata: { labels: this.workloadLabels, annotations: props.workloadAnnotations && { ...props.workloadAnnotations } },
      template: renderEndpoint({ locality, network, ports, serviceAccount, weight }),
      probe: props.probe?._render(),
    };
  }
}
