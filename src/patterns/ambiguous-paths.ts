import { IConstruct } from 'constructs';
import { delegationOf } from './delegation';
import { IngressGateway } from './ingress-gateway';
import { IIngressGateway } from '../core/bindings';
import { isPathDecided } from '../core/path-decisions';
import { DirectResponse } from '../resources/direct-response';
import { HeaderOperations } from '../resources/header-operations';
import { HttpRoute } from '../resources/http-route';
import { RequestMatch } from '../resources/request-match';
import { Route } from '../resources/route';

/** Routes of a gateway for some hosts. */
interface Guarded {
  readonly owner: IConstruct;
  readonly gateway: IIngressGateway;
  readonly hosts: string[];
  readonly routes: Route[];
  /** What was said about it, if something was. */
  readonly refuse?: boolean;
  /** Changes to the responses of every route. */
  readonly responseHeaders?: HeaderOperations;
}

/**
 * A segment of one or two dots with a parameter. Envoy resolves `/open/..;/admin` to `/admin`, as Tomcat does; but `/open/%2e%2e;/admin` it only
 * decodes, so that the next Envoy resolves it, or the server. It never decodes `%3B`, which some servers do.
 */
const STEPS = RequestMatch._of({ path: { is: 'regex', value: '.*/[.][.]?(;|%3[Bb]).*' }, values: {} });
/** In access logs. */
const NAME = 'refuse-ambiguous-paths';

/**
 * The routes of a host behind one that refuses paths that gateway and server may understand differently. Only where they matter: where a route, a policy
 * or a rate limit tells paths apart, no request may be for another path than it seems to be.
 * @param http the routes as they are
 * @param port port of the gateway that they are for, where they say it
 */
export function guarded(guard: Guarded, http: HttpRoute[], port?: number): HttpRoute[] {
  return guard.refuse ?? dependOnPath(guard, http) ? [refusal(guard, port), ...http] : http;
}

function refusal({ responseHeaders }: Guarded, port?: number): HttpRoute {
  const matches = [port === undefined ? STEPS : RequestMatch.allOf(STEPS, RequestMatch.port(port))];
  return HttpRoute.respond(DirectResponse.text(400), { name: NAME, matches, responseHeaders });
}

function dependOnPath(guard: Guarded, http: HttpRoute[]): boolean {
  return http.some(readsPath) || guard.routes.some(delegatesPaths) || isPathDecided(guard.owner, podsOf(guard.gateway), guard.hosts);
}

/** A rewrite may keep requests under a path too. */
function readsPath(rule: HttpRoute): boolean {
  return rule._render().some(({ match = [], rewrite }) => match.some(({ uri }) => uri) || (rewrite?.uri ?? rewrite?.uriRegexRewrite) !== undefined);
}

/** Nothing is known of the routes of another app. Those of Flagger match no paths. */
function delegatesPaths({ _action }: Route): boolean {
  const delegation = delegationOf(_action);
  return delegation !== undefined && (delegation.routes?.().some(readsPath) ?? true);
}

function podsOf(gateway: IIngressGateway) {
  const { namespace, selector = {} } = gateway instanceof IngressGateway ? gateway._selected : gateway.policyTargetConfig();
  return { namespace, selector };
}
