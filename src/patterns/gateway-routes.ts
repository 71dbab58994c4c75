import { IConstruct } from 'constructs';
import { delegatingRoute, delegationOf } from './delegation';
import { EdgeOptions, httpRoutes } from './http-routes';
import { destination, Routing, routingOf, splitOf } from './routing';
import { atGateway } from './service-waypoint';
import { IRouteAction, IRouteTarget } from '../core/bindings';
import { UsageError } from '../core/errors';
import { CorsPolicy } from '../resources/cors-policy';
import { DirectResponse } from '../resources/direct-response';
import { HttpRoute } from '../resources/http-route';
import { MeshPort } from '../resources/mesh-port';
import { Redirect } from '../resources/redirect';
import { RequestMatch } from '../resources/request-match';
import { Rewrite } from '../resources/rewrite';
import { Route, RouteOptions } from '../resources/route';
import { TlsRoute } from '../resources/tls-route';
import { Field, insertNarrowestFirst, saidFor } from '../traffic/compose';
import { describeMatch } from '../traffic/describe';
import { EVERY, Match } from '../traffic/match';
import { fromGateway } from '../traffic/way-in';

/** One match of a route. The list is sorted, the narrowest first. */
interface Placed {
  readonly match: Match;
  readonly value: Route;
}

/** The routes of a gateway, narrowest first. Two for the same requests are refused. */
export function placed(where: IConstruct, routes: Route[]): Placed[] {
  const list: Placed[] = [];
  for (const route of routes) {
    for (const { _match: match } of route._matches) {
      if (saidFor(list, match)) throw new UsageError(where, `two routes are for ${describeMatch(match)}`, 'leave one of them out, or make one the narrower');
      insertNarrowestFirst(list, { match, value: route });
    }
  }
  return list;
}

/** The same for requests that come in on one port of the gateway. */
export function onPort(list: Placed[], port: number | undefined): Placed[] {
  if (port === undefined) return list;
  return list.map(({ match, value }) => ({ value, match: { ...match, values: { port: { is: 'exact', value: String(port) }, ...match.values } } }));
}

/** The HTTP routes to write. Neighbours of one route are written together. */
export function gatewayRoutes(where: IConstruct, list: Placed[], cors?: CorsPolicy): HttpRoute[] {
  const routes: HttpRoute[] = [];
  const names = new Map<string, number>();
  for (let i = 0, next = 0; i < list.length; i = next) {
    next = i + 1;
    while (next < list.length && togetherWith(list[i], list[next])) next++;
    routes.push(...routesOf(where, list[i].value, list.slice(i, next).map(({ match }) => match), names, cors));
  }
  return routes;
}

function togetherWith(a: Placed, b: Placed): boolean {
  const rewritten = ({ match, value }: Placed) => JSON.stringify(value._options.rewrite?._written([match]));
  return a.value === b.value && rewritten(a) === rewritten(b);
}

function routesOf(where: IConstruct, route: Route, matches: Match[], names: Map<string, number>, cors?: CorsPolicy): HttpRoute[] {
  const action = route._action;
  const options = { cors, ...route._options };
  const routing = atGateway(where, action, routingOf(action));
  if (routing) return routesToService(where, action, routing, matches, { ...options, names });
  const requests = matches.some(match => RequestMatch._of(match)._render().length === 0) ? undefined : matches.map(match => RequestMatch._of(match));
  const delegation = delegationOf(action);
  if (delegation) return [delegatingRoute(where, options, delegation, action, requests)];
  const { requestHeaders, responseHeaders, timeout, retries, rewrite } = options;
  if (action instanceof Redirect) return [HttpRoute.redirect(action, { matches: requests, responseHeaders })];
  if (action instanceof DirectResponse) return [HttpRoute.respond(action, { matches: requests, responseHeaders })];
  const sent = { cors: options.cors, requestHeaders, responseHeaders, timeout, retries, rewrite };
  return [HttpRoute.to([{ target: action as IRouteTarget }], { matches: requests, ...sent })];
}

function routesToService(where: IConstruct, action: IRouteAction, routing: Routing, matches: Match[], options: RouteOptions & Pick<EdgeOptions, 'names'>): HttpRoute[] {
  const { timeout, retries, rewrite, cors, requestHeaders, responseHeaders, names } = options;
  const port = httpPort(where, action, routing.ports);
  const ways = matches.map(match => fromGateway(port.port, match, rewrite?._pathRewrite(match.path) ?? { kind: 'none' }));
  const resolved: Rewrite | undefined = rewrite?._resolved(matches[0].path);
  return httpRoutes(where, routing, port, ways, [...said('timeout', timeout), ...said('retries', retries)], { cors, requestHeaders, responseHeaders, rewrite: resolved, names });
}

/** What a route says itself is narrower than what the service says. */
function said(name: string, value: unknown): Field<IConstruct>[] {
  return value === undefined ? [] : [{ name, entries: [{ match: EVERY, value }] }];
}

function httpPort(where: IConstruct, action: IRouteAction, ports: MeshPort[]): MeshPort {
  const http = ports.filter(port => port._isHttp);
  if (http.length === 1) return http[0];
  const known = ports.map(port => port.name).join(', ');
  throw http.length === 0
    ? new UsageError(where, `${action.describeAction()} has no HTTP port; it has ${known}`, 'describe the port with MeshPort.http, or use ServerTls.passthrough() for one that ends TLS itself')
    : new UsageError(where, `${action.describeAction()} has several HTTP ports: ${known}`, 'say which with onPort(port)');
}

/** TLS goes through to the one service that all connections for the hosts are for. */
export function passthroughRoutes(where: IConstruct, hosts: string[], port: number, routes: Route[]): TlsRoute[] {
  const [route] = routes;
  if (routes.length !== 1 || route._matches.some(match => match._render().length > 0)) {
    throw new UsageError(where, 'with ServerTls.passthrough() the gateway sees no requests, only server names', 'use one Route.all, or end TLS at the gateway with ServerTls.simple(secret)');
  }
  const option = Object.entries(route._options).find(([, value]) => value !== undefined)?.[0];
  if (option) throw new UsageError(where, `${option} is said, but with ServerTls.passthrough() the gateway sees no requests`, 'leave it out, or end TLS at the gateway with ServerTls.simple(secret)');
  if (route._action instanceof Redirect || route._action instanceof DirectResponse) {
    throw new UsageError(where, 'a redirect or answer needs a request, and with ServerTls.passthrough() the gateway sees none', 'end TLS at the gateway with ServerTls.simple(secret)');
  }
  return [TlsRoute.to([{ sniHosts: hosts, port }], passthroughDestinations(where, route._action as IRouteTarget))];
}

function passthroughDestinations(where: IConstruct, target: IRouteTarget) {
  const routing = atGateway(where, target, routingOf(target));
  if (!routing) return [{ target }];
  const ports = routing.ports.filter(port => !port._isHttp);
  if (ports.length !== 1) {
    const known = routing.ports.map(port => port.name).join(', ');
    throw new UsageError(where, `${target.describeAction()} has ${ports.length ? 'several ports' : 'no port'} that can take TLS; it has ${known}`, 'describe it with MeshPort.tls, or say which with onPort(port)');
  }
  const split = splitOf(routing) ?? [{ target: routing.target, percent: 100 }];
  return split.map(share => ({ target: destination(share.target, ports[0].port), weight: split.length > 1 ? share.percent : undefined }));
}
