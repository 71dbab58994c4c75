import { IConstruct } from 'constructs';
import { PlannedWay, WayInto } from './hand-over';
import { MeshWorkload } from './mesh-workload';
import { ServiceTraffic } from './service-traffic';
import { WeightedTarget } from './traffic-contribution';
import { ICaller, IRouteAction, IRouteTarget, RouteTargetConfig } from '../core/bindings';
import { Destination } from '../resources/destination';
import { HeaderOperations } from '../resources/header-operations';
import { IHttpRouteTable } from '../resources/http-route';
import { MeshPort } from '../resources/mesh-port';

/** What a route to something that this app owns has to take over. */
export interface Routing {
  /** Where requests go that no contribution sends elsewhere. */
  readonly target: IRouteTarget;
  /** All that is said about its traffic. */
  readonly traffic: ServiceTraffic;
  /** Ports that a route may mean. */
  readonly ports: MeshPort[];
  /** Whether the split of the service holds: not for a route straight to one version. */
  readonly splits: boolean;
  /** Whether something else than the service as a whole is the default, so that TCP connections need a route too. */
  readonly ownDefault?: boolean;
  /** The workload that the requests reach, which may have to let them in. */
  readonly workload?: MeshWorkload;
  /** What is done to requests on their way to it, whoever sends them. */
  readonly requestHeaders?: HeaderOperations;
  /** Refuses a gateway that cannot see the target. */
  readonly requireVisible?: (where: IConstruct, gateway: ICaller) => void;
  /** Routes that a controller writes: VirtualServices leave the decision to them. */
  readonly table?: IHttpRouteTable;
  /** What follows the VirtualServices that lead here. */
  readonly control?: RouteControl;
}

/** Knows of every VirtualService that leads to a service. */
export interface RouteControl {
  /** Refuses routes that lead here where the controller cannot follow them. */
  requireWay(way: PlannedWay): void;
  /** Told of a VirtualService that leads here. */
  addWay(way: WayInto): void;
}

/** The routing of a target that is owned by this app. None for what lives elsewhere. */
export function routingOf(action: IRouteAction): Routing | undefined {
  const { _routing } = action as { _routing?: () => Routing };
  return _routing?.call(action);
}

/**
 * A target as a destination of HTTP routes: one that expects a host of its own gets it, unless the route says one.
 * @param host host of the requests; none where they have many
 */
export function httpDestination(
  target: IRouteTarget, fallbackPort: number, host?: string, saysHost = false,
): { target: Destination; requestHeaders?: HeaderOperations } {
  const config = target.targetConfig();
  const { authority } = config;
  const headers = routingOf(target)?.requestHeaders;
  const sameHost = saysHost || authority === undefined || authority === host;
  const requestHeaders = sameHost ? headers : (headers ?? HeaderOperations.none()).replace('host', authority);
  return { target: withPort(config, fallbackPort), requestHeaders };
}

/** A target with the port written: without one, a sidecar takes the port that the client called, whatever the target listens on. */
export function destination(target: IRouteTarget, fallbackPort: number): Destination {
  return withPort(target.targetConfig(), fallbackPort);
}

function withPort({ host, subset, port }: RouteTargetConfig, fallback: number): Destination {
  return Destination._of({ host, subset, port: port ?? fallback });
}

/** Where connections go that cannot be matched: the split for all, or the default version. */
export function splitOf({ traffic, splits, target, ownDefault }: Routing): WeightedTarget[] | undefined {
  return (splits ? traffic.splitForAll : undefined) ?? (ownDefault || !splits ? [{ target, percent: 100 }] : undefined);
}
