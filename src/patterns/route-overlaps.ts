import { Construct } from 'constructs';
import { within } from './gateway-listening';
import { pathOf } from '../core/errors';
import { addNotices, Notice, noticeRound } from '../core/notices';
import { meshScopeOf, registryOf } from '../core/scopes';
import { HttpRoute } from '../resources/http-route';
import { describeMatch } from '../traffic/describe';
import { Match, overlap } from '../traffic/match';

/** The HTTP routes that one construct puts on a gateway. */
interface Binding {
  readonly owner: Construct;
  /** Where the requests come in: a gateway, with the port where its routes are for one. */
  readonly listener: string;
  /** Namespace of the VirtualService. */
  readonly namespace: string;
  /** Same text, same server of the gateway. */
  readonly server: string;
  readonly hosts: string[];
  readonly routes: () => HttpRoute[];
}

/** What the routes of a binding match, as long as nothing can have changed: many are compared with many. */
interface Matches {
  readonly round: number;
  readonly matches: Match[];
}

/** Two bindings with hosts that meet. Of different hosts, the first is within the wildcard of the second. */
interface Meeting {
  readonly binding: Binding;
  readonly host: string;
  readonly other: Binding;
  readonly otherHost: string;
}

/** Bindings by host. Wildcards are few. */
interface Known {
  readonly all: Map<string, Binding[]>;
  readonly wildcards: Set<string>;
}

const BINDINGS = Symbol('bindings');
const MATCHES = new WeakMap<Binding, Matches>();

/** How often routes were made to look at them, for tests. */
export const LOOKED_AT = { count: 0 };

/** Remembers routes, and reports those of other constructs that some of their requests hold as well. */
export function watchOverlaps(binding: Binding): void {
  const listeners = registryOf(binding.owner, BINDINGS, () => new Map<string, Known>());
  const known = listeners.get(binding.listener) ?? { all: new Map<string, Binding[]>(), wildcards: new Set<string>() };
  listeners.set(binding.listener, known);
  const meetings = binding.hosts.flatMap(host => meetingsOf(binding, host, known));
  for (const host of binding.hosts) {
    known.all.set(host, [...known.all.get(host) ?? [], binding]);
    if (host.startsWith('*')) known.wildcards.add(host);
  }
  if (meetings.length > 0) addNotices(binding.owner, () => notices(binding.owner, meetings));
}

function meetingsOf(binding: Binding, host: string, { all, wildcards }: Known): Meeting[] {
  const bindingsOf = (name: string) => all.get(name) ?? [];
  const narrower = host.startsWith('*') ? [...all.keys()].filter(name => within(name, host)) : [];
  const wider = [...wildcards].filter(wildcard => within(host, wildcard));
  // A Gateway has its hosts with the namespace of their routes, so a wildcard of another one is not for them. In a server of the wildcard
  // Istio tells the hosts apart.
  const near = (name: string) => bindingsOf(name).filter(({ namespace, server }) => namespace === binding.namespace && server !== binding.server);
  return [
    ...bindingsOf(host).map(other => ({ binding, host, other, otherHost: host })),
    ...narrower.flatMap(name => near(name).map(other => ({ binding: other, host: name, other: binding, otherHost: host }))),
    ...wider.flatMap(wildcard => near(wildcard).map(other => ({ binding, host, other, otherHost: wildcard }))),
  ];
}

/** One for each pair of constructs. */
function notices(reporter: Construct, meetings: Meeting[]): Notice[] {
  const told = new Map<string, Notice>();
  for (const meeting of meetings) {
    const key = [meeting.binding, meeting.other].map(({ owner }) => pathOf(owner)).sort().join(' ');
    const found = told.has(key) || meshScopeOf(meeting.binding.owner) !== meshScopeOf(meeting.other.owner) ? undefined : notice(meeting);
    if (found) told.set(key, { ...found, and: [meeting.binding.owner, meeting.other.owner].filter(each => each !== reporter) });
  }
  return [...told.values()];
}

function notice(meeting: Meeting): Notice | undefined {
  const { binding, host, other, otherHost } = meeting;
  const pair = firstPair(matchesOf(binding), matchesOf(other), host === otherHost ? isUndecided : isTakenByWildcard);
  if (!pair) return undefined;
  const [own, others] = pair.map(describeMatch);
  const told = host === otherHost ? ofOneHost(meeting, own, others) : ofWildcard(meeting, own, others);
  return { rule: 'ingress-route/overlapping-routes', severity: 'warning', ...told };
}

function ofOneHost({ host, other }: Meeting, own: string, others: string) {
  return {
    problem: `requests for ${host} that hold ${own} may hold ${others} of [${pathOf(other.owner)}] too`,
    why: 'of several VirtualServices for one host of a gateway Istio asks the older one first, whatever is narrower; only a route for every request comes last',
    fix: 'put the routes of both into one IngressRoute, or make their matches exclude each other',
  };
}

function ofWildcard({ binding, host, other, otherHost }: Meeting, own: string, others: string) {
  return {
    problem: `requests for ${host} have a route for ${own} of [${pathOf(binding.owner)}], and one for ${others} of [${pathOf(other.owner)}], whose host is ${otherHost}`,
    why: 'where a host has a server of its own, Istio asks the routes of a wildcard of its namespace as well, and the older VirtualService first, whatever its host; only a route for every request comes last',
    fix: 'give both the same TLS settings, so that the server is the one of the wildcard, or name the hosts of the wildcard one by one',
  };
}

function matchesOf(binding: Binding): Match[] {
  const round = noticeRound(binding.owner);
  const known = MATCHES.get(binding);
  if (known?.round === round) return known.matches;
  LOOKED_AT.count++;
  const matches = binding.routes().flatMap(route => route._matches);
  MATCHES.set(binding, { round, matches });
  return matches;
}

function firstPair(own: Match[], others: Match[], meets: (match: Match, other: Match) => boolean): [Match, Match] | undefined {
  for (const match of own) {
    const other = others.find(each => meets(match, each) && overlap(match, each));
    if (other) return [match, other];
  }
  return undefined;
}

/** A route for every request is asked last, so it only meets another one of that kind. */
function isUndecided(match: Match, other: Match): boolean {
  return isCatchAll(match) === isCatchAll(other);
}

/** The host is the narrower one, so its own route for every request has to come before any of the wildcard. */
function isTakenByWildcard(match: Match, other: Match): boolean {
  return !isCatchAll(other) || isCatchAll(match);
}

function isCatchAll({ path, values }: Match): boolean {
  return !path && Object.keys(values).length === 0;
}
