import { PlannedWay } from './hand-over';
import { Routing, routingOf } from './routing';
import { IHttpRouteTable } from '../resources/http-route';
import { Route } from '../resources/route';

/** Refuses what the controllers of the services cannot follow, before anything is changed. */
export function requireWays(way: PlannedWay): void {
  routingsOf(way).forEach(({ routing, routes }) => routing.control?.requireWay({ ...way, routes }));
}

/** Tells the services that routes are for them. */
export function addWays(way: PlannedWay, virtualService: IHttpRouteTable): void {
  routingsOf(way).forEach(({ routing, routes }) => routing.control?.addWay({ ...way, routes, virtualService }));
}

/** Each service once, with its routes. One that says itself which version it is for takes no split. */
function routingsOf({ routes }: PlannedWay): { routing: Routing; routes: Route[] }[] {
  const found = new Map<unknown, { routing: Routing; routes: Route[] }>();
  for (const route of routes) {
    const routing = routingOf(route._action);
    if (!routing || !(routing.splits || routing.table)) continue;
    const before = found.get(routing.workload);
    if (before) before.routes.push(route);
    else found.set(routing.workload, { routing, routes: [route] });
  }
  return [...found.values()];
}
