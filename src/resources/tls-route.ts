import { TlsMatch } from './l4-match';
import { requireL4Match, writtenL4Match } from './l4-match-checks';
import { WeightedDestination } from './route-destination';
import { requireDestinations, writtenDestination } from './route-destination-checks';
import { VirtualServiceSpecTls } from '../../imports/networking.istio.io';
import { requireSome, requireWildcardHost } from '../core/require';

/**
 * One rule for TLS connections that are not ended here, by the server name that clients ask for. The first rule that matches decides.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
 */
export class TlsRoute {
  /**
   * Sends connections to one or several services.
   * @param matches which connections: any of these, at least one
   * @param destinations where to; with weights, if there are several
   */
  public static to(matches: TlsMatch[], destinations: WeightedDestination[]): TlsRoute {
    requireSome('TlsRoute.to', 'matches', matches);
    requireDestinations('TlsRoute.to', destinations);
    for (const match of matches) {
      requireSome('TlsRoute.to', 'sniHosts', match.sniHosts);
      for (const host of match.sniHosts) requireWildcardHost('TlsRoute.to', 'sniHosts', host);
      requireL4Match('TlsRoute.to', match);
    }
    return new TlsRoute([...matches], [...destinations]);
  }

  private constructor(private readonly matches: TlsMatch[], private readonly destinations: WeightedDestination[]) {}

  /**
   * The connections it is for.
   * @internal
   */
  public get _matches(): TlsMatch[] {
    return [...this.matches];
  }

  /**
   * The rule to write.
   * @internal
   */
  public _render(): VirtualServiceSpecTls {
    return {
      match: this.matches.map(match => ({ sniHosts: [...match.sniHosts], ...writtenL4Match(match) })),
      route: this.destinations.map(each => writtenDestination(each, this.destinations)),
    };
  }
}
