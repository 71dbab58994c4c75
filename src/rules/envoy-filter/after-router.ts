import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const ROUTER = 'envoy.filters.http.router';
const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';

export const afterRouter: Rule = {
  id: 'envoy-filter/after-router',
  severity: 'error',
  summary: 'a patch adds an HTTP filter after the router',
  why: 'ADD puts an HTTP filter at the end, and so does INSERT_AFTER where it names no other HTTP filter; the router has to be the last one, so proxies refuse the whole listener and keep what they had',
  sameAs: [],
  bad: `
kind: EnvoyFilter
spec:
  configPatches:
  - applyTo: HTTP_FILTER
    match: { context: GATEWAY }
    patch: { operation: ADD, value: { name: lua, typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua } } }
`,
  good: `
kind: EnvoyFilter
spec:
  configPatches:
  - applyTo: HTTP_FILTER
    match: { context: GATEWAY }
    patch: { operation: INSERT_FIRST, value: { name: lua, typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua } } }
`,
  * check(mesh) {
    const patches = wholePatches(mesh).filter(({ value }) => value.applyTo === 'HTTP_FILTER');
    // Who takes the router out, or puts one in, has an order of filters in mind that is not known here.
    const own = new Set(patches.filter(({ value }) => nameOf(value) === ROUTER && changesRouter(value)).map(({ object }) => object));
    yield * findingsOf(patches.filter(({ object }) => !own.has(object)), wrongs);
  },
};

function * wrongs(patch: any): Iterable<Wrong> {
  const { operation } = patch.patch;
  const named = nameOf(patch);
  const isLast = operation === 'ADD' || (operation === 'INSERT_AFTER' && (named === undefined || named === ROUTER));
  if (!isLast || !isForHttp(patch)) return;
  yield {
    field: '.patch.operation',
    problem: `${operation} ${operation === 'ADD' ? '' : named ? `${ROUTER} ` : 'without the name of an HTTP filter '}puts the filter after the router`,
    fix: 'use INSERT_BEFORE, with match.listener.filterChain.filter.subFilter.name: envoy.filters.http.router to come just before the router',
  };
}

/** The HTTP filter that a patch looks for; nothing where it looks for none. */
function nameOf({ match }: any): string | undefined {
  const subFilter = match?.listener?.filterChain?.filter?.subFilter;
  return subFilter ? String(subFilter.name ?? '') : undefined;
}

/** HTTP filters are in the connection manager: at another filter a patch changes nothing. */
function isForHttp({ match }: any): boolean {
  const filter = match?.listener?.filterChain?.filter;
  return !filter || filter.name === CONNECTION_MANAGER;
}

function changesRouter({ patch }: any): boolean {
  return patch.operation === 'REMOVE' || patch.operation === 'REPLACE';
}
