import { IConstruct } from 'constructs';
import { httpRoutes } from './http-routes';
import { destination, Routing, splitOf } from './routing';
import { HttpRoute } from '../resources/http-route';
import { MeshPort } from '../resources/mesh-port';
import { TcpRoute } from '../resources/tcp-route';
import { VirtualServiceContent } from '../resources/virtual-service-content';
import { fromMesh } from '../traffic/way-in';

/** The routes of a service for its callers in the mesh. */
export function meshRoutes(service: IConstruct, routing: Routing): VirtualServiceContent {
  const httpPorts = routing.ports.filter(port => port._isHttp);
  const tcpPorts = routing.ports.filter(port => !port._isHttp && !port._isTls);
  return {
    http: httpPorts.flatMap(port => routesOfPort(service, routing, port, httpPorts.length === 1)),
    tcp: splitOf(routing) ? tcpPorts.map(port => splitOfPort(routing, port, routing.ports.length === 1)) : [],
    tls: [],
  };
}

function routesOfPort(service: IConstruct, routing: Routing, port: MeshPort, only: boolean): HttpRoute[] {
  return httpRoutes(service, routing, port, [fromMesh(port.port, only)]);
}

/** A connection says nothing to match, so only the split for all requests can hold. */
function splitOfPort(routing: Routing, port: MeshPort, only: boolean): TcpRoute {
  const destinations = splitOf(routing)!.map(({ target, percent }) => ({ target: destination(target, port.port), weight: percent }));
  return TcpRoute.to(destinations, only ? {} : { matches: [{ port: port.port }] });
}
