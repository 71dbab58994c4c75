import { wholePatches } from '../envoy-patches';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const uselessFilterMatch: Rule = {
  id: 'envoy-filter/useless-filter-match',
  severity: 'warning',
  summary: 'a patch of listeners or filter chains matches a filter',
  why: 'a match of a filter has no effect with applyTo LISTENER or FILTER_CHAIN: the patch is for those without the filter too',
  sameAs: ['IST0133'],
  bad: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: LISTENER
      match: { listener: { filterChain: { filter: { name: envoy.filters.network.tcp_proxy } } } }
      patch: { operation: MERGE, value: { per_connection_buffer_limit_bytes: 32768 } }
`,
  good: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: LISTENER
      match: { listener: { portNumber: 9080 } }
      patch: { operation: MERGE, value: { per_connection_buffer_limit_bytes: 32768 } }
`,
  check: mesh => findingsOf(wholePatches(mesh), function * ({ applyTo, match }) {
    if (!['LISTENER', 'FILTER_CHAIN'].includes(applyTo) || !match?.listener?.filterChain?.filter) return;
    yield { field: '.match.listener.filterChain.filter', problem: `a match of a filter with applyTo ${applyTo}`, fix: 'leave it out, or match by portNumber, name or filterChain' };
  }),
};
