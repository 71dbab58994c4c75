import type { MeshService } from './mesh-service';
import { ServiceTraffic } from './service-traffic';
import { waypointOf } from './waypoints';
import { IMeshNamespace } from '../core/bindings';
import { addNotices, Notice } from '../core/notices';

/** Something needs a waypoint, and its namespace has none. */
export function missingWaypoint(said: string, about: string, { namespaceName }: IMeshNamespace): Notice {
  return {
    rule: 'waypoint/missing',
    severity: 'error',
    problem: `${said} is said about ${about}, and nothing in the ambient namespace ${namespaceName} reads requests`,
    why: 'the node proxies of an ambient mesh see connections only; requests, versions and dry runs are for waypoints',
    fix: `add new Waypoint(…, { namespace }) for ${namespaceName}, leave it out, or use DataPlane.sidecar()`,
  };
}

/** Reports what is said about the traffic of an ambient service, unless a waypoint comes that can follow it. */
export function watchForWaypoint(service: MeshService, traffic: ServiceTraffic): void {
  if (service.namespace.dataPlane._isAmbient) addNotices(service, () => unfollowed(service, traffic));
}

function unfollowed(service: MeshService, traffic: ServiceTraffic): Notice[] {
  if (waypointOf(service, service.namespace.namespaceName)) return [];
  const said = [
    ...service.versions.length > 0 ? [`versions (${service.versions.join(', ')})`] : [],
    ...traffic.hasRoutes || traffic.hasPolicy ? ['traffic rules'] : [],
  ];
  return said.map(each => missingWaypoint(each, service.name, service.namespace));
}
