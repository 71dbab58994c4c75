import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const ADDING = ['ADD', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE'];

export const untypedFilter: Rule = {
  id: 'envoy-filter/untyped-filter',
  severity: 'warning',
  summary: 'a filter that a patch adds is known by its name alone',
  why: 'Envoy finds filters by the type in typed_config, and no longer by name, so that it refuses a listener with such a filter',
  sameAs: ['IST0133'],
  bad: `
kind: EnvoyFilter
spec: { configPatches: [{ applyTo: HTTP_FILTER, patch: { operation: INSERT_BEFORE, value: { name: envoy.filters.http.grpc_stats } } }] }
`,
  good: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: HTTP_FILTER
      patch:
        operation: INSERT_BEFORE
        value:
          name: envoy.filters.http.grpc_stats
          typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.grpc_stats.v3.FilterConfig }
`,
  check: mesh => findingsOf(wholePatches(mesh), wrongs),
};

function * wrongs({ applyTo, patch: { operation, value } }: any): Iterable<Wrong> {
  if (!['HTTP_FILTER', 'NETWORK_FILTER', 'LISTENER_FILTER'].includes(applyTo) || !ADDING.includes(operation)) return;
  if (['typed_config', 'typedConfig', 'config_discovery', 'configDiscovery'].some(key => value?.[key])) return;
  yield { field: '.patch.value', problem: `the filter ${value?.name ?? ''} has no typed_config`.replace('  ', ' '), fix: 'add typed_config with "@type": type.googleapis.com/envoy.extensions.filters...' };
}
