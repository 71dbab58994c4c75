import { IConstruct } from 'constructs';
import { HttpRoute } from './http-route';
import { UsageError } from '../core/errors';
import { and, Match, narrower } from '../traffic/match';
import { EMPTY, INEXPRESSIBLE, textHolds } from '../traffic/text';

/** Repeating any other method does what doing it once does. */
const WRITES = ['POST', 'PATCH'];

/** Refuses a rule that cannot do what it says beside the earlier rules of its list. */
export function requireEffective(where: IConstruct, earlier: HttpRoute[], route: HttpRoute): void {
  // Requests that the routes delegated to do not match go on to the next rule.
  const taken = earlier.filter(other => !other._delegates).flatMap(other => other._matches);
  requireReachable(where, taken, route);
  requireHarmlessRetries(where, taken, route);
}

/** The route is chosen before a preflight is answered, and the method of a preflight is OPTIONS: some route with a policy must take it. */
export function requirePreflights(where: IConstruct, routes: HttpRoute[]): void {
  const answering = routes.filter(route => route._hasCors);
  for (const route of answering) {
    for (const match of route._matches) {
      const { method } = match.values;
      if (!method || textHolds(method, 'OPTIONS')) continue;
      const preflight: Match = { ...match, values: { ...match.values, method: { is: 'exact', value: 'OPTIONS' } } };
      if (answering.some(other => isTaken(preflight, other._matches))) continue;
      throw new UsageError(where, `${described(route)} has a CORS policy, but its methods leave preflights out`, 'add OPTIONS to the methods of the match');
    }
  }
}

function requireReachable(where: IConstruct, taken: Match[], route: HttpRoute): void {
  if (!route._matches.every(match => isTaken(match, taken))) return;
  const rest = taken.some(match => isTaken({ values: {} }, [match]));
  throw new UsageError(where, `${described(route)} is never reached: earlier ones take ${rest ? 'every request' : 'all its requests'}`,
    'add the narrower route first, and the one for every request last');
}

/** One rule has one retry policy, whatever the method. */
function requireHarmlessRetries(where: IConstruct, taken: Match[], route: HttpRoute): void {
  if (!route._retries?._repeatsWrites) return;
  for (const method of WRITES) {
    const written = route._matches.map(match => and(match, { values: { method: { is: 'exact', value: method } } }));
    if (written.every(match => match === EMPTY || (match !== INEXPRESSIBLE && isTaken(match, taken)))) continue;
    throw new UsageError(where, `${described(route)} retries ${method} requests that may have been processed`,
      'match other methods, set alsoWrites if a request may be repeated, or use Retries.beforeProcessing');
  }
}

function isTaken(match: Match, taken: Match[]): boolean {
  return taken.some(other => narrower(match, other));
}

function described(route: HttpRoute): string {
  return route.name === undefined ? 'the route' : `the route "${route.name}"`;
}
