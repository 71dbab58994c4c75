import { IConstruct } from 'constructs';
import { gatewayRoutes, placed } from './gateway-routes';
import { routingOf } from './routing';
import { Route } from '../resources/route';

/**
 * Has what is said later about the services of routes refused where it cannot be written for these routes: at that call, and not at
 * synthesis.
 */
export function keepWritable(where: IConstruct, routes: Route[]): void {
  for (const route of routes) routingOf(route._action)?.traffic.writtenBy(() => gatewayRoutes(where, placed(where, [route])));
}
