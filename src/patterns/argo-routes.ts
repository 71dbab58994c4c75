import { RouteTargetConfig } from '../core/bindings';
import { fitting } from '../core/naming';
import { VirtualServiceContent } from '../resources/virtual-service-content';

/** The split that Argo Rollouts moves. */
export interface ArgoSplit {
  /** What is stable, and what is new. */
  readonly targets: RouteTargetConfig[];
  /** Name of the routes that hold it. A second one of a VirtualService has `-2` behind it. */
  readonly routeName: string;
}

/** The routes of a VirtualService that hold the split. */
export interface HeldRoutes {
  readonly listed: ListedRoutes;
  readonly tcp: boolean;
  readonly tls: boolean;
}

/** As Argo Rollouts looks them up: HTTP by name, TCP by port, TLS by port and server names. */
interface ListedRoutes {
  readonly routes?: string[];
  readonly tcpRoutes?: { readonly port: number }[];
  readonly tlsRoutes?: { readonly port?: number; readonly sniHosts: string[] }[];
}

/** A route as it is written. */
interface Written {
  readonly match?: { readonly port?: number; readonly sniHosts?: string[] }[];
  readonly route?: { readonly destination: { readonly host: string; readonly subset?: string } }[];
}

export function routeNameFor(service: string): string {
  return fitting(`${service}-rollout`);
}

/** Whether a route could have this name because it holds the split. */
export function isRouteName(name: string, routeName: string): boolean {
  return name === routeName || (name.startsWith(`${routeName}-`) && /^\d+$/.test(name.slice(routeName.length + 1)));
}

/** The routes that hold the split. Nothing where none does. */
export function heldRoutes({ http, tcp, tls }: VirtualServiceContent, split: ArgoSplit): HeldRoutes | undefined {
  const named = http.filter(({ name = '' }) => isRouteName(name, split.routeName)).flatMap(route => route._render()).filter(route => holds(route, split));
  const ofTcp = tcp.map(route => route._render() as Written).filter(route => holds(route, split));
  const ofTls = tls.map(route => route._render() as Written).filter(route => holds(route, split));
  if (named.length + ofTcp.length + ofTls.length === 0) return undefined;
  // A TCP route for every connection is found when none is named.
  const ports = ofTcp.flatMap(({ match = [] }) => match.map(({ port }) => ({ port: port! })));
  const listed = {
    ...named.length && { routes: named.map(({ name }) => name!) },
    ...ports.length && { tcpRoutes: ports },
    ...ofTls.length && { tlsRoutes: ofTls.flatMap(({ match = [] }) => match.map(({ port, sniHosts = [] }) => ({ port, sniHosts }))) },
  };
  return { listed, tcp: ofTcp.length > 0, tls: ofTls.length > 0 };
}

function holds({ route = [] }: Written, { targets }: ArgoSplit): boolean {
  const isTarget = ({ host, subset }: RouteTargetConfig, i: number) => host === targets[i].host && subset === targets[i].subset;
  return route.length === targets.length && route.every(({ destination }, i) => isTarget(destination, i));
}
