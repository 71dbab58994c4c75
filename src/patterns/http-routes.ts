import { IConstruct } from 'constructs';
import { grouped, nameOf } from './route-groups';
import { destination, httpDestination, Routing } from './routing';
import { cannotBeWritten, requireFit, Treatment, treatmentOf } from './service-traffic';
import { StickyTarget } from './sticky-users';
import { HttpRoute } from '../resources/http-route';
import { HttpRouteOptions } from '../resources/http-route-options';
import { MeshPort } from '../resources/mesh-port';
import { RequestMatch } from '../resources/request-match';
import { Retries } from '../resources/retries';
import { RouteDestination } from '../resources/route-destination';
import { CannotBeWritten, Field, Rule } from '../traffic/compose';
import { isEvery, Match } from '../traffic/match';
import { TextCondition } from '../traffic/text';
import { divided, rulesFor, WayIn } from '../traffic/way-in';

/** Methods that may be repeated by their definition in RFC 9110. */
const IDEMPOTENT: TextCondition = { is: 'oneOf', values: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'] };

/** What a gateway adds to every route on its way. */
export interface EdgeOptions extends Pick<HttpRouteOptions, 'cors' | 'requestHeaders' | 'responseHeaders' | 'rewrite'> {
  /** Host of the requests, where they have just one. */
  readonly host?: string;
  /** Names in the VirtualService so far. */
  readonly names?: Map<string, number>;
}

/**
 * The HTTP routes to a service for some ways in: all that is said about it, narrowest first.
 * @param where construct that a message is about
 * @param extra fields that the way in says itself, narrower than those of the service
 */
export function httpRoutes(
  where: IConstruct, routing: Routing, port: MeshPort, ways: WayIn[], extra: Field<IConstruct>[] = [],
  { host, names = new Map<string, number>(), ...edge }: EdgeOptions = {},
): HttpRoute[] {
  const fields = withoutRepeatedWrites(fieldsFor(routing, extra), port);
  const rules = ways.flatMap(way => composed(where, fields, way));
  const saysHost = edge.requestHeaders?._authority !== undefined || edge.rewrite?._written([]).authority !== undefined;
  return grouped(rules).map(group => {
    requireFit(where, group[0], routing.target);
    const { split = [{ target: routing.target, percent: 100 }], mirrors, fault, timeout, retries } = treatmentOf(group[0]);
    const destinations = split.map(({ target, percent, responseHeaders }: StickyTarget): RouteDestination => {
      const { target: to, requestHeaders } = httpDestination(target, port.port, host, saysHost);
      return { target: to, requestHeaders, responseHeaders, weight: split.length > 1 ? percent : undefined };
    });
    const matches = matchesOf(group.map(rule => rule.match));
    if (routing.table) return HttpRoute.delegate(routing.table, { ...edge, matches, timeout, retries });
    return HttpRoute.to(destinations, {
      ...edge,
      name: uniqueName(group[0], names),
      matches,
      mirrors: mirrors?.map(mirror => ({ target: destination(mirror.target, port.port), percent: mirror.percent })),
      fault,
      timeout,
      retries,
    });
  });
}

/** Every request is said by no match at all. */
function matchesOf(matches: Match[]): RequestMatch[] | undefined {
  return matches.some(isEvery) ? undefined : matches.map(match => RequestMatch._of(match));
}

function fieldsFor({ traffic, splits, table }: Routing, extra: Field<IConstruct>[]): Field<IConstruct>[] {
  // What is said about the service is in the routes of the controller.
  if (table) return extra;
  const said = traffic.fields().filter(field => (splits || field.name !== 'split') && !extra.some(({ name }) => name === field.name));
  return [...said, ...extra];
}

/**
 * Retries that could repeat a write hold for idempotent methods. Other requests are retried where they surely did not start.
 * Every gRPC call is a POST, so methods tell nothing there.
 */
function withoutRepeatedWrites(fields: Field<IConstruct>[], port: MeshPort): Field<IConstruct>[] {
  if (port._protocol.startsWith('GRPC')) return fields;
  return fields.map(field => field.name !== 'retries' ? field : {
    name: field.name,
    entries: field.entries.flatMap(entry => {
      const retries = entry.value as Treatment['retries'];
      return retries?._repeatsWrites ? divided(entry, 'method', IDEMPOTENT, harmless(retries)) : [entry];
    }),
  });
}

const HARMLESS = new WeakMap<Retries, Retries>();

/** The same object each time, so that equal results are seen to be equal. */
function harmless(retries: Retries): Retries {
  const known = HARMLESS.get(retries) ?? retries._beforeProcessing();
  HARMLESS.set(retries, known);
  return known;
}

function composed(where: IConstruct, fields: Field<IConstruct>[], way: WayIn): Rule<IConstruct>[] {
  try {
    return rulesFor(fields, way);
  } catch (error) {
    throw error instanceof CannotBeWritten ? cannotBeWritten(where, error) : error;
  }
}

function uniqueName(rule: Rule<IConstruct>, used: Map<string, number>): string | undefined {
  const name = nameOf(rule);
  if (name === undefined) return undefined;
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  return count === 1 ? name : `${name}-${count}`;
}
