import { IConstruct } from 'constructs';
import { destination, httpDestination, Routing } from './routing';
import { cannotBeWritten, Said, Treatment, treatmentOf } from './service-traffic';
import { IRouteTarget } from '../core/bindings';
import { HttpRoute } from '../resources/http-route';
import { HttpRouteOptions } from '../resources/http-route-options';
import { MeshPort } from '../resources/mesh-port';
import { RequestMatch } from '../resources/request-match';
import { Retries } from '../resources/retries';
import { CannotBeWritten, Field, Rule, sameResult } from '../traffic/compose';
import { Match } from '../traffic/match';
import { TextCondition } from '../traffic/text';
import { divided, rulesFor, WayIn } from '../traffic/way-in';

/** Methods that may be repeated by their definition in RFC 9110. */
const IDEMPOTENT: TextCondition = { is: 'oneOf', values: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'] };

/** What a gateway adds to every route on its way. */
export interface EdgeOptions extends Pick<HttpRouteOptions, 'cors' | 'requestHeaders' | 'responseHeaders' | 'rewrite'> {
  /** Host of the requests, where they have just one. */
  readonly host?: string;
}

/**
 * The HTTP routes to a service for some ways in: all that is said about it, narrowest first.
 * @param where construct that a message is about
 * @param extra fields that the way in says itself, narrower than those of the service
 */
export function httpRoutes(
  where: IConstruct, routing: Routing, port: MeshPort, ways: WayIn[], extra: Field<IConstruct>[] = [], { host, ...edge }: EdgeOptions = {},
): HttpRoute[] {
  const fields = withoutRepeatedWrites(fieldsFor(routing, extra), port);
  const rules = ways.flatMap(way => composed(where, fields, way));
  const names = new Map<string, number>();
  const saysHost = edge.requestHeaders?._authority !== undefined || edge.rewrite?._written([]).authority !== undefined;
  return grouped(rules).map(group => {
    const { split = [{ target: routing.target, percent: 100 }], mirrors, fault, timeout, retries } = treatmentOf(group[0]);
    const to = (target: IRouteTarget) => saysHost ? { target: destination(target, port.port) } : httpDestination(target, port.port, host);
    const destinations = split.map(({ target, percent }) => ({ ...to(target), weight: split.length > 1 ? percent : undefined }));
    return HttpRoute.to(destinations, {
      ...edge,
      name: uniqueName(group[0], names),
      matches: matchesOf(group.map(rule => rule.match)),
      mirrors: mirrors?.map(mirror => ({ target: destination(mirror.target, port.port), percent: mirror.percent })),
      fault,
      timeout,
      retries,
    });
  });
}

/** Every request is said by no match at all. */
function matchesOf(matches: Match[]): RequestMatch[] | undefined {
  const said = matches.map(match => RequestMatch._of(match)).filter(match => match._render().length > 0);
  return said.length === matches.length ? said : undefined;
}

function fieldsFor({ traffic, splits }: Routing, extra: Field<IConstruct>[]): Field<IConstruct>[] {
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

/** Neighbours that do the same are one route with several matches. */
function grouped(rules: Rule<IConstruct>[]): Rule<IConstruct>[][] {
  const groups: Rule<IConstruct>[][] = [];
  for (const rule of rules) {
    const group = groups[groups.length - 1];
    if (group && sameResult(group[0], rule) && nameOf(group[0]) === nameOf(rule)) group.push(rule);
    else groups.push([rule]);
  }
  return groups;
}

function nameOf(rule: Rule<IConstruct>): string | undefined {
  return Object.values(rule.entries).map(entry => (entry as Said).routeName).find(name => name);
}

function uniqueName(rule: Rule<IConstruct>, used: Map<string, number>): string | undefined {
  const name = nameOf(rule);
  if (name === undefined) return undefined;
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  return count === 1 ? name : `${name}-${count}`;
}
