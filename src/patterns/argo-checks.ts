import { isRouteName } from './argo-routes';
import { Misfit, PlannedWay } from './hand-over';
import { TrafficContribution } from './traffic-contribution';
import { RouteTargetConfig } from '../core/bindings';
import { quoted } from '../core/errors';
import { sameTarget } from '../resources/route-destination-checks';

/** What Argo Rollouts needs to be left alone. */
export interface ArgoClaim {
  readonly routeName: string;
  /** Where it moves requests to. */
  readonly targets: RouteTargetConfig[];
  /** Namespace of the Rollout. */
  readonly namespace: string;
  /** Whether it copies requests, by a route of its own. */
  readonly mirrors: boolean;
  /** Whether it tells stable and canary apart by Service. */
  readonly byHost: boolean;
}

const OF_REQUESTS = ['matching', 'split', 'mirrors', 'fault', 'timeout', 'retries'] as const;

/** What has no place in a contribution. */
export function argoMisfit({ routeName, targets, mirrors }: ArgoClaim, contribution: TrafficContribution): Misfit | undefined {
  const { split, matching, mirrors: copies = [] } = contribution;
  if (split && !matching) return { said: 'a split of all requests', reason: 'it moves their weights itself', fix: 'leave one of the two out, or give the split a `matching`' };
  if (contribution.routeName !== undefined && isRouteName(contribution.routeName, routeName)) {
    return { said: `routeName ${quoted(contribution.routeName)}`, reason: 'routes of that name hold its split', fix: 'use another name' };
  }
  const copied = copies.find(({ target }) => targets.some(each => sameTarget(each, target.targetConfig())));
  if (copied) return { said: `a mirror to ${copied.target.describeAction()}`, reason: 'it sends requests there', fix: 'mirror to something else, or use mirrorPercent' };
  const field = mirrors ? OF_REQUESTS.find(each => contribution[each] !== undefined) : undefined;
  return field && {
    said: field,
    reason: 'the route that it writes for mirrorPercent comes first and takes every request, without what other routes say',
    fix: `leave mirrorPercent or ${field} out`,
  };
}

/** What has no place on a way in. */
export function argoMisfitOf({ mirrors, byHost, namespace }: ArgoClaim, way: PlannedWay): Misfit | undefined {
  const { http, tcp, tls } = way.content();
  if ([http, tcp, tls].filter(list => list.length).length > 1) {
    return { said: 'a redirect beside TLS that is passed through', reason: 'where a VirtualService has HTTP routes, it looks for its split in one of them', fix: 'set httpsRedirect: false on the ingress route' };
  }
  if (!mirrors) return undefined;
  if (way.delegated || http.length !== 1 || !isBare(http[0]._render()[0])) {
    return {
      said: 'a way in with more than one plain HTTP route for every request',
      reason: 'the route that it writes for mirrorPercent comes first and takes every request, without what other routes say',
      fix: 'leave mirrorPercent out, or make it one Route.all without options',
    };
  }
  if (!byHost || way.namespace === namespace) return undefined;
  return { said: `a way in from a VirtualService in ${way.namespace}`, reason: `its route for mirrorPercent names the canary Service without a namespace, which is read as one of ${way.namespace}`, fix: `leave mirrorPercent out, or put the VirtualService into ${namespace}` };
}

function isBare(route: object): boolean {
  return Object.entries(route).every(([field, value]) => value === undefined || field === 'name' || field === 'route');
}
