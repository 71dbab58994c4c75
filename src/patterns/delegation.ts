import { IConstruct } from 'constructs';
import { IIngressGateway, IRouteAction } from '../core/bindings';
import { pathOf, UsageError } from '../core/errors';
import { HttpRoute, IHttpRouteTable } from '../resources/http-route';
import { RequestMatch } from '../resources/request-match';
import { MatchBlock, Text } from '../resources/request-match-blocks';
import { RouteOptions } from '../resources/route';
import { describeMatch } from '../traffic/describe';

/** What a route that delegates has to know of the routes it delegates to. */
export interface Delegation {
  readonly table: IHttpRouteTable;
  /** Who wrote the routes, and what they are. Neither for those of another app. */
  readonly owner?: IConstruct;
  readonly routes?: () => HttpRoute[];
  /** Where a gateway leads to by them. */
  readonly actions: IRouteAction[];
  /** A gateway leads there from now on, by a VirtualService of this namespace. */
  readonly attach?: (gateway: IIngressGateway, from: string) => void;
}

/** Fields in which two matches can contradict each other. */
const TEXTS = ['uri', 'scheme', 'method', 'authority'] as const;
const MAPS = ['headers', 'withoutHeaders', 'queryParams'] as const;

/** What an action delegates to, if it does. */
export function delegationOf(action: IRouteAction): Delegation | undefined {
  const { _delegation } = action as { _delegation?: () => Delegation };
  return _delegation?.call(action);
}

/** The rule that delegates, where every rule it leads to fits. */
export function delegatingRoute(where: IConstruct, options: RouteOptions, delegation: Delegation, action: IRouteAction, matches?: RequestMatch[]): HttpRoute {
  const { cors, responseHeaders, ...others } = options;
  const option = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  if (option) throw new UsageError(where, `${option} is said for requests that go to ${action.describeAction()}`, 'say it in the routes there: they know their services');
  const written = HttpRoute.delegate(delegation.table, { matches, cors, responseHeaders });
  const roots = written._render()[0].match;
  for (const rule of delegation.routes?.() ?? []) requireWithin(where, roots, rule, delegation.owner!);
  return written;
}

/** Istio joins the matches of both, and drops a rule of the delegate with a match that is not within one of the root. */
function requireWithin(where: IConstruct, roots: MatchBlock[] | undefined, rule: HttpRoute, owner: IConstruct): void {
  const lost = rule._render().some(({ match = [] }) => match.some(leaf => roots?.every(root => conflict(root, leaf))));
  if (!lost) return;
  throw new UsageError(where, `requests that hold ${rule._matches.map(describeMatch).join(', or ')} are routed by [${pathOf(owner)}], and are not among those that are delegated to it: Istio drops that rule`,
    'let its paths begin with the one that is delegated, use no regular expression beside another condition on the same thing, and delegate by path alone where more is said about methods or headers, also about the services');
}

/** As in Istio's `hasConflict` for delegates, for what a match at a gateway can have. */
function conflict(root: MatchBlock, leaf: MatchBlock): boolean {
  return TEXTS.some(field => textConflict(root[field], leaf[field]))
    || MAPS.some(field => Object.entries<Text>(leaf[field] ?? {}).some(([name, text]) => textConflict(root[field]?.[name], text)))
    || Boolean(root.ignoreUriCase) !== Boolean(leaf.ignoreUriCase)
    || (root.port !== undefined && leaf.port !== undefined && root.port !== leaf.port);
}

function textConflict(root: Text | undefined, leaf: Text | undefined): boolean {
  if (!root || !leaf) return false;
  if (root.regex || leaf.regex) return true;
  const value = leaf.exact ?? leaf.prefix;
  if (root.exact) return leaf.exact !== root.exact;
  return !root.prefix || !value?.startsWith(root.prefix);
}
