import { IConstruct } from 'constructs';
import { TrafficContribution } from './traffic-contribution';
import { IHttpRouteTable } from '../resources/http-route';
import { Route } from '../resources/route';
import { VirtualServiceContent } from '../resources/virtual-service-content';

/** Routes of a VirtualService to a service, beside those of its own host, before the object is there. */
export interface PlannedWay {
  readonly owner: IConstruct;
  /** Namespace of the object. */
  readonly namespace: string;
  /** The routes that lead to the service. */
  readonly routes: Route[];
  /** All that the VirtualService has, also for others. */
  readonly content: () => VirtualServiceContent;
  /** Whether the object has no hosts, and others delegate to it. */
  readonly delegated?: boolean;
}

/** A VirtualService that leads to a service. */
export interface WayInto extends PlannedWay {
  readonly virtualService: IHttpRouteTable;
}

/** Why something has no place beside a controller. */
export interface Misfit {
  /** What was said, for `… is said about reviews by [shop/Policy]`. */
  readonly said: string;
  /** What the controller does. */
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
}

/** A controller that moves the traffic of a service from now on, and what it asks for. */
export interface HandOver {
  /** The release that says so. */
  readonly owner: IConstruct;
  /** Name of the controller, for messages. */
  readonly controller: string;
  /** Subsets that the controller completes. With them there is no place for versions. */
  readonly versions?: { readonly [name: string]: { [key: string]: string } };
  /** What the release itself says about the traffic. */
  readonly contribution?: () => TrafficContribution;
  /** Routes that the controller writes: nothing is written for the host, and other VirtualServices delegate to them. */
  readonly table?: IHttpRouteTable;
  /** What has no place in a contribution. */
  readonly misfit?: (contribution: TrafficContribution) => Misfit | undefined;
  /** What has no place on a way in. */
  readonly misfitOf?: (way: PlannedWay) => Misfit | undefined;
  /** There is one more way in. */
  readonly reached?: () => void;
}
