import { IConstruct } from 'constructs';
import { httpRoutes } from './http-routes';
import { destination, Routing, splitOf } from './routing';
import { WeightedTarget } from './traffic-contribution';
import { HttpRoute } from '../resources/http-route';
import { MeshPort } from '../resources/mesh-port';
import { TcpRoute } from '../resources/tcp-route';
import { VirtualServiceContent } from '../resources/virtual-service-content';
import { fromMesh } from '../traffic/way-in';

/**
 * The routes of a service for its callers in the mesh.
 * @param all whether to write routes for TCP ports also where nothing is said about them
 */
export function meshRoutes(service: IConstruct, routing: Routing, all: boolean): VirtualServiceContent {
  const httpPorts = routing.ports.filter(port => port._isHttp);
  const names = new Map<string, number>();
  return {
    http: httpPorts.flatMap(port => routesOfPort(service, routing, port, httpPorts.length === 1, names)),
    tcp: tcpRoutes(routing, all),
    tls: [],
  };
}

function tcpRoutes(routing: Routing, all: boolean): TcpRoute[] {
  const tcpPorts = routing.ports.filter(port => !port._isHttp && !port._isTls);
  if (tcpPorts.length === 0) return [];
  const split = splitOf(routing) ?? (all ? [{ target: routing.target, percent: 100 }] : undefined);
  return split ? tcpPorts.map(port => splitOfPort(split, port, routing.ports.length === 1)) : [];
}

function routesOfPort(service: IConstruct, routing: Routing, port: MeshPort, only: boolean, names: Map<string, number>): HttpRoute[] {
  return httpRoutes(service, routing, port, [fromMesh(port.port, only)], [], { names });
}

/** A connection says nothing to match, so only the split for all requests can hold. */
function splitOfPort(split: WeightedTarget[], port: MeshPort, only: boolean): TcpRoute {
  const destinations = split.map(({ target, percent }) => ({ target: destination(target, port.port), weight: percent }));
  return TcpRoute.to(destinations, only ? {} : { matches: [{ port: port.port }] });
}
