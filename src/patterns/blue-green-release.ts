import { Construct } from 'constructs';
import { IReleasable, MeshService } from './mesh-service';
import { requireApart } from './release-targets';
import { IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireSome } from '../core/require';
import { RequestMatch } from '../resources/request-match';

/** Properties for `BlueGreenRelease`. */
export interface BlueGreenReleaseProps {
  /**
   * What gets the requests. Swap it with `idle` to switch, and again to go back.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly live: IReleasable;
  /**
   * What stands by.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly idle: IRouteTarget;
  /**
   * Service that callers ask for. Needed where `live` and `idle` are two services: swapping them must not change whose requests are moved.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   * @default - the service of `live`
   */
  readonly service?: MeshService;
  /**
   * Requests that go to what stands by, to try it: those that hold one of these. Only on HTTP ports.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   * @default - none
   */
  readonly previewFor?: RequestMatch[];
}

/**
 * Keeps two versions and sends everything to one of them, for callers in the mesh and behind gateways.
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/
 */
export class BlueGreenRelease extends Construct {
  public constructor(scope: Construct, id: string, props: BlueGreenReleaseProps) {
    super(scope, id);
    const { live, idle, previewFor } = props;
    if (previewFor) requireSome(this, 'previewFor', previewFor);
    requireApart(this, { live, idle }, 'name two versions or two services');
    this.serviceOf(props)._contribute(
      ...previewFor ? [{ owner: this, matching: previewFor, split: [{ target: idle, percent: 100 }] }] : [],
      { owner: this, split: [{ target: live, percent: 100 }] },
    );
  }

  private serviceOf({ service, live, idle }: BlueGreenReleaseProps): MeshService {
    if (service) return service;
    const { host } = idle.targetConfig();
    if (host === live.service.host) return live.service;
    throw new UsageError(this, `live is of ${live.service.host} and idle of ${host}, and callers ask for one of them`, 'pass service: the one that callers ask for, also after the switch');
  }
}
