import { Construct } from 'constructs';
import { MeshService } from './mesh-service';
import { IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { requireSome } from '../core/require';
import { RequestMatch } from '../resources/request-match';

/** Properties for `PreviewRelease`. */
export interface PreviewReleaseProps {
  /**
   * Service whose requests are looked at.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-hosts
   */
  readonly service: MeshService;
  /**
   * Where the requests below go: a version, another service.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination-destination
   */
  readonly preview: IRouteTarget;
  /**
   * Which requests: those that hold one of these. A claim holds at gateways only, a caller only inside of the mesh.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute-match
   */
  readonly matching: RequestMatch[];
}

/**
 * Sends chosen requests to a version or another service (a dark launch), for callers in the mesh and behind gateways. All others go where
 * they went. Goes together with any other release.
 * @see https://istio.io/latest/docs/tasks/traffic-management/request-routing/#route-based-on-user-identity
 */
export class PreviewRelease extends Construct {
  public constructor(scope: Construct, id: string, props: PreviewReleaseProps) {
    super(scope, id);
    const { service, preview, matching } = props;
    requireSome(this, 'matching', matching);
    if (matching.some(match => match._render().length === 0)) {
      throw new UsageError(this, 'matching holds for every request, which is no preview', 'say which requests, for example with RequestMatch.header; to send all of them use BlueGreenRelease');
    }
    service.contribute({ owner: this, matching, split: [{ target: preview, percent: 100 }] });
  }
}
