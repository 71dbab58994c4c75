import { Construct } from 'constructs';
import { pathOf } from '../core/errors';
import { addNotices, Notice } from '../core/notices';
import { meshScopeOf, registryOf } from '../core/scopes';
import { HttpRoute } from '../resources/http-route';
import { describeMatch } from '../traffic/describe';
import { Match, overlap } from '../traffic/match';

/** The HTTP routes that one construct puts on a gateway. */
interface Binding {
  readonly owner: Construct;
  /** Where the requests come in: a gateway, with the port where its routes are for one. */
  readonly listener: string;
  readonly hosts: string[];
  readonly routes: () => HttpRoute[];
}

const BINDINGS = Symbol('bindings');

/** Remembers routes, and reports those of other constructs that some of their requests hold as well. */
export function watchOverlaps(binding: Binding): void {
  const byHost = registryOf(binding.owner, BINDINGS, () => new Map<string, Binding[]>());
  const earlier = new Set<Binding>();
  for (const host of binding.hosts) {
    const key = `${binding.listener} ${host}`;
    const there = byHost.get(key) ?? [];
    there.forEach(other => earlier.add(other));
    byHost.set(key, [...there, binding]);
  }
  if (earlier.size > 0) addNotices(binding.owner, () => [...earlier].flatMap(other => notice(binding, other)));
}

function notice(binding: Binding, other: Binding): Notice[] {
  if (meshScopeOf(binding.owner) !== meshScopeOf(other.owner)) return [];
  const pair = firstOverlap(matchesOf(binding), matchesOf(other));
  if (!pair) return [];
  const host = binding.hosts.find(each => other.hosts.includes(each));
  return [{
    rule: 'ingress-route/overlapping-routes',
    severity: 'warning',
    problem: `requests for ${host} that hold ${describeMatch(pair[0])} may hold ${describeMatch(pair[1])} of [${pathOf(other.owner)}] too`,
    why: 'of several VirtualServices for one host of a gateway Istio asks the older one first, whatever is narrower; only a route for every request comes last',
    fix: 'put the routes of both into one IngressRoute, or make their matches exclude each other',
    and: [other.owner],
  }];
}

function matchesOf({ routes }: Binding): Match[] {
  return routes().flatMap(route => route._matches);
}

/** A route for every request is asked last, so it only meets another one of that kind. */
function firstOverlap(own: Match[], others: Match[]): [Match, Match] | undefined {
  for (const match of own) {
    const other = others.find(each => isCatchAll(match) === isCatchAll(each) && overlap(match, each));
    if (other) return [match, other];
  }
  return undefined;
}

function isCatchAll({ path, values }: Match): boolean {
  return !path && Object.keys(values).length === 0;
}
