import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const MATCHES: { [applyTo: string]: string } = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};
const MANAGER = ['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'];

export const wrongMatch: Rule = {
  id: 'envoy-filter/wrong-match',
  severity: 'error',
  summary: 'a patch of an EnvoyFilter looks for something in a place where it is not',
  why: 'Istio refuses an EnvoyFilter that matches a listener, route or cluster other than applyTo is part of, a filter without a name, or a sub-filter outside of the HTTP connection manager',
  sameAs: ['IST0106'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { listener: { portNumber: 9080 } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  good: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: CLUSTER, match: { cluster: { portNumber: 9080 } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }] }
`,
  check: mesh => findingsOf(wholePatches(mesh), wrongs),
};

function * wrongs({ applyTo, match }: any): Iterable<Wrong> {
  const right = MATCHES[applyTo];
  // Of a waypoint outside of its context the schema tells.
  const found = ['listener', 'routeConfiguration', 'cluster'].find(each => match?.[each]);
  if (!right || !found) return;
  if (found !== right) yield { field: `.match.${found}`, problem: `match of a ${found} with applyTo ${applyTo}`, fix: `write match.${right}` };
  else if (right === 'listener') yield* wrongFilter(applyTo, match.listener.filterChain?.filter);
}

function * wrongFilter(applyTo: string, filter: any): Iterable<Wrong> {
  if (!filter) return;
  const field = '.match.listener.filterChain.filter';
  if (!filter.name) yield { field, problem: 'the filter to match has no name', fix: 'name it, such as envoy.filters.network.http_connection_manager' };
  else if (!filter.subFilter) return;
  else if (applyTo !== 'HTTP_FILTER') yield { field: `${field}.subFilter`, problem: `subFilter with applyTo ${applyTo}`, fix: 'write applyTo: HTTP_FILTER, or leave out subFilter' };
  else if (!MANAGER.includes(filter.name)) yield { field: `${field}.name`, problem: `subFilter of ${filter.name}`, fix: `write name: ${MANAGER[0]}` };
  else if (!filter.subFilter.name) yield { field: `${field}.subFilter`, problem: 'the sub-filter to match has no name', fix: 'name it, such as envoy.filters.http.router' };
}
