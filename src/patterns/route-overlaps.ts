import { Construct } from 'constructs';
import { within } from './gateway-listening';
import { Crossings, findCrossings } from './route-crossings';
import { pathOf } from '../core/errors';
import { addNotices, Notice, noticeRound } from '../core/notices';
import { meshScopeOf, registryOf } from '../core/scopes';
import { HttpRoute } from '../resources/http-route';
import { describeMatch } from '../traffic/describe';
import { isEvery, Match, overlap } from '../traffic/match';

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

/** A match of each of two bindings, that some requests may hold both of. */
interface Pair {
  readonly own: Match;
  readonly others: Match;
}

/** Bindings by host. Wildcards are few. */
interface Known {
  readonly all: Map<string, Binding[]>;
  readonly wildcards: Set<string>;
  /** What was found last, by host. */
  readonly crossings: Map<string, { round: number; found: Crossings<Binding> }>;
}

const BINDINGS = Symbol('bindings');
const MATCHES = new WeakMap<Binding, Matches>();

/** How often routes were made to look at them, for tests. */
export const LOOKED_AT = { count: 0 };

/** Remembers routes, and reports those of other constructs that some of their requests hold as well. */
export function watchOverlaps(binding: Binding): void {
  const listeners = registryOf(binding.owner, BINDINGS, () => new Map<string, Known>());
  const known = listeners.get(binding.listener) ?? { all: new Map(), wildcards: new Set(), crossings: new Map() };
  listeners.set(binding.listener, known);
  const meetings = new Map(binding.hosts.map(host => [host, meetingsOf(binding, host, known)]));
  const isShared = binding.hosts.some(host => known.all.has(host) || meetings.get(host)!.length > 0);
  for (const host of binding.hosts) {
    const there = known.all.get(host);
    if (there) there.push(binding);
    else known.all.set(host, [binding]);
    if (host.startsWith('*')) known.wildcards.add(host);
  }
  if (isShared) addNotices(binding.owner, () => notices(binding, known, meetings));
}

/** Those of other hosts. */
function meetingsOf(binding: Binding, host: string, { all, wildcards }: Known): Meeting[] {
  const narrower = host.startsWith('*') ? [...all.keys()].filter(name => within(name, host)) : [];
  const wider = [...wildcards].filter(wildcard => within(host, wildcard));
  // A Gateway has its hosts with the namespace of their routes, so a wildcard of another one is not for them. In a server of the wildcard
  // Istio tells the hosts apart.
  const near = (name: string) => (all.get(name) ?? []).filter(({ namespace, server }) => namespace === binding.namespace && server !== binding.server);
  return [
    ...narrower.flatMap(name => near(name).map(other => ({ binding: other, host: name, other: binding, otherHost: host }))),
    ...wider.flatMap(wildcard => near(wildcard).map(other => ({ binding, host, other, otherHost: wildcard }))),
  ];
}

/** One for each pair of constructs. */
function notices(binding: Binding, known: Known, meetings: Map<string, Meeting[]>): Notice[] {
  const told = new Map<string, Notice>();
  const tell = (meeting: Meeting, find: () => Pair | undefined) => {
    const owners = [meeting.binding.owner, meeting.other.owner];
    const key = owners.map(pathOf).sort().join(' ');
    const pair = told.has(key) || meshScopeOf(owners[0]) !== meshScopeOf(owners[1]) ? undefined : find();
    if (pair) told.set(key, { ...notice(meeting, pair), and: owners.filter(each => each !== binding.owner) });
  };
  for (const host of binding.hosts) {
    for (const { earlier, later } of crossingsOf(host, known).get(binding) ?? []) {
      tell({ binding, host, other: earlier.of, otherHost: host }, () => ({ own: later.match, others: earlier.match }));
    }
    for (const meeting of meetings.get(host)!) tell(meeting, () => firstPair(matchesOf(meeting.binding), matchesOf(meeting.other)));
  }
  return [...told.values()];
}

function notice(meeting: Meeting, { own, others }: Pair): Notice {
  const told = meeting.host === meeting.otherHost ? ofOneHost : ofWildcard;
  return { rule: 'ingress-route/overlapping-routes', severity: 'warning', ...told(meeting, describeMatch(own), describeMatch(others)) };
}

/** Looked for once for all that have the host. */
function crossingsOf(host: string, { all, crossings }: Known): Crossings<Binding> {
  const bindings = all.get(host)!;
  const round = noticeRound(bindings[0].owner);
  const known = crossings.get(host);
  if (known?.round === round) return known.found;
  const found = findCrossings(bindings, matchesOf);
  crossings.set(host, { round, found });
  return found;
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

/** The host of the first is the narrower one, so its own route for every request has to come before any of the wildcard. */
function firstPair(matches: Match[], ofWildcards: Match[]): Pair | undefined {
  for (const own of matches) {
    const others = ofWildcards.find(each => (!isEvery(each) || isEvery(own)) && overlap(own, each));
    if (others) return { own, others };
  }
  return undefined;
}
