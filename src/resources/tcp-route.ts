import { TcpMatch } from './l4-match';
import { requireL4Match, writtenL4Match } from './l4-match-checks';
import { WeightedDestination } from './route-destination';
import { requireDestinations, writtenDestination } from './route-destination-checks';
import { VirtualServiceSpecTcp } from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';

/** Options for a TCP route. */
export interface TcpRouteOptions {
  /**
   * Which connections the route is for: any of these.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute-match
   * @default - every connection
   */
  readonly matches?: TcpMatch[];
}

/**
 * One rule for connections of ports that carry neither HTTP nor TLS. The first rule that matches decides.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute
 */
export class TcpRoute {
  /**
   * Sends connections to one or several services.
   * @param destinations where to; with weights, if there are several
   * @param options which connections
   */
  public static to(destinations: WeightedDestination[], options: TcpRouteOptions = {}): TcpRoute {
    requireDestinations('TcpRoute.to', destinations);
    const matches = [...options.matches ?? []];
    for (const match of matches) {
      requireL4Match('TcpRoute.to', match);
      if (Object.values(writtenL4Match(match)).every(value => value === undefined)) {
        throw new UsageError('TcpRoute.to', 'a match has no condition', 'give it one, or leave the matches out');
      }
    }
    return new TcpRoute([...destinations], matches);
  }

  private constructor(private readonly destinations: WeightedDestination[], private readonly matches: TcpMatch[]) {}

  /**
   * The connections it is for. None means all.
   * @internal
   */
  public get _matches(): TcpMatch[] {
    return [...this.matches];
  }

  /**
   * The rule to write.
   * @internal
   */
  public _render(): VirtualServiceSpecTcp {
    return {
      match: this.matches.length ? this.matches.map(writtenL4Match) : undefined,
      route: this.destinations.map(each => writtenDestination(each, this.destinations)),
    };
  }
}
