import { envoyFilters, missingIn } from '../envoy-patches';
import { itemsOf } from '../parts';
import { Rule } from '../rule';

const RELATIVE = ['INSERT_BEFORE', 'INSERT_AFTER', 'REPLACE', 'REMOVE'];

export const relativeWithoutPriority: Rule = {
  id: 'envoy-filter/relative-without-priority',
  severity: 'advice',
  summary: 'an EnvoyFilter changes something relative to another part, and has no priority',
  why: 'EnvoyFilters of a namespace that have no priority apply in the order of their age, so that a part which another EnvoyFilter adds may not be there yet',
  sameAs: ['IST0151', 'IST0155'],
  bad: `
kind: EnvoyFilter
spec:
  configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: envoy.filters.http.grpc_stats } } } } }, patch: { operation: REMOVE } }]
`,
  good: `
kind: EnvoyFilter
spec:
  priority: 10
  configPatches: [{ applyTo: HTTP_FILTER, match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: envoy.filters.http.grpc_stats } } } } }, patch: { operation: REMOVE } }]
`,
  * check(mesh) {
    const patches = envoyFilters(mesh).filter(({ value }) => !value.priority).flatMap(spec => itemsOf(spec, 'configPatches'));
    for (const { object, field, value } of patches) {
      const { patch } = value;
      if (missingIn(value) !== undefined || !RELATIVE.includes(patch.operation)) continue;
      yield { at: object, field: `${field}.patch.operation`, problem: `${patch.operation} in an EnvoyFilter without priority`, fix: 'add priority, a number above that of what has to come first' };
    }
  },
};
